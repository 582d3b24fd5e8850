import type { Principal, RunStatus } from '@countersign/core';
import { toErrorBody } from '@countersign/core/internal';
import { SwitchedOffError } from '../consent/policies/find-switch-now.ts';
import type { Context } from '../context.ts';
import type { CallInHand, RunInHand } from '../runs/run.ts';
import { isConsentLost, isRace } from '../store/commit-step.ts';
import { settleCall } from '../tools/settle-call.ts';
import { commitRun, finishWrite } from './commit-run.ts';
import { disposeCall } from './dispose-call.ts';
import { disposeReads } from './dispose-reads.ts';

/** How often a call is judged anew because another run with the same intent was faster, or what allowed it does not hold any more. */
const MAX_RACES = 5;

/**
 * Makes the next call of the step, or several at once when none has an effect. The principal and its permission are
 * asked of the host now, whatever they were when the run began.
 */
export async function disposeCalls(ctx: Context, run: RunInHand, indexes: readonly number[]): Promise<RunStatus | undefined> {
  const principal = await ctx.options.resolvePrincipal(run.identity);
  if (!principal) return commitRun(ctx, run, finishWrite(run, { type: 'finish', status: 'failed', reason: 'principal' }));
  const calls = indexes.flatMap((index) => run.step?.calls[index] ?? []);
  const permitted = await refuseUnpermitted(ctx, run, principal, calls);
  if (permitted.length === 0) return commitRun(ctx, run);
  return judgeAnew(ctx, run, () =>
    permitted.length > 1 ? disposeReads(ctx, run, principal, permitted) : disposeCall(ctx, run, principal, permitted[0] as CallInHand),
  );
}

/** Disposes again, from the judging on, where a transaction was rolled back because somebody else was faster. */
async function judgeAnew(ctx: Context, run: RunInHand, dispose: () => Promise<RunStatus | undefined>): Promise<RunStatus | undefined> {
  for (let attempt = 1; ; attempt++) {
    const restore = remember(run);
    try {
      return await dispose();
    } catch (error) {
      if (error instanceof SwitchedOffError) restore();
      if (isConsentLost(error)) ctx.policies.beWary(run.fence.tenantId);
      if (!(isRace(error) || isConsentLost(error)) || attempt > MAX_RACES) throw error;
      restore();
    }
  }
}

/** Step 3. Returns the calls that remain. */
async function refuseUnpermitted(ctx: Context, run: RunInHand, principal: Principal, calls: readonly CallInHand[]): Promise<CallInHand[]> {
  const permitted: CallInHand[] = [];
  for (const call of calls) {
    const refusal = await findRefusal(ctx, principal, call);
    if (refusal) settleCall(run, call, { status: 'denied', error: refusal, finishedAt: ctx.options.clock() });
    else permitted.push(call);
  }
  return permitted;
}

async function findRefusal(ctx: Context, principal: Principal, call: CallInHand) {
  if (!call.tool || call.inputHash === null)
    return toErrorBody('unknown_tool', `The tool ${call.toolName} is not available any more, or no longer takes this input.`);
  if (await ctx.options.can(principal, call.tool.permission, call.input)) return undefined;
  return toErrorBody('permission_denied', `${principal.displayName ?? principal.userId} may not do this: it needs the permission "${call.tool.permission}".`, {
    permission: call.tool.permission,
  });
}

/** Undoes in memory what a rolled-back attempt had gathered. */
function remember(run: RunInHand): () => void {
  // All calls of the step: a request for approval takes in the later ones too.
  const callsBefore = (run.step?.calls ?? []).map((other) => ({ other, before: { ...other } }));
  const { write } = run;
  const writeBefore = { ...write, invocations: [...write.invocations], events: [...write.events], audit: [...write.audit] };
  const { failures, recordsTaken } = run;
  const resultCount = run.results.length;
  return () => {
    for (const { other, before } of callsBefore) Object.assign(other, before);
    run.write = writeBefore;
    run.failures = failures;
    run.recordsTaken = recordsTaken;
    run.results.length = resultCount;
  };
}
