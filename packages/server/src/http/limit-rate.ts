import { CountersignError } from '@countersign/core';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { LimitOptions } from '../options.ts';

/** Counts one request of a person. @throws {CountersignError} `rate_limited`, with the seconds to wait */
export type LimitRate = (key: string, kind: 'read' | 'write') => Promise<void>;

/**
 * Limits how often one person may ask, reads and writes apart, so that a stuck poller cannot lock its user out of
 * approving something. Counted in memory: with N nodes the true limit is up to N times as high, which protects a node,
 * and no request waits for a shared counter.
 */
export function createLimitRate(limits: LimitOptions): LimitRate {
  const limiters = {
    read: new RateLimiterMemory({ points: limits.readsPerMinute, duration: 60 }),
    write: new RateLimiterMemory({ points: limits.writesPerMinute, duration: 60 }),
  };
  return async (key, kind) => {
    try {
      await limiters[kind].consume(key);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      throw new CountersignError('rate_limited', `Too many ${kind === 'read' ? 'reads' : 'changes'} in a minute. Try again in ${retryAfterSeconds} s.`, {
        details: { retryAfterSeconds },
      });
    }
  };
}
