import { Proposal, type RunStatus, type SessionView, type UiNode } from '@countersign/core';
import { toErrorBody } from '@countersign/core/internal';
import { z } from 'zod';
import type { Context } from '../context.ts';
import type { ModelTrace, ProposerReply, ProposerTurn } from '../proposers/proposer.ts';
import { type CallInHand, type RunInHand, toCallResult, toRunState } from '../runs/run.ts';
import { FenceLostError, isFenceLost } from '../store/commit-step.ts';
import { loadView } from '../stream/load-view.ts';
import { toCallInHand } from '../tools/parse-call.ts';
import { settleCall } from '../tools/settle-call.ts';
import { commitRun, finishWrite } from './commit-run.ts';
import { BudgetUnreachableError, createRunBudget } from './run-budget.ts';

/**
 * Asks the proposer for the next step and takes it in. A proposal that cost money commits with its usage before anything
 * of it happens; one that cost nothing waits for its outcome and commits together with it.
 */
export async function proposeStep(ctx: Context, run: RunInHand): Promise<RunStatus | undefined> {
  const principal = await ctx.options.resolvePrincipal(run.identity);
  if (!principal) return commitRun(ctx, run, finishWrite(run, { type: 'finish', status: 'failed', reason: 'principal' }));
  const proposer = ctx.proposers.get(run.agent.name);
  const budget = createRunBudget(ctx, run);
  orderResults(run);
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
  if (!asked) run.write.chargedMicros = budget.chargedMicros;
  if (!asked) return commitRun(ctx, run, finishWrite(run, { type: 'finish', status: 'failed', reason: 'proposer' }));
  const { proposal, reply } = asked;
  const costMicros = Math.max(budget.chargedMicros, proposal.usage?.costMicros ?? 0);
  takeIn(ctx, run, proposal, { proposerName: reply.proposedBy ?? proposer?.name ?? 'none', costMicros });
  if (reply.trace) takeInTrace(run, reply.trace);
  if (reply.end && proposal.calls.length === 0) return commitRun(ctx, run, finishWrite(run, { type: 'finish', ...reply.end }));
  const hasOpenCalls = run.step?.calls.some((call) => call.status === 'proposed') ?? false;
  return costMicros > 0 || proposal.usage !== undefined || !hasOpenCalls ? commitRun(ctx, run) : undefined;
}

/**
 * Results come in as calls settle, and what is refused early settles first. A proposer gets them in the order of the calls, as a
 * worker reads them that takes the run over, so that a prompt is the same on both and can be rendered again from the rows.
 */
function orderResults(run: RunInHand): void {
  const calls = run.step?.calls ?? [];
  if (calls.length > 1) run.results.splice(-calls.length, calls.length, ...calls.map(toCallResult));
}

/** A proposer that could not read the log has not failed: the database has, and the run goes on when that is back. */
class LogUnreadError extends Error {
  override readonly name = 'LogUnreadError';
}

async function viewLog(ctx: Context, run: RunInHand): Promise<SessionView> {
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
async function askProposer(ctx: Context, run: RunInHand, turn: ProposerTurn): Promise<Asked | undefined> {
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

function takeIn(ctx: Context, run: RunInHand, proposal: Proposal, { proposerName, costMicros }: { proposerName: string; costMicros: number }): void {
  const index = run.stepCount;
  run.stepCount += 1;
  run.costMicros += costMicros;
  run.write.step = { step_index: index, proposer: proposerName, proposal, cost_micros: costMicros };
  run.write.events.push(...proposal.show.map((shown, position) => toAppend(run, index, position, shown)));
  const calls = proposal.calls.map((call, callIndex) => toCallInHand(ctx.registry, run.agent, call, { stepIndex: index, callIndex }));
  run.step = { index, isFinal: proposal.isFinal, calls };
  run.progress = proposal.progress ?? run.progress;
  for (const call of calls) refuseEarly(run, call);
}

/** What a model was asked and said goes into the step's row; of its prompt only what the run has not stored yet is sent. */
function takeInTrace(run: RunInHand, trace: ModelTrace): void {
  if (run.write.step) run.write.step.model_call = trace.call;
  run.write.sections = trace.sections.filter(({ hash }) => !run.storedSections.has(hash));
  for (const { hash } of run.write.sections) run.storedSections.add(hash);
}

/** Steps 1 and 2 of disposing, and the bound on repeats: what needs no database to be refused. */
function refuseEarly(run: RunInHand, call: CallInHand): void {
  if (call.error) {
    if (call.error.code === 'unknown_tool') {
      run.unknownTools += 1;
      run.write.unknownTools += 1;
    }
    settleCall(run, call, { status: 'failed', error: call.error });
    return;
  }
  const hash = call.inputHash ?? '';
  const count = (run.callCounts.get(hash) ?? 0) + 1;
  run.callCounts.set(hash, count);
  const { maxSameCalls } = toRunState(run, 0).bounds;
  if (count <= maxSameCalls) return;
  run.hasLooped = true;
  settleCall(run, call, {
    status: 'failed',
    error: toErrorBody('repeated_call', `${call.toolName} was called ${count} times with the same input; ${maxSameCalls} is the limit of a run.`),
  });
}

function toAppend(run: RunInHand, index: number, position: number, shown: UiNode) {
  return { type: 'ui.append', key: `${run.fence.runId}/${index}:${position}`, runId: run.fence.runId, node: shown } as const;
}
