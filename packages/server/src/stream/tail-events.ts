import type { Principal, SessionEvent } from '@countersign/core';
import type { Context } from '../context.ts';
import { listEvents } from './list-events.ts';

/** Events read at once: a reader that comes late to a long log gets it in pages. */
export const TAIL_PAGE = 500;

/** Where a log is followed from, and until when. */
export interface TailInput {
  readonly sessionId: string;
  readonly after: number;
  readonly signal: AbortSignal;
}

/**
 * Yields the log after a place, then what is appended, as it is committed. Notifications only say that it is time to look:
 * a lost one costs a delay, never an event. Ends when the signal aborts and when the node stops.
 */
export async function* tailEvents(ctx: Context, principal: Principal, { sessionId, after, signal }: TailInput): AsyncGenerator<SessionEvent[]> {
  const waiter = ctx.watch(principal.tenantId, sessionId, signal);
  try {
    for (let last = after; !signal.aborted && !waiter.isOver; ) {
      const page = await listEvents(ctx, principal, { sessionId, after: last, limit: TAIL_PAGE });
      last = page.last;
      if (page.events.length > 0) yield page.events;
      if (page.events.length < TAIL_PAGE) await waiter.next();
    }
  } finally {
    waiter.close();
  }
}
