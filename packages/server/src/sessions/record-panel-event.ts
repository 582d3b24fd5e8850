import { CountersignError, type Principal } from '@countersign/core';
import type { PanelEvent, ParsedRouteInput } from '@countersign/core/internal';
import type { Context } from '../context.ts';
import { appendEvents } from '../store/append-events.ts';
import { requireSession } from './require-session.ts';

/** Writes what the user interface tells about a panel to the session's log. @throws {CountersignError} `not_found` */
export async function recordPanelEvent(ctx: Context, principal: Principal, input: ParsedRouteInput<'recordPanelEvent'>): Promise<{ seq: number }> {
  const { tenantId } = principal;
  const { sessionId, ...event } = input;
  const seq = await ctx.tenant(tenantId, async (sql) => {
    await requireSession(sql, principal, sessionId);
    return appendEvents(sql, { tenantId, sessionId }, [toEvent(event)]);
  });
  if (seq === undefined) throw new CountersignError('not_found', `You have no session ${sessionId}.`);
  ctx.notify(tenantId, sessionId);
  return { seq };
}

/** An optional field that is undefined and one that is absent are the same in JSON; the log's type knows only absence. */
function toEvent(input: PanelEvent) {
  if (input.type !== 'panel.opened') return input;
  const { type, key, panel, recordId } = input;
  return recordId === undefined ? { type, key, panel } : { type, key, panel, recordId };
}
