import { type EventBody, type Identity, type Json, node, type Principal, type RunSummary } from '@countersign/core';
import type { Context } from '../context.ts';
import { appendEvents } from '../store/append-events.ts';
import type { Sql } from '../store/database.ts';
import { requireRun, requireTendedRun } from './read-runs.ts';

/**
 * Cancels by moving the epoch on: whoever works on the run loses the fence with its next commit, and the transaction of a
 * tool at work rolls back. The row is free while a tool runs, so cancelling never waits behind one.
 */
const lockRun = /* sql */ `select id from countersign.runs where tenant_id = $1 and id = $2 for no key update`;

/*
 * The lease of a call in flight stays, until the call's time is over: should its process die with it, the sweep finds the
 * lease and finds out what became of the call. An approval that a tool at work is just using up is passed over: that work
 * loses its fence and rolls back, and waiting for it would make the cancel wait for the tool.
 */
const cancel = /* sql */ `
with cancelled as (
  update countersign.runs r set status = 'cancelled', epoch = r.epoch + 1,
    /* a model call in flight may still cost all that was held for it */
    cost_micros = r.cost_micros + r.reserved_micros, reserved_micros = 0, finished_at = now(), updated_at = now(), active_since = null
  where r.tenant_id = $1 and r.id = $2 and r.user_id = $3
    and r.status in ('pending', 'running', 'awaiting_approval', 'awaiting_human', 'paused')
  returning r.id, r.session_id, r.epoch),
in_flight as (
  select max(i.deadline_at) as until from cancelled c join countersign.invocations i on i.tenant_id = $1 and i.run_id = c.id and i.status = 'started'),
kept as (
  update countersign.leases l set epoch = c.epoch, expires_at = f.until from cancelled c, in_flight f
  where l.tenant_id = $1 and l.run_id = c.id and f.until is not null),
released as (
  delete from countersign.leases l using cancelled c, in_flight f where l.tenant_id = $1 and l.run_id = c.id and f.until is null),
calls as (
  update countersign.invocations i set status = 'cancelled', finished_at = now() from cancelled c
  where i.tenant_id = $1 and i.run_id = c.id and i.status in ('proposed', 'awaiting_approval', 'approved')),
requests as (
  update countersign.approval_requests q set is_open = false from cancelled c
  where q.tenant_id = $1 and q.run_id = c.id and q.is_open and q.kind = 'call' returning q.id),
open_items as (
  select i.id from countersign.approval_items i join requests q on i.request_id = q.id
  where i.tenant_id = $1 and i.status in ('pending', 'approved') and i.consumed_at is null for update of i skip locked),
items as (
  update countersign.approval_items i set status = 'cancelled' from open_items o where i.tenant_id = $1 and i.id = o.id)
select c.session_id, (select coalesce(array_agg(q.id::text), '{}') from requests q) as request_ids from cancelled c`;

/**
 * Cancels a run of the principal, or with the permission `runs:resume` one that has paused for whomever it works; cancelling
 * one that has ended changes nothing.
 *
 * @throws {CountersignError} `not_found`
 */
export async function cancelRun(ctx: Context, principal: Principal, { runId }: { runId: string }): Promise<RunSummary> {
  const { tenantId } = principal;
  const mayResume = await ctx.options.can(principal, 'runs:resume');
  const summary = await ctx.tenant(tenantId, async (sql) => {
    const { userId, cause } = await requireTendedRun(sql, principal, runId, mayResume);
    await cancelIn(sql, { tenantId, userId }, runId, { actor: `user:${principal.userId}` });
    return { ...(await requireRun(sql, { tenantId, userId }, runId)), cause };
  });
  ctx.abort(runId);
  ctx.notify(tenantId, summary.sessionId);
  return summary;
}

/** Who cancels, and why where the log does not show it anyhow. */
export interface Cancelling {
  actor: string;
  reason?: string;
}

/** Cancels inside a transaction, unless the run has ended. Call `ctx.abort` and `ctx.notify` after the commit. */
export async function cancelIn(sql: Sql, { tenantId, userId }: Identity, runId: string, { actor, reason }: Cancelling): Promise<void> {
  // Locked by itself first: what the cancel reads of calls and items is then read after whoever had the run before.
  await sql(lockRun, [tenantId, runId]);
  const { rows } = await sql<{ session_id: string; request_ids: string[] }>(cancel, [tenantId, runId, userId]);
  const cancelled = rows[0];
  if (!cancelled) return;
  const cards = cancelled.request_ids.map(
    (id): EventBody => ({ type: 'ui.replace', key: `approval:${id}`, runId, props: { status: 'cancelled' } satisfies Record<string, Json> }),
  );
  const why: EventBody[] =
    reason === undefined ? [] : [{ type: 'ui.append', key: `end:${runId}`, runId, node: node('notice', { level: 'info', text: reason }) }];
  const events: EventBody[] = [...cards, ...why, { type: 'run.status', runId, status: 'cancelled' }];
  await appendEvents(sql, { tenantId, sessionId: cancelled.session_id }, events, [{ actor, action: 'run.cancelled', subject: runId, data: {} }]);
}
