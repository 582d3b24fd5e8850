import { applyEvent, emptyView, type SessionEvent, type SessionView } from '@countersign/core';
import type { Context } from '../context.ts';
import type { Fence } from '../store/commit-step.ts';
import type { Sql } from '../store/database.ts';
import { type EventRow, toSessionEvent } from './list-events.ts';

/** How far back a proposer sees. Older panels and questions are no longer open ones. */
const RECENT_EVENTS = 300;

const statement = /* sql */ `
select seq::int as seq, at, body from countersign.events
where tenant_id = $1 and session_id = $2 and seq <= $3 and seq > $3 - $4 order by seq`;

type Place = Pick<Fence, 'tenantId' | 'sessionId'>;

/** Folds the recent log up to and including `seq`: what had been said when a run was asked for, whatever has been said since. */
export function loadView(ctx: Context, place: Place, seq: number): Promise<SessionView> {
  return ctx.tenant(place.tenantId, (sql) => readView(sql, place, seq));
}

/** The same inside a transaction that is open: another connection may have to wait for this one. */
export async function readView(sql: Sql, { tenantId, sessionId }: Place, seq: number): Promise<SessionView> {
  const { rows } = await sql<EventRow & Record<string, unknown>>(statement, [tenantId, sessionId, seq, RECENT_EVENTS]);
  return rows.map(toSessionEvent).reduce<SessionView>((view, event: SessionEvent) => applyEvent(view, event), emptyView);
}
