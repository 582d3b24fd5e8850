import type { Principal, SessionEvent } from '@countersign/core';
import type { Context } from '../context.ts';
import { listEvents } from './list-events.ts';
import type { Notifier } from './notifier.ts';

/** Events read at once: a reader that comes late to a long log gets it in pages. */
export const TAIL_PAGE = 500;

/**
 * Yields the log after a place, then what is appended, as it is committed. Notifications only say that it is time to look:
 * a lost one costs a delay, never an event. Ends when the signal aborts and when the node stops.
 */
export async function* tailEvents(
  ctx: Context,
  notifier: Notifier,
  principal: Principal,
  sessionId: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<SessionEvent[]> {
  const waiter = notifier.watch(principal.tenantId, sessionId, signal);
  try {
    for (let last = after; !signal.aborted && !waiter.isOver; ) {
      const page = await listEvents(ctx, principal, sessionId, { after: last, limit: TAIL_PAGE });
      last = page.last;
      if (page.events.length > 0) yield page.events;
      if (page.events.length < TAIL_PAGE) await waiter.next();
    }
  } finally {
    waiter.close();
  }
}
