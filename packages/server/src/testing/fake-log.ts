import type { EventBody, SessionEvent } from '@countersign/core';

/** The log of one session in memory, and whoever follows it. */
export function createFakeLog(at: string) {
  const events: SessionEvent[] = [];
  const wakers = new Set<() => void>();
  let isStopped = false;
  let openTails = 0;
  const wake = () => {
    for (const waker of wakers) waker();
  };
  return {
    events: events as readonly SessionEvent[],
    openTails: () => openTails,
    append(body: EventBody): void {
      events.push({ ...body, seq: events.length + 1, at });
      wake();
    },
    stop(): void {
      isStopped = true;
      wake();
    },
    async *tail(after: number, signal: AbortSignal): AsyncGenerator<SessionEvent[]> {
      openTails += 1;
      signal.addEventListener('abort', wake);
      try {
        for (let seq = after; !signal.aborted && !isStopped; ) {
          const batch = events.slice(seq);
          seq = Math.max(seq, events.length);
          if (batch.length > 0) yield batch;
          else await new Promise<void>((resolve) => wakers.add(resolve)).finally(() => wakers.clear());
        }
      } finally {
        openTails -= 1;
      }
    },
  };
}
