import type { EventBody, Json, Principal, RunSummary } from '@countersign/core';
import type { Context } from '../context.ts';
import { appendEvents } from '../store/append-events.ts';
import type { Sql } from '../store/database.ts';
import { requireRun } from './read-runs.ts';

/**
 * Cancels by moving the epoch on: whoever works on the run loses the fence with its next commit, and the transaction of a
 * tool at work rolls back. The row is free while a tool runs, so cancelling never waits behind one.
 */
const cancel = /* sql */ `
with cancelled as (
  update countersign.runs r set status = 'cancelled', epoch = r.epoch + 1, finished_at = now(), updated_at = now(), active_since = null
  where r.tenant_id = $1 and r.id = $2 and r.user_id = $3
    and r.status in ('pending', 'running', 'awaiting_approval', 'awaiting_human', 'paused')
  returning r.id, r.session_id),
released as (
  delete from countersign.leases l using cancelled c where l.tenant_id = $1 and l.run_id = c.id),
calls as (
  update countersign.invocations i set status = 'cancelled', finished_at = now() from cancelled c
  where i.tenant_id = $1 and i.run_id = c.id and i.status in ('proposed', 'awaiting_approval', 'approved')),
requests as (
  update countersign.approval_requests q set is_open = false from cancelled c
  where q.tenant_id = $1 and q.run_id = c.id and q.is_open and q.kind = 'call' returning q.id),
items as (
  update countersign.approval_items i set status = 'cancelled' from requests q
  where i.tenant_id = $1 and i.request_id = q.id and i.status in ('pending', 'approved') and i.consumed_at is null)
select c.session_id, (select coalesce(array_agg(q.id::text), '{}') from requests q) as request_ids from cancelled c`;

/** Cancels a run of the principal; cancelling one that has ended changes nothing. @throws {CountersignError} `not_found` */
export async function cancelRun(ctx: Context, principal: Principal, runId: string): Promise<RunSummary> {
  const { tenantId } = principal;
  const summary = await ctx.tenant(tenantId, async (sql) => {
    await requireRun(sql, principal, runId);
    await cancelIn(sql, principal, runId);
    return requireRun(sql, principal, runId);
  });
  ctx.leases.abort(runId);
  ctx.touched(tenantId, summary.sessionId);
  return summary;
}

async function cancelIn(sql: Sql, principal: Principal, runId: string): Promise<void> {
  const { tenantId, userId } = principal;
  const { rows } = await sql<{ session_id: string; request_ids: string[] }>(cancel, [tenantId, runId, userId]);
  const cancelled = rows[0];
  if (!cancelled) return;
  const cards = cancelled.request_ids.map(
    (id): EventBody => ({ type: 'ui.replace', key: `approval:${id}`, runId, props: { status: 'cancelled' } satisfies Record<string, Json> }),
  );
  const events: EventBody[] = [...cards, { type: 'run.status', runId, status: 'cancelled' }];
  await appendEvents(sql, { tenantId, sessionId: cancelled.session_id }, events, [
    { actor: `user:${userId}`, action: 'run.cancelled', subject: runId, data: {} },
  ]);
}
