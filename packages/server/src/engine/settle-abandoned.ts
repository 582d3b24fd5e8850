import { isFenceLost } from '../store/commit-step.ts';
import { loadEndedRun } from './claim-run.ts';
import type { EngineContext } from './engine-context.ts';
import { recoverCall } from './recover-call.ts';

const release = /* sql */ `
delete from countersign.leases l using countersign.runs r
where l.tenant_id = $1 and l.run_id = $2 and l.expires_at <= now() and r.tenant_id = l.tenant_id and r.id = l.run_id and r.finished_at is not null`;

/**
 * Finds out what became of calls that were in flight when their run was cancelled and whose process then died: nobody will
 * claim such a run, and the calls would read "started" for ever. The target is asked, or a human; nothing is repeated.
 */
export async function settleAbandoned(ctx: EngineContext, tenantId: string, runId: string): Promise<void> {
  const run = await loadEndedRun(ctx, tenantId, runId);
  for (const { callIndex, status } of run?.step?.calls ?? []) {
    if (!run || status !== 'started') continue;
    try {
      await recoverCall(ctx, run, { callIndex, mayRepeat: false });
    } catch (error) {
      // Nobody holds an ended run: the outcome is on record, and there is nothing to go on with.
      if (!isFenceLost(error)) throw error;
    }
  }
  await ctx.tenant(tenantId, (sql) => sql(release, [tenantId, runId]));
}
