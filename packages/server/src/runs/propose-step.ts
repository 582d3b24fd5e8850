import { Proposal, type RunStatus, type SessionView, toErrorBody, type UiNode } from '@countersign/core';
import { z } from 'zod';
import type { Context } from '../context.ts';
import type { ProposerTurn } from '../proposers/proposer.ts';
import { loadView } from '../sessions/load-view.ts';
import { FenceLostError } from '../store/commit-step.ts';
import { toCallInHand } from '../tools/parse-call.ts';
import { settleCall } from '../tools/settle-call.ts';
import { commitRun, finishWrite } from './commit-run.ts';
import { type CallInHand, type RunInHand, toRunState } from './run-in-hand.ts';

/**
 * Asks the proposer for the next step and takes it in. A proposal that cost money commits with its usage before anything
 * of it happens; one that cost nothing waits for its outcome and commits together with it.
 */
export async function proposeStep(ctx: Context, run: RunInHand): Promise<RunStatus | undefined> {
  const principal = await ctx.options.resolvePrincipal(run.identity);
  if (!principal) return commitRun(ctx, run, finishWrite(run, { type: 'finish', status: 'failed', reason: 'principal' }));
  const proposer = ctx.proposers.get(run.agent.name);
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
  });
  if (!asked) return commitRun(ctx, run, finishWrite(run, { type: 'finish', status: 'failed', reason: 'proposer' }));
  takeIn(ctx, run, asked, proposer?.name ?? 'none');
  const hasOpenCalls = run.step?.calls.some((call) => call.status === 'proposed') ?? false;
  return asked.usage !== undefined || !hasOpenCalls ? commitRun(ctx, run) : undefined;
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

/** The proposal, parsed; undefined when the proposer threw or answered nonsense, which is logged. */
async function askProposer(ctx: Context, run: RunInHand, turn: ProposerTurn): Promise<Proposal | undefined> {
  try {
    const proposer = ctx.proposers.get(run.agent.name);
    if (!proposer) throw new Error(`Agent "${run.agent.name}" is not part of this deployment.`);
    const parsed = Proposal.safeParse(await proposer.propose(turn));
    if (parsed.success) return parsed.data;
    ctx.options.logger.error({ runId: run.fence.runId, problems: z.prettifyError(parsed.error) }, 'a proposer answered with something that is no proposal');
  } catch (error) {
    if (run.signal.aborted) throw new FenceLostError(`Run ${run.fence.runId} was cancelled or taken over while it was proposing.`);
    if (error instanceof LogUnreadError) throw error;
    ctx.options.logger.error({ runId: run.fence.runId, error }, 'a proposer failed');
  }
  return undefined;
}

function takeIn(ctx: Context, run: RunInHand, proposal: Proposal, proposerName: string): void {
  const index = run.stepCount;
  const costMicros = proposal.usage?.costMicros ?? 0;
  run.stepCount += 1;
  run.costMicros += costMicros;
  run.write.step = { step_index: index, proposer: proposerName, proposal, cost_micros: costMicros };
  run.write.events.push(...proposal.show.map((shown, position) => toAppend(run, index, position, shown)));
  const calls = proposal.calls.map((call, callIndex) => toCallInHand(ctx.registry, run.agent, call, { stepIndex: index, callIndex }));
  run.step = { index, isFinal: proposal.isFinal, calls };
  for (const call of calls) refuseEarly(run, call);
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
