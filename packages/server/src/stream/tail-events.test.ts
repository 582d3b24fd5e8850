import { setImmediate } from 'node:timers/promises';
import type { Principal, SessionEvent } from '@countersign/core';
import { expect, test } from 'vitest';
import type { Context, LogWatcher } from '../context.ts';
import type { Sql } from '../store/database.ts';
import { TAIL_PAGE, tailEvents } from './tail-events.ts';

/** A log in memory, and a notifier that rings only when it is told to: what a reader does between two rings is written down. */
function createLog(count: number) {
  const log = { count, done: [] as string[], seen: [] as number[] };
  const sql = (async (text: string, values: unknown[] = []) => {
    await setImmediate(); // A reader that never waits must not keep the test from saying so.
    if (text.includes('countersign.sessions')) return { rows: [{ last: log.count }] };
    const [, , after, limit] = values as [string, string, number, number];
    const seqs = Array.from({ length: Math.min(limit, log.count - after) }, (_, index) => after + index + 1);
    log.done.push(`read ${seqs.length}`);
    return { rows: seqs.map((seq) => ({ seq, at: new Date(0), body: { type: 'message' } })) };
  }) as unknown as Sql;
  const controller = new AbortController();
  let ring: (() => void) | undefined;
  const watcher: LogWatcher = {
    next: () => {
      log.done.push('wait');
      const { promise, resolve } = Promise.withResolvers<void>();
      ring = resolve;
      controller.signal.addEventListener('abort', () => resolve(), { once: true });
      return promise;
    },
    isOver: false,
    close: () => log.done.push('close'),
  };
  const ctx = { tenant: (_tenantId: string, fn: (sql: Sql) => unknown) => fn(sql), watch: () => watcher } as unknown as Context;
  const principal: Principal = { tenantId: 'north', userId: 'ann', roles: [], timeZone: 'UTC' };
  const reading = (async () => {
    for await (const page of tailEvents(ctx, principal, { sessionId: 's', after: 0, signal: controller.signal }))
      log.seen.push(...page.map((event: SessionEvent) => event.seq));
  })();
  return {
    log,
    untilWaiting: (waits: number) => expect.poll(() => log.done.filter((what) => what === 'wait').length).toBe(waits),
    append: (more: number) => {
      log.count += more;
      ring?.();
    },
    end: async () => {
      controller.abort();
      await reading;
    },
  };
}

test.each([
  ['nothing', 0, ['read 0', 'wait']],
  ['less than a page', TAIL_PAGE - 1, [`read ${TAIL_PAGE - 1}`, 'wait']],
  ['exactly a page', TAIL_PAGE, [`read ${TAIL_PAGE}`, 'read 0', 'wait']],
  ['a page and one', TAIL_PAGE + 1, [`read ${TAIL_PAGE}`, 'read 1', 'wait']],
  ['two pages and one', 2 * TAIL_PAGE + 1, [`read ${TAIL_PAGE}`, `read ${TAIL_PAGE}`, 'read 1', 'wait']],
])('of a log of %s the tail reads all that is there before it waits for more', async (_title, count, done) => {
  const { log, untilWaiting, append, end } = createLog(count);
  await untilWaiting(1);
  expect(log.done).toEqual(done);
  append(TAIL_PAGE + 1);
  await untilWaiting(2);
  expect(log.done).toEqual([...done, `read ${TAIL_PAGE}`, 'read 1', 'wait']);
  await end();
  expect(log.seen).toEqual(Array.from({ length: count + TAIL_PAGE + 1 }, (_, index) => index + 1));
  expect(log.done.slice(-2)).toEqual(['wait', 'close']);
});
