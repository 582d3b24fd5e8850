import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { explainGrant, type GrantedCall, isCovered, toGrantConditions } from './grant-conditions.ts';

const input = z.object({
  invoiceId: z.string().meta({ meaning: 'target' }),
  amountCents: z.int().meta({ meaning: 'amount' }),
  reason: z.string().meta({ meaning: 'content' }).optional(),
  query: z.string().meta({ meaning: 'selector' }).optional(),
  lines: z.array(z.string()).optional(),
});
const shown = { invoiceId: 'i_1', amountCents: 1_000, reason: 'Scratched.', lines: ['a'] };
const impact = { summary: '', amountCents: 1_000, records: 1, recipients: ['billing@client.example'] };
const call = (raw: unknown, change: Partial<GrantedCall> = {}): GrantedCall => ({ tool: { input }, raw, impact, asking: ['Over $5'], ...change });
const conditions = toGrantConditions(call(shown))!;
const covers = (raw: unknown, change: Partial<GrantedCall> = {}) => isCovered(conditions, call(raw, change));

test('texts may differ and amounts be smaller; the same call is covered', () => {
  expect(covers(shown)).toBe(true);
  expect(covers({ ...shown, amountCents: 1, reason: 'Late.' })).toBe(true);
  const { reason: _left, ...without } = shown;
  expect(covers(without)).toBe(true);
});

describe('is not stretched', () => {
  test.each<[string, unknown]>([
    ['to another target', { ...shown, invoiceId: 'i_2' }],
    ['to a target that only looks the same', { ...shown, invoiceId: '\u0456_1' }],
    ['to a target in a list', { ...shown, invoiceId: ['i_1'] }],
    ['to a larger amount', { ...shown, amountCents: 1_001 }],
    ['to an amount below nothing', { ...shown, amountCents: -5 }],
    ['to an amount in words', { ...shown, amountCents: '1' }],
    ['to no amount at all', { invoiceId: 'i_1', reason: 'x', lines: ['a'] }],
    ['to an argument that was not there', { ...shown, query: 'everything' }],
    ['to a longer list', { ...shown, lines: ['a', 'b'] }],
    ['to an emptier list', { ...shown, lines: [] }],
    ['to an argument nobody knows', { ...shown, force: true }],
    ['by an object where a text was', { ...shown, reason: { invoiceId: 'i_2' } }],
    ['by a key of a prototype', JSON.parse('{"invoiceId":"i_1","amountCents":1000,"reason":"x","lines":["a"],"__proto__":{"force":true}}')],
    ['by a key that reads like a path', { ...shown, 'lines/0': 'a' }],
  ])('%s', (_what, raw) => {
    expect(covers(raw)).toBe(false);
  });

  test('to a call that touches more than was shown, or that other rules ask about', () => {
    expect(covers(shown, { impact: { ...impact, amountCents: 1_001 } })).toBe(false);
    expect(covers(shown, { impact: { ...impact, records: 2 } })).toBe(false);
    expect(covers(shown, { impact: { ...impact, recipients: ['billing@client.example', 'x@evil.test'] } })).toBe(false);
    expect(covers(shown, { asking: ['Over $5', 'New rule'] })).toBe(false);
    expect(covers(shown, { asking: [] })).toBe(true);
    expect(covers(shown, { impact: undefined })).toBe(true);
  });

  test('to a target that nobody can trace, whatever was granted', () => {
    expect(isCovered(conditions, call(shown), ({ path }) => path !== '/invoiceId')).toBe(false);
  });
});

test('a contract that says nothing of its arguments is granted for the very same call only', () => {
  const bare = { input: z.object({ to: z.string(), text: z.string() }) };
  const given = toGrantConditions({ tool: bare, raw: { to: 'a', text: 'b' }, asking: [] })!;
  expect(isCovered(given, { tool: bare, raw: { to: 'a', text: 'b' }, asking: [] })).toBe(true);
  expect(isCovered(given, { tool: bare, raw: { to: 'a', text: 'c' }, asking: [] })).toBe(false);
});

test('nobody agrees to what nobody reads: an input of many arguments is asked for each time', () => {
  expect(toGrantConditions(call({ ...shown, lines: Array.from({ length: 100 }, String) }))).toBeUndefined();
});

test('the words say all of it', () => {
  expect(explainGrant('refund_invoice', 'tenant', conditions)).toBe(
    'Always, for everybody here: refund invoice, with invoiceId = "i_1" and lines.0 = "a"; with amountCents at most 1000; reason may differ; moving at most 10.00; reaching only billing@client.example.',
  );
  expect(explainGrant('refund_invoice', 'run', conditions)).toContain('For the rest of this run');
});

test('where a host has names for ids, they are said instead; what has none keeps its id', () => {
  const words = {
    nameOf: (path: string, id: string) => (path === '/invoiceId' ? `invoice 1042 (${id})` : undefined),
    recipient: (address: string) => address.toUpperCase(),
    money: (cents: number) => `$${cents / 100}`,
  };
  expect(explainGrant('refund_invoice', 'tenant', conditions, words)).toBe(
    'Always, for everybody here: refund invoice for invoice 1042 (i_1), with lines.0 = "a"; with amountCents at most 1000; reason may differ; moving at most $10; reaching only BILLING@CLIENT.EXAMPLE.',
  );
});
