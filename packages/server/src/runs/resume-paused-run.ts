import { CountersignError, type Principal, type RunSummary } from '@countersign/core';
import type { Context } from '../context.ts';
import { appendEvents } from '../store/append-events.ts';
import { requireTendedRun } from './read-runs.ts';

const resume = /* sql */ `
update countersign.runs r set status = 'pending', reason = null, epoch = r.epoch + 1, resumed_at = now(), active_since = now(), updated_at = now()
where r.tenant_id = $1 and r.id = $2 and r.status = 'paused' returning r.session_id`;

/**
 * Sends a paused run back to work: one's own, or with the permission that of anybody here, who may be the one whom it was
 * paused to be looked at for. What is still switched off pauses it again.
 *
 * @throws {CountersignError} `not_found`; `permission_denied`; `conflict` for a run that is not paused
 */
export async function resumePausedRun(ctx: Context, principal: Principal, { runId }: { runId: string }): Promise<RunSummary> {
  const { tenantId, userId } = principal;
  const mayResume = await ctx.options.can(principal, 'runs:resume');
  const run = await ctx.tenant(tenantId, (sql) => requireTendedRun(sql, principal, runId, mayResume));
  if (!mayResume) throw new CountersignError('permission_denied', 'Resuming a paused run needs the permission "runs:resume", which you do not have.');
  await ctx.tenant(tenantId, async (sql) => {
    const { rows } = await sql<{ session_id: string }>(resume, [tenantId, runId]);
    const sessionId = rows[0]?.session_id;
    if (sessionId === undefined) throw new CountersignError('conflict', 'This run is not paused.');
    const audit = { actor: `user:${userId}`, action: 'run.resumed', subject: runId, data: {} };
    await appendEvents(sql, { tenantId, sessionId }, [{ type: 'run.status', runId, status: 'pending' }], [audit]);
    await ctx.enqueueWake(sql, tenantId, runId);
  });
  ctx.notify(tenantId, run.sessionId);
  ctx.wake(tenantId, runId);
  return { ...run, status: 'pending', reason: null };
}
