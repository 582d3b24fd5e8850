import { type Principal, toErrorBody } from '@countersign/core';
import { judgeCall } from '../consent/judge-call.ts';
import type { Call, Run } from '../runs/run.ts';
import { type CallOutcome, settleCall } from '../runs/settle-call.ts';
import { isConsentLost } from '../store/commit-step.ts';
import { nameOverrun, OverrunError } from '../tools/run-tool.ts';
import { type Advanced, commitRun } from './commit-run.ts';
import { disposeCall } from './dispose-call.ts';
import type { EngineContext } from './engine-context.ts';
import { executeRead } from './execute-call.ts';
import { type Disposal, type Handling, withHandling } from './handling.ts';

/** What came of one read. */
interface Read {
  call: Call;
  policyVersion?: number | undefined;
  outcome: CallOutcome;
}

/**
 * Makes several calls without effect at once, each in a transaction of its own, and commits their results together. One
 * that has to be asked for stays behind and is disposed by itself.
 */
export async function disposeReads(
  ctx: EngineContext,
  { run, principal, calls }: { run: Run; principal: Principal; calls: readonly [Call, ...Call[]] },
): Promise<Advanced> {
  const reads = (await Promise.all(calls.map((call) => read(ctx, { run, principal, call })))).filter((one) => one !== undefined);
  if (reads.length === 0) return disposeCall(ctx, { run, principal, call: calls[0] });
  const policyVersion = reads.findLast((one) => one.policyVersion !== undefined)?.policyVersion ?? run.write.policyVersion;
  const judged: Run = { ...run, write: { ...run.write, policyVersion } };
  const settled = reads.reduce((known, { call, outcome }) => settleCall(known, call, { ...outcome, finishedAt: ctx.options.clock() }), judged);
  return commitRun(ctx, settled);
}

/** Undefined: it has to be asked for, or judged anew by itself. */
async function read(ctx: EngineContext, disposal: Disposal): Promise<Read | undefined> {
  const { call, run } = disposal;
  try {
    return await withHandling(ctx, { ...disposal, grants: [] }, readInside);
  } catch (error) {
    if (error instanceof OverrunError) {
      const says = `${call.toolName} took longer than ${call.tool?.timeoutMs} ms.`;
      return { call: error.call ?? call, outcome: { status: 'failed', error: toErrorBody('timed_out', says) } };
    }
    // Its rate was used up meanwhile: it is judged anew, by itself.
    if (!isConsentLost(error)) throw error;
    ctx.policies.beWary(run.fence.tenantId);
    return undefined;
  }
}

async function readInside(handling: Handling): Promise<Read | undefined> {
  const { call, policyVersion, judgement } = await judgeCall(handling);
  switch (judgement.type) {
    case 'ask':
      return undefined;
    case 'replay':
      return { call, policyVersion, outcome: { status: 'succeeded', output: judgement.output, isReplayed: true } };
    case 'refuse':
      return { call, policyVersion, outcome: { status: judgement.status, error: judgement.error } };
    case 'execute':
      return { call, policyVersion, outcome: await nameOverrun(call, executeRead({ ...handling, call }, judgement.consent)) };
    default:
      return judgement satisfies never;
  }
}
