import { Proposal, type SessionView, toErrorBody, type UiNode } from '@countersign/core';
import { z } from 'zod';
import type { ModelTrace, ProposerReply, ProposerTurn } from '../proposers/proposer.ts';
import { addToWrite, type Call, type Run, toCallResult } from '../runs/run.ts';
import { settleCall } from '../runs/settle-call.ts';
import { FenceLostError, isFenceLost } from '../store/commit-step.ts';
import { loadView } from '../stream/load-view.ts';
import { toCall } from '../tools/parse-call.ts';
import { type Advanced, commitRun } from './commit-run.ts';
import { toFinish } from './end-run.ts';
import type { EngineContext } from './engine-context.ts';
import { BudgetUnreachableError, createRunBudget } from './run-budget.ts';

/**
 * Asks the proposer for the next step and takes it in. A proposal that cost money commits with its usage before anything
 * of it happens; one that cost nothing waits for its outcome and commits together with it.
 */
export async function proposeStep(ctx: EngineContext, before: Run): Promise<Advanced> {
  const principal = await ctx.options.resolvePrincipal(before.identity);
  if (!principal) return commitRun(ctx, before, toFinish(before, { status: 'failed', reason: 'principal' }));
  const budget = createRunBudget(ctx, before);
  const run = { ...before, results: orderResults(before) };
  const asked = await askProposer(ctx, run, {
    runId: run.fence.runId,
    sessionId: run.fence.sessionId,
    agent: run.agent,
    principal,
    cause: run.cause,
    stepIndex: run.stepCount,
    now: ctx.options.clock(),
    results: run.results,
    view: () => viewLog(ctx, run),
    signal: run.signal,
    budget,
  });
  if (!asked) {
    const charged = { ...run, write: { ...run.write, chargedMicros: budget.chargedMicros } };
    return commitRun(ctx, charged, toFinish(charged, { status: 'failed', reason: 'proposer' }));
  }
  const { proposal, reply } = asked;
  const costMicros = Math.max(budget.chargedMicros, proposal.usage?.costMicros ?? 0);
  const proposer = reply.proposedBy ?? ctx.proposers.get(run.agent.name)?.name ?? 'none';
  const proposed = takeInTrace(takeIn(ctx, run, { proposal, proposer, costMicros }), reply.trace);
  if (reply.end && proposal.calls.length === 0) return commitRun(ctx, proposed, toFinish(proposed, reply.end));
  const hasOpenCalls = proposed.step?.calls.some((call) => call.status === 'proposed') ?? false;
  return costMicros > 0 || proposal.usage !== undefined || !hasOpenCalls ? commitRun(ctx, proposed) : { run: proposed };
}

/**
 * Results come in as calls settle, and what is refused early settles first. A proposer gets them in the order of the calls, as a
 * worker reads them that takes the run over, so that a prompt is the same on both and can be rendered again from the rows.
 */
function orderResults({ step, results }: Run): Run['results'] {
  const calls = step?.calls ?? [];
  return calls.length > 1 ? [...results.slice(0, -calls.length), ...calls.map(toCallResult)] : results;
}

/** A proposer that could not read the log has not failed: the database has, and the run goes on when that is back. */
class LogUnreadError extends Error {
  override readonly name = 'LogUnreadError';
}

async function viewLog(ctx: EngineContext, run: Run): Promise<SessionView> {
  try {
    return await loadView(ctx, run.fence, run.causeSeq);
  } catch (error) {
    throw new LogUnreadError(`The log of session ${run.fence.sessionId} could not be read.`, { cause: error });
  }
}

interface Asked {
  proposal: Proposal;
  reply: ProposerReply;
}

/** The proposal, parsed; undefined when the proposer threw or answered nonsense, which is logged. */
async function askProposer(ctx: EngineContext, run: Run, turn: ProposerTurn): Promise<Asked | undefined> {
  try {
    const proposer = ctx.proposers.get(run.agent.name);
    if (!proposer) throw new Error(`Agent "${run.agent.name}" is not part of this deployment.`);
    const reply = await proposer.propose(turn);
    const parsed = Proposal.safeParse(reply);
    if (parsed.success) return { proposal: parsed.data, reply };
    ctx.options.logger.error({ runId: run.fence.runId, problems: z.prettifyError(parsed.error) }, 'a proposer answered with something that is no proposal');
  } catch (error) {
    if (run.signal.aborted) throw new FenceLostError(`Run ${run.fence.runId} was cancelled or taken over while it was proposing.`);
    if (error instanceof LogUnreadError || error instanceof BudgetUnreachableError || isFenceLost(error)) throw error;
    ctx.options.logger.error({ runId: run.fence.runId, error }, 'a proposer failed');
  }
  return undefined;
}

interface Taken {
  proposal: Proposal;
  proposer: string;
  costMicros: number;
}

function takeIn(ctx: EngineContext, before: Run, { proposal, proposer, costMicros }: Taken): Run {
  const index = before.stepCount;
  const tools = { registry: ctx.registry, agent: before.agent };
  const calls = proposal.calls.map((call, callIndex) => toCall(tools, call, { stepIndex: index, callIndex }));
  const run: Run = {
    ...before,
    stepCount: index + 1,
    costMicros: before.costMicros + costMicros,
    step: { index, isFinal: proposal.isFinal, calls },
    progress: proposal.progress ?? before.progress,
    write: { ...before.write, step: { step_index: index, proposer, proposal, cost_micros: costMicros } },
  };
  const shown = addToWrite(run, { events: proposal.show.map((node, position) => toAppend(run, `${index}:${position}`, node)) });
  return calls.reduce(refuseEarly, shown);
}

/** What a model was asked and said goes into the step's row; of its prompt only what the run has not stored yet is sent. */
function takeInTrace(run: Run, trace: ModelTrace | undefined): Run {
  if (!trace) return run;
  const sections = trace.sections.filter(({ hash }) => !run.storedSections.has(hash));
  const storedSections = new Set([...run.storedSections, ...sections.map(({ hash }) => hash)]);
  const { step } = run.write;
  return { ...run, storedSections, write: { ...run.write, sections, ...(step && { step: { ...step, model_call: trace.call } }) } };
}

/** Steps 1 and 2 of disposing, and the bound on repeats: what needs no database to be refused. */
function refuseEarly(run: Run, call: Call): Run {
  if (call.error) {
    const refused = settleCall(run, call, { status: 'failed', error: call.error });
    if (call.error.code !== 'unknown_tool') return refused;
    return { ...refused, unknownTools: run.unknownTools + 1, write: { ...refused.write, unknownTools: run.write.unknownTools + 1 } };
  }
  const hash = call.inputHash ?? '';
  const counted = { ...run, callHashes: [...run.callHashes, hash] };
  const count = counted.callHashes.filter((other) => other === hash).length;
  const { maxSameCalls } = run.agent.bounds;
  if (count <= maxSameCalls) return counted;
  const says = `${call.toolName} was called ${count} times with the same input; ${maxSameCalls} is the limit of a run.`;
  return settleCall({ ...counted, hasLooped: true }, call, { status: 'failed', error: toErrorBody('repeated_call', says) });
}

function toAppend({ fence }: Run, place: string, node: UiNode) {
  return { type: 'ui.append', key: `${fence.runId}/${place}`, runId: fence.runId, node } as const;
}
