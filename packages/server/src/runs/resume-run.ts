import type { Context } from '../context.ts';
import type { Sql } from '../store/database.ts';

/**
 * Sends a waiting run back to work when the call it waits for is settled: the first open call of its step neither awaits an
 * approval nor is in doubt. What comes after a call that waits is held back; what comes before it is not. Names the states it
 * expects, so it is safe to call at any time.
 */
const statement = /* sql */ `
update countersign.runs r set status = 'pending', active_since = now(), updated_at = now()
where r.tenant_id = $1 and r.id = $2 and r.status in ('awaiting_approval', 'awaiting_human')
  and coalesce((
    select i.status from countersign.invocations i
    where i.tenant_id = r.tenant_id and i.run_id = r.id and i.step_index = r.step_count - 1
      and i.status in ('approved', 'awaiting_approval', 'in_doubt', 'started')
    order by i.call_index limit 1), 'none') not in ('awaiting_approval', 'in_doubt')
returning r.session_id`;

/** True when the run was waiting and now is pending, its wake-up enqueued in the same transaction. Call `ctx.wake` after the commit. */
export async function resumeRun(ctx: Context, sql: Sql, { tenantId, runId }: { tenantId: string; runId: string }): Promise<boolean> {
  const { rows } = await sql(statement, [tenantId, runId]);
  if (rows.length === 0) return false;
  await ctx.enqueueWake(sql, tenantId, runId);
  return true;
}
