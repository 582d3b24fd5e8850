import type { EventBody, EventList, Principal, SessionEvent } from '@countersign/core';
import { type ParsedRouteInput, PROTOCOL_VERSION } from '@countersign/core/internal';
import type { Context } from '../context.ts';
import { requireSession } from '../sessions/require-session.ts';

const statement = /* sql */ `
select seq::int as seq, at, body from countersign.events where tenant_id = $1 and session_id = $2 and seq > $3 order by seq limit $4`;

export interface EventRow {
  seq: number;
  at: Date;
  body: EventBody;
}

/** An entry of the log as it travels. */
export function toSessionEvent(row: EventRow): SessionEvent {
  return { seq: row.seq, at: row.at.toISOString(), ...row.body };
}

/** Events after a place in the log, oldest first. `last` is the seq of the last event returned, or `after` when there is none. */
export async function listEvents(ctx: Context, principal: Principal, { sessionId, after, limit }: ParsedRouteInput<'listEvents'>): Promise<EventList> {
  const { tenantId } = principal;
  const { rows } = await ctx.tenant(tenantId, async (sql) => {
    await requireSession(sql, principal, sessionId);
    return sql<EventRow & Record<string, unknown>>(statement, [tenantId, sessionId, after, limit]);
  });
  const events = rows.map(toSessionEvent);
  return { protocol: PROTOCOL_VERSION, events, last: events.at(-1)?.seq ?? after };
}
