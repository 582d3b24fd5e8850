import type { Context } from '../context.ts';
import type { Sql } from '../store/database.ts';

/**
 * Sends a waiting run back to work when nothing it waits for is open any more: neither a call awaiting approval nor one in
 * doubt. Names the states it expects, so it is safe to call at any time.
 */
const statement = /* sql */ `
update countersign.runs r set status = 'pending', active_since = now(), updated_at = now()
where r.tenant_id = $1 and r.id = $2 and r.status in ('awaiting_approval', 'awaiting_human')
  and not exists (select from countersign.approval_requests q where q.tenant_id = r.tenant_id and q.run_id = r.id and q.is_open)
returning r.session_id`;

/** True when the run was waiting and now is pending, its wake-up enqueued in the same transaction. Call `ctx.kick` after the commit. */
export async function resumeRun(ctx: Context, sql: Sql, tenantId: string, runId: string): Promise<boolean> {
  const { rows } = await sql(statement, [tenantId, runId]);
  if (rows.length === 0) return false;
  await ctx.enqueueWake(sql, tenantId, runId);
  return true;
}
