import { CountersignError } from '@countersign/core';

/** How many event streams every person holds open on this node. */
export interface StreamSlots {
  /** Takes a slot; the returned function gives it back, and may be called more than once. @throws {CountersignError} `rate_limited` */
  take(key: string): () => void;
  /** Streams open now. */
  readonly open: number;
}

/** Limits the event streams one person holds open at once. */
export function createStreamSlots(streamsPerUser: number): StreamSlots {
  const counts = new Map<string, number>();
  return {
    take(key) {
      const count = counts.get(key) ?? 0;
      if (count >= streamsPerUser) {
        throw new CountersignError('rate_limited', `You have ${count} event streams open, which is as many as one person may. Close one.`, {
          details: { retryAfterSeconds: 5 },
        });
      }
      counts.set(key, count + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        const left = (counts.get(key) ?? 1) - 1;
        if (left > 0) counts.set(key, left);
        else counts.delete(key);
      };
    },
    get open() {
      return [...counts.values()].reduce((sum, count) => sum + count, 0);
    },
  };
}
