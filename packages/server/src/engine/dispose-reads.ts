import type { AnyTool, Principal, RunStatus } from '@countersign/core';
import { toErrorBody } from '@countersign/core/internal';
import { judgeCall } from '../consent/judge-call.ts';
import type { Context } from '../context.ts';
import type { CallInHand, RunInHand } from '../runs/run.ts';
import { isConsentLost } from '../store/commit-step.ts';
import { OverrunError, runTool } from '../tools/run-tool.ts';
import { type CallOutcome, settleCall } from '../tools/settle-call.ts';
import { commitRun } from './commit-run.ts';
import { disposeCall, isCountedFirst, spendConsent, toOutcome } from './dispose-call.ts';
import { type Handling, withHandling } from './handling.ts';

/**
 * Makes several calls without effect at once, each in a transaction of its own, and commits their results together. One
 * that has to be asked for stays behind and is disposed by itself.
 */
export async function disposeReads(ctx: Context, run: RunInHand, principal: Principal, calls: readonly CallInHand[]): Promise<RunStatus | undefined> {
  const outcomes = await Promise.all(calls.map((call) => read(ctx, run, principal, call)));
  if (outcomes.every((outcome) => outcome === undefined)) return disposeCall(ctx, run, principal, calls[0] as CallInHand);
  calls.forEach((call, index) => {
    const outcome = outcomes[index];
    if (outcome) settleCall(run, call, { ...outcome, finishedAt: ctx.options.clock() });
  });
  return commitRun(ctx, run);
}

async function read(ctx: Context, run: RunInHand, principal: Principal, call: CallInHand): Promise<CallOutcome | undefined> {
  const tool = call.tool as AnyTool;
  try {
    return await withHandling({ ctx, run, principal, call, grants: [] }, readInside);
  } catch (error) {
    if (error instanceof OverrunError)
      return { status: 'failed', error: toErrorBody('timed_out', `${tool.name} took longer than ${tool.limits.timeoutMs} ms.`) };
    // Its rate was used up meanwhile: it is judged anew, by itself.
    if (!isConsentLost(error)) throw error;
    ctx.policies.beWary(run.fence.tenantId);
    return undefined;
  }
}

async function readInside(handling: Handling): Promise<CallOutcome | undefined> {
  const { ctx, run, call, tool, toolCtx } = handling;
  const judgement = await judgeCall(handling);
  switch (judgement.type) {
    case 'ask':
      return undefined;
    case 'replay':
      return { status: 'succeeded', output: judgement.output, isReplayed: true };
    case 'refuse':
      return { status: judgement.status, error: judgement.error };
    case 'execute': {
      if (isCountedFirst(tool)) await spendConsent(handling, judgement.consent);
      const end = await runTool((signal) => tool.execute({ ...toolCtx, signal }, call.input), { timeoutMs: tool.limits.timeoutMs, runSignal: run.signal });
      if (!isCountedFirst(tool)) await spendConsent(handling, judgement.consent);
      return toOutcome(ctx, tool, end);
    }
    default:
      return judgement satisfies never;
  }
}
