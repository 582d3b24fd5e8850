import { applyEvent, emptyView, type SessionEvent, type SessionView } from '@countersign/core';
import type { Context } from '../context.ts';
import type { Fence } from '../store/commit-step.ts';
import { type EventRow, toSessionEvent } from '../stream/list-events.ts';

/** How far back a proposer sees. Older panels and questions are no longer open ones. */
const RECENT_EVENTS = 300;

const statement = /* sql */ `
select seq::int as seq, at, body from countersign.events
where tenant_id = $1 and session_id = $2 and seq <= $3 and seq > $3 - $4 order by seq`;

/** Folds the recent log up to and including `seq`: what had been said when a run was asked for, whatever has been said since. */
export async function loadView(ctx: Context, fence: Pick<Fence, 'tenantId' | 'sessionId'>, seq: number): Promise<SessionView> {
  const { rows } = await ctx.tenant(fence.tenantId, (sql) =>
    sql<EventRow & Record<string, unknown>>(statement, [fence.tenantId, fence.sessionId, seq, RECENT_EVENTS]),
  );
  return rows.map(toSessionEvent).reduce<SessionView>((view, event: SessionEvent) => applyEvent(view, event), emptyView);
}
