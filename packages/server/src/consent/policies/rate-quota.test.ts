import type { RuleOf } from '@countersign/core';
import { expect, test } from 'vitest';
import { FenceLostError } from '../../store/commit-step.ts';
import { type CounterRequest, createRateQuotas, type RateQuotas } from './rate-quota.ts';

const rule: RuleOf<'rate'> = { form: 'rate', name: 'Many', on: {}, unit: 'calls', max: 10_000, minutes: 60, verdict: 'deny' };

/** Uses quota in a transaction whose row reserves all it is asked for; returns what it was asked for. */
async function use(quotas: RateQuotas, slot: number, { amount = 1, mayReserve = true, end }: { amount?: number; mayReserve?: boolean; end?: Error } = {}) {
  let request: CounterRequest | undefined;
  const settled = quotas.transact(async (begin) => {
    request = begin().use({ rule, amount, slot, mayReserve });
    request.onReserved(request.reserve);
    if (end) throw end;
  });
  await (end ? expect(settled).rejects.toBe(end) : settled);
  const { rest = 0, reserve = 0, returns = {} } = request ?? {};
  return { rest, reserve, returns };
}

test('the more a slot has used, the more is reserved, up to 64 calls; then most calls ask for nothing', async () => {
  const quotas = createRateQuotas();
  expect(await use(quotas, 1)).toEqual({ rest: 1, reserve: 0, returns: {} });
  expect(await use(quotas, 1)).toEqual({ rest: 1, reserve: 4, returns: {} });
  expect(await use(quotas, 1)).toEqual({ rest: 0, reserve: 5, returns: {} });
  const asked: number[] = [];
  for (let call = 0; call < 200; call++) {
    const { rest, reserve } = await use(quotas, 1);
    expect(rest).toBe(0);
    if (reserve > 0) asked.push(reserve);
  }
  expect(asked.length).toBeLessThan(12);
  expect(quotas.findLeft(rule, 1)).toBeLessThanOrEqual(64);
});

test('one transaction at a time reserves, and only what has committed is there', async () => {
  const quotas = createRateQuotas();
  await use(quotas, 1);
  const { promise: held, resolve } = Promise.withResolvers<void>();
  const reserving = quotas.transact(async (begin) => {
    const request = begin().use({ rule, amount: 1, slot: 1, mayReserve: true });
    expect(request).toMatchObject({ rest: 1, reserve: 4 });
    request.onReserved(4);
    await held;
  });
  expect(await use(quotas, 1)).toMatchObject({ rest: 1, reserve: 0 });
  expect(quotas.findLeft(rule, 1)).toBe(0);
  resolve();
  await reserving;
  expect(quotas.findLeft(rule, 1)).toBe(4);
});

test('what was rolled back took and used nothing; where the end is not known, it is used and nothing is there', async () => {
  const quotas = createRateQuotas();
  await use(quotas, 1);
  expect(await use(quotas, 1, { end: new FenceLostError('taken over') })).toMatchObject({ rest: 1, reserve: 4 });
  expect(quotas.findLeft(rule, 1)).toBe(0);
  await use(quotas, 1);
  expect(quotas.findLeft(rule, 1)).toBe(4);
  await use(quotas, 1, { amount: 2, mayReserve: false, end: Object.assign(new Error('raced'), { code: '40001' }) });
  expect(quotas.findLeft(rule, 1)).toBe(4);
  await use(quotas, 1, { amount: 2, mayReserve: false, end: new Error('the connection is gone') });
  expect(quotas.findLeft(rule, 1)).toBe(2);
});

test('a quota ends with its slot and is returned to the counter, until a transaction that says so has committed', async () => {
  const quotas = createRateQuotas();
  await use(quotas, 1);
  await use(quotas, 1);
  expect(quotas.findLeft(rule, 2)).toBe(0);
  expect(await use(quotas, 2, { end: new FenceLostError('taken over') })).toEqual({ rest: 1, reserve: 0, returns: { 1: 4 } });
  expect(quotas.findReserved(rule, 1)).toBe(4);
  expect(quotas.findReserved(rule, 2)).toBe(0);
  expect(await use(quotas, 2)).toEqual({ rest: 1, reserve: 0, returns: { 1: 4 } });
  expect(quotas.findReserved(rule, 1)).toBe(0);
});

test('a call of a slot that is over is counted there and touches no quota; what comes back for that slot is returned', async () => {
  const quotas = createRateQuotas();
  await use(quotas, 1);
  await use(quotas, 1);
  const late = quotas.transact(async (begin) => {
    const request = begin().use({ rule, amount: 1, slot: 1, mayReserve: true });
    expect(await use(quotas, 2)).toMatchObject({ rest: 1 });
    expect(await use(quotas, 1)).toEqual({ rest: 1, reserve: 0, returns: {} });
    request.onReserved(request.reserve);
  });
  await late;
  expect(await use(quotas, 3)).toMatchObject({ returns: { 1: 5 } });
});

test('a host that runs its transaction again uses once, and nothing of the first attempt is there', async () => {
  const quotas = createRateQuotas();
  await use(quotas, 1);
  await quotas.transact(async (begin) => {
    begin().use({ rule, amount: 1, slot: 1, mayReserve: true }).onReserved(4);
    expect(begin().use({ rule, amount: 1, slot: 1, mayReserve: true })).toMatchObject({ rest: 1, reserve: 4 });
  });
  expect(quotas.findLeft(rule, 1)).toBe(0);
});

test('nothing is reserved by a transaction that goes on for long', async () => {
  const quotas = createRateQuotas();
  for (let call = 0; call < 9; call++) expect(await use(quotas, 1, { mayReserve: false })).toMatchObject({ rest: 1, reserve: 0 });
});
