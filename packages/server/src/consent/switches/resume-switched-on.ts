import { type EventBody, node } from '@countersign/core';
import type { Context } from '../../context.ts';
import { appendEvents } from '../../store/append-events.ts';
import { currentSwitches } from '../../store/current-switches.ts';
import type { Sql } from '../../store/database.ts';

/** Runs of a tenant that one transaction sends back to work. The sweep goes on with the others, as many at a time. */
const MAX_RUNS = 100;

/* A run that somebody resumes, cancels or pauses at this moment is theirs. Nobody has looked at it, so `resumed_at` stays. */
const statement = /* sql */ `
with off as (select l.kind, l.name from (${currentSwitches}) l where l.is_off),
switched_on as (
  select r.id from countersign.runs r
  where r.tenant_id = $1 and r.status = 'paused' and r.reason = 'switched_off'
    and not exists (select from off where off.kind in ('tenant', 'everything') or (off.kind = 'agent' and off.name = r.agent))
  limit $2 for update skip locked)
update countersign.runs r set status = 'pending', reason = null, epoch = r.epoch + 1, active_since = now(), updated_at = now()
from switched_on where r.tenant_id = $1 and r.id = switched_on.id
returning r.id, r.session_id, r.epoch`;

/** A run that goes on. */
export interface Resumed {
  runId: string;
  sessionId: string;
}

/**
 * Sends back to work what paused for a switch and has none left that stops it: in the transaction that lifts the switch, or
 * after it. Call `announce` after the commit.
 */
export async function resumeSwitchedOn(ctx: Context, sql: Sql, { tenantId, actor }: { tenantId: string; actor: string }): Promise<Resumed[]> {
  const { rows } = await sql<{ id: string; session_id: string; epoch: number }>(statement, [tenantId, MAX_RUNS]);
  // Whoever locks several sessions locks them in one order.
  rows.sort((one, other) => one.session_id.localeCompare(other.session_id));
  for (const { id, session_id, epoch } of rows) {
    const says = node('notice', { level: 'info', text: 'It is switched on again, so I go on.' });
    const events: EventBody[] = [
      { type: 'ui.append', key: `resume:${id}/${epoch}`, runId: id, node: says },
      { type: 'run.status', runId: id, status: 'pending' },
    ];
    const audit = { actor, action: 'run.resumed', subject: id, data: { reason: 'switched_on' } };
    await appendEvents(sql, { tenantId, sessionId: session_id }, events, [audit]);
    await ctx.enqueueWake(sql, tenantId, id);
  }
  return rows.map(({ id, session_id }) => ({ runId: id, sessionId: session_id }));
}

/** Offers what was resumed to this process's worker, and tells whoever follows it. */
export function announce(ctx: Context, tenantId: string, resumed: readonly Resumed[]): void {
  for (const { runId, sessionId } of resumed) {
    ctx.notify(tenantId, sessionId);
    ctx.wake(tenantId, runId);
  }
}
