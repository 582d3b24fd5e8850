import type { CountersignError } from '@countersign/core';

export interface Backoff {
  baseMs: number;
  capMs: number;
  /** Between 0 and 1. */
  random: () => number;
}

/**
 * How long to wait before attempt `attempt` (0 is the first repeat): exponential up to a cap, the upper half of it random, so that
 * the clients of a server that restarts do not come back in one wave. A server that names a time gets at least that.
 */
export function backoffMs(attempt: number, { baseMs, capMs, random }: Backoff, error?: CountersignError): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(attempt, 30));
  return Math.max(ceiling / 2 + random() * (ceiling / 2), retryAfterMs(error));
}

function retryAfterMs(error: CountersignError | undefined): number {
  const details = error?.details;
  if (typeof details !== 'object' || details === null || !('retryAfterSeconds' in details)) return 0;
  const { retryAfterSeconds } = details;
  return typeof retryAfterSeconds === 'number' && Number.isFinite(retryAfterSeconds) ? Math.min(retryAfterSeconds, 120) * 1000 : 0;
}
