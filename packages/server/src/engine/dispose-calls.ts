import { type Principal, toErrorBody } from '@countersign/core';
import { SwitchedOffError } from '../consent/policies/find-switch-now.ts';
import type { Call, Run } from '../runs/run.ts';
import { settleCall } from '../runs/settle-call.ts';
import { isConsentLost, isRace } from '../store/commit-step.ts';
import { type Advanced, commitRun } from './commit-run.ts';
import { disposeCall } from './dispose-call.ts';
import { disposeReads } from './dispose-reads.ts';
import { toFinish } from './end-run.ts';
import type { EngineContext } from './engine-context.ts';
import { pauseRun } from './pause-run.ts';

/** How often a call is judged anew because another run with the same intent was faster, or what allowed it does not hold any more. */
const MAX_RACES = 5;

/**
 * Makes the next call of the step, or several at once when none has an effect. The principal and its permission are
 * asked of the host now, whatever they were when the run began.
 */
export async function disposeCalls(ctx: EngineContext, before: Run, indexes: readonly number[]): Promise<Advanced> {
  const principal = await ctx.options.resolvePrincipal(before.identity);
  if (!principal) return commitRun(ctx, before, toFinish(before, { status: 'failed', reason: 'principal' }));
  let run = before;
  const permitted: Call[] = [];
  for (const call of indexes.flatMap((index) => before.step?.calls[index] ?? [])) {
    const refusal = await findRefusal(ctx, principal, call);
    if (refusal) run = settleCall(run, call, { status: 'denied', error: refusal, finishedAt: ctx.options.clock() });
    else permitted.push(call);
  }
  const [first, ...others] = permitted;
  if (!first) return commitRun(ctx, run);
  for (let attempt = 1; ; attempt++) {
    try {
      return await (others.length > 0 ? disposeReads(ctx, { run, principal, calls: [first, ...others] }) : disposeCall(ctx, { run, principal, call: first }));
    } catch (error) {
      // Whatever was thrown, the transaction is rolled back, and `run` is what it was before it.
      if (error instanceof SwitchedOffError) return pauseRun(ctx, run, { reason: 'switched_off', text: error.message });
      if (isConsentLost(error)) ctx.policies.beWary(run.fence.tenantId);
      if (!(isRace(error) || isConsentLost(error)) || attempt > MAX_RACES) throw error;
    }
  }
}

/** Step 3: is it permitted to this principal, now? */
async function findRefusal(ctx: EngineContext, principal: Principal, call: Call) {
  if (!call.tool || call.inputHash === null)
    return toErrorBody('unknown_tool', `The tool ${call.toolName} is not available any more, or no longer takes this input.`);
  const { permission } = call.tool;
  if (await ctx.options.can(principal, permission, call.input)) return undefined;
  const who = principal.displayName ?? principal.userId;
  return toErrorBody('permission_denied', `${who} may not do this: it needs the permission "${permission}".`, { permission });
}
