import type { RuleOf } from '@countersign/core';
import { expect, test } from 'vitest';
import { FenceLostError } from '../../store/commit-step.ts';
import { createRateCredit, type RateCredit, type Share } from './rate-credit.ts';

const rule: RuleOf<'rate'> = { form: 'rate', name: 'Many', on: {}, unit: 'calls', max: 10_000, minutes: 60, verdict: 'deny' };

/** Spends in a transaction whose row gives all it is asked for; returns what it was asked for. */
async function spend(credit: RateCredit, slot: number, { amount = 1, mayDraw = true, end }: { amount?: number; mayDraw?: boolean; end?: Error } = {}) {
  let share: Share | undefined;
  const settled = credit.settle(async (open) => {
    share = open().spend(rule, amount, slot, mayDraw);
    share.given(share.ahead);
    if (end) throw end;
  });
  await (end ? expect(settled).rejects.toBe(end) : settled);
  const { rest = 0, ahead = 0, owed = {} } = share ?? {};
  return { rest, ahead, owed };
}

test('the more a slot has used, the more is taken ahead, up to 64 calls; then most calls ask for nothing', async () => {
  const credit = createRateCredit();
  expect(await spend(credit, 1)).toEqual({ rest: 1, ahead: 0, owed: {} });
  expect(await spend(credit, 1)).toEqual({ rest: 1, ahead: 4, owed: {} });
  expect(await spend(credit, 1)).toEqual({ rest: 0, ahead: 5, owed: {} });
  const asked: number[] = [];
  for (let call = 0; call < 200; call++) {
    const { rest, ahead } = await spend(credit, 1);
    expect(rest).toBe(0);
    if (ahead > 0) asked.push(ahead);
  }
  expect(asked.length).toBeLessThan(12);
  expect(credit.findLeft(rule, 1)).toBeLessThanOrEqual(64);
});

test('one transaction at a time takes ahead, and only what has committed is there', async () => {
  const credit = createRateCredit();
  await spend(credit, 1);
  const { promise: held, resolve } = Promise.withResolvers<void>();
  const drawing = credit.settle(async (open) => {
    const share = open().spend(rule, 1, 1, true);
    expect(share).toMatchObject({ rest: 1, ahead: 4 });
    share.given(4);
    await held;
  });
  expect(await spend(credit, 1)).toMatchObject({ rest: 1, ahead: 0 });
  expect(credit.findLeft(rule, 1)).toBe(0);
  resolve();
  await drawing;
  expect(credit.findLeft(rule, 1)).toBe(4);
});

test('what was rolled back took and used nothing; where the end is not known, it is used and nothing is there', async () => {
  const credit = createRateCredit();
  await spend(credit, 1);
  expect(await spend(credit, 1, { end: new FenceLostError('taken over') })).toMatchObject({ rest: 1, ahead: 4 });
  expect(credit.findLeft(rule, 1)).toBe(0);
  await spend(credit, 1);
  expect(credit.findLeft(rule, 1)).toBe(4);
  await spend(credit, 1, { amount: 2, mayDraw: false, end: Object.assign(new Error('raced'), { code: '40001' }) });
  expect(credit.findLeft(rule, 1)).toBe(4);
  await spend(credit, 1, { amount: 2, mayDraw: false, end: new Error('the connection is gone') });
  expect(credit.findLeft(rule, 1)).toBe(2);
});

test('credit ends with its slot and is owed to the counter, until a transaction that says so has committed', async () => {
  const credit = createRateCredit();
  await spend(credit, 1);
  await spend(credit, 1);
  expect(credit.findLeft(rule, 2)).toBe(0);
  expect(await spend(credit, 2, { end: new FenceLostError('taken over') })).toEqual({ rest: 1, ahead: 0, owed: { 1: 4 } });
  expect(credit.findHeld(rule, 1)).toBe(4);
  expect(credit.findHeld(rule, 2)).toBe(0);
  expect(await spend(credit, 2)).toEqual({ rest: 1, ahead: 0, owed: { 1: 4 } });
  expect(credit.findHeld(rule, 1)).toBe(0);
});

test('a call of a slot that is over is counted there and touches no credit; what comes back for that slot is owed', async () => {
  const credit = createRateCredit();
  await spend(credit, 1);
  await spend(credit, 1);
  const late = credit.settle(async (open) => {
    const share = open().spend(rule, 1, 1, true);
    expect(await spend(credit, 2)).toMatchObject({ rest: 1 });
    expect(await spend(credit, 1)).toEqual({ rest: 1, ahead: 0, owed: {} });
    share.given(share.ahead);
  });
  await late;
  expect(await spend(credit, 3)).toMatchObject({ owed: { 1: 5 } });
});

test('a host that runs its transaction again spends once, and nothing of the first attempt is there', async () => {
  const credit = createRateCredit();
  await spend(credit, 1);
  await credit.settle(async (open) => {
    open().spend(rule, 1, 1, true).given(4);
    expect(open().spend(rule, 1, 1, true)).toMatchObject({ rest: 1, ahead: 4 });
  });
  expect(credit.findLeft(rule, 1)).toBe(0);
});

test('nothing is taken ahead by a transaction that goes on for long', async () => {
  const credit = createRateCredit();
  for (let call = 0; call < 9; call++) expect(await spend(credit, 1, { mayDraw: false })).toMatchObject({ rest: 1, ahead: 0 });
});
