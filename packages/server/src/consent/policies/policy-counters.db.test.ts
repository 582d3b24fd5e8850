import type { RuleOf } from '@countersign/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FenceLostError, isConsentLost } from '../../store/commit-step.ts';
import type { Sql } from '../../store/database.ts';
import { withTenant } from '../../store/open-transaction.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { readCounters, takeCounters } from './policy-counters.ts';
import { createRateQuotas, type RateQuotas } from './rate-quota.ts';

type Rate = RuleOf<'rate'>;
/** One process: its quotas, and the rule as it has read it. */
interface Node {
  quotas: RateQuotas;
  rule: Rate;
}

const WINDOW_MS = 3_600_000;
const noon = Date.UTC(2026, 10, 26, 12);
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const toRate = (name: string, max: number, verdict: Rate['verdict'] = 'deny'): Rate => ({
  form: 'rate',
  name,
  on: {},
  unit: 'calls',
  max,
  minutes: 60,
  verdict,
});
const toNode = (rule: Rate): Node => ({ quotas: createRateQuotas(), rule: structuredClone(rule) });

interface Call {
  amount?: number;
  atMs?: number;
  isPermitted?: boolean;
  /** What ends its transaction after it was counted. */
  end?: Error | undefined;
  /** How many turns of the event loop it stays open. */
  turns?: number;
}

/** Makes a call as the runtime does, in a transaction of its own: was it made? */
async function make({ quotas, rule }: Node, { amount = 1, atMs = noon, isPermitted = false, end, turns = 0 }: Call = {}): Promise<boolean> {
  try {
    await quotas.transact((begin) =>
      withTenant(database.pool, 'north', async (sql) => {
        await takeCounters(sql, 'north', { takes: [{ rule, amount }], now: new Date(atMs), uses: begin(), isPermitted, mayReserve: true });
        for (let turn = 0; turn < turns; turn++) await sql('select 1');
        if (end) throw end;
      }),
    );
    return true;
  } catch (error) {
    if (error === end || isConsentLost(error)) return false;
    throw error;
  }
}

/** The counter's row, without what this process holds. */
const look = ({ quotas, rule }: Node, amount = 1, atMs = noon) =>
  withTenant(database.pool, 'north', async (sql) => (await readCounters(sql, 'north', { takes: [{ rule, amount }], now: new Date(atMs), quotas }))(rule));

/** Numbers that look random and are the same in every run (mulberry32). */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

describe('never more than the maximum in any window, over three nodes that interleave, roll back, crash and run out of step', () => {
  test.each([
    { seed: 1, max: 5, most: 1 },
    { seed: 2, max: 60, most: 3 },
    { seed: 3, max: 250, most: 2 },
    { seed: 4, max: 2_000, most: 40 },
    { seed: 5, max: 9_000, most: 300 },
  ])('$max, by calls of up to $most', async ({ seed, max, most }) => {
    const random = createRandom(seed);
    const rule = toRate(`Seed ${seed}`, max);
    const nodes = [toNode(rule), toNode(rule), toNode(rule)];
    const made: { atMs: number; amount: number }[] = [];
    let refused = 0;
    let nowMs = noon;
    const ends = [undefined, undefined, undefined, undefined, new FenceLostError('taken over'), new Error('the connection is gone')];
    for (let round = 0; round < 40; round++) {
      if (random(8) === 0) nodes[random(3)] = toNode(rule);
      await Promise.all(
        Array.from({ length: 15 }, async () => {
          const call = { amount: 1 + random(most), atMs: nowMs - random(20_000), end: ends[random(ends.length)], turns: random(3) };
          if (random(4) === 0) nowMs += random(40_000);
          if (await make(nodes[random(3)] as Node, call)) made.push(call);
          else if (!call.end) refused += 1;
        }),
      );
      nowMs += random(60_000);
    }
    for (const { atMs: endMs } of made) {
      const within = made.filter(({ atMs }) => atMs > endMs - WINDOW_MS && atMs <= endMs);
      expect(within.reduce((sum, { amount }) => sum + amount, 0)).toBeLessThanOrEqual(max);
    }
    expect(made.length).toBeGreaterThan(5);
    expect(refused).toBeGreaterThan(20);
  });
});

/** Every node makes calls at the same moment, eight at a time, until each has been refused; one that lost a race asks again, as the runtime does. */
async function exhaust(nodes: readonly Node[], call: Call = {}): Promise<number> {
  const counts = await Promise.all(
    nodes.flatMap((node) =>
      Array.from({ length: 8 }, async () => {
        let count = 0;
        for (let refusals = 0; refusals < 3; ) {
          if (await make(node, call)) count += 1;
          else refusals += 1;
        }
        return count;
      }),
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

describe('used up at once by many', () => {
  test.each([1, 5, 63, 64])('a rate of %i permits exactly so many over three nodes', async (max) => {
    const rule = toRate(`Exactly ${max}`, max);
    expect(await exhaust([toNode(rule), toNode(rule), toNode(rule)])).toBe(max);
  });

  test('one node permits exactly what a large rate says, also by calls that do not come out even', async () => {
    const node = toNode(toRate('Alone', 700));
    expect(await exhaust([node])).toBe(700);
    expect(await exhaust([toNode(toRate('By sevens', 1_000))], { amount: 7 })).toBe(142);
    expect(await look(node)).toBe(700);
  });

  test('of a large rate each other node holds back a sixty-fourth at most', async () => {
    const rule = toRate('Shared', 1_280);
    const total = await exhaust([toNode(rule), toNode(rule), toNode(rule)]);
    expect(total).toBeLessThanOrEqual(1_280);
    expect(total).toBeGreaterThanOrEqual(1_280 - 2 * 20);
  });
});

test('of many calls far from the maximum few write the counter', async () => {
  const node = toNode(toRate('Far', 1_000_000));
  let writes = 0;
  for (let call = 0; call < 200; call++) {
    await node.quotas.transact((begin) =>
      withTenant(database.pool, 'north', (sql) => {
        const counting: Sql = (text, values) => {
          writes += 1;
          return sql(text, values);
        };
        return takeCounters(counting, 'north', {
          takes: [{ rule: node.rule, amount: 1 }],
          now: new Date(noon),
          uses: begin(),
          isPermitted: false,
          mayReserve: true,
        });
      }),
    );
  }
  expect(writes).toBeLessThan(15);
  expect(await look(node)).toBe(0);
  expect(await look(toNode(node.rule))).toBeLessThanOrEqual(200 + 64);
});

test('what a slot did not use is given back with the first call of a later one', async () => {
  const node = toNode(toRate('Given back', 100_000));
  for (let call = 0; call < 40; call++) await make(node);
  expect(await look(toNode(node.rule))).toBeGreaterThan(40);
  await make(node, { atMs: noon + 120_000 });
  expect(await look(toNode(node.rule), 1, noon + 120_000)).toBe(41);
});

test('a human may go beyond a rule that asks, not beyond one that denies; what was permitted counts', async () => {
  const asking = toNode(toRate('Asks', 2, 'ask'));
  expect(await exhaust([asking])).toBe(2);
  expect(await make(asking, { isPermitted: true, amount: 3 })).toBe(true);
  expect(await look(asking)).toBe(5);
  expect(await make(asking)).toBe(false);
  const denying = toNode(toRate('Denies', 2));
  expect(await exhaust([denying], { isPermitted: true })).toBe(2);
});

test('credit that is there is used when the row says that nothing is left', async () => {
  const rule = toRate('In hand', 6_400);
  const [first, second] = [toNode(rule), toNode(rule)];
  for (let call = 0; call < 40; call++) await make(first);
  await make(second, { amount: 6_400 - (await look(second)) });
  expect(await make(second)).toBe(false);
  expect(await make(first)).toBe(true);
});

test('credit does not outlive the window it was counted in', async () => {
  const rule = toRate('Outlived', 6_400);
  const [first, second] = [toNode(rule), toNode(rule)];
  for (let call = 0; call < 40; call++) await make(first);
  const atMs = noon + 62 * 60_000;
  expect(await make(second, { amount: 6_400, atMs })).toBe(true);
  expect(await make(first, { atMs })).toBe(false);
});

test('a call whose clock is behind is still counted with all of its window', async () => {
  const node = toNode(toRate('Behind', 2));
  expect(await make(node, { atMs: noon })).toBe(true);
  expect(await make(node, { atMs: noon + 62 * 60_000 })).toBe(true);
  expect(await make(toNode(node.rule), { atMs: noon + 59 * 60_000 })).toBe(false);
});
