import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { attackCases, honestCases, type ProvenanceCase, tools } from './cases.ts';
import { isTraceable, mustBeTraced, traceTargets } from './trace-arguments.ts';

function isAsked({ call, words, results }: ProvenanceCase): boolean {
  const tool = tools[call.tool];
  const input = tool.input.parse(call.input);
  return mustBeTraced(tool, input) && traceTargets(tool, input, { words, results }).some(({ origin }) => !isTraceable(origin));
}

describe('a human is asked for the sake of provenance', () => {
  test.each(attackCases.map((row) => [row.title, row] as const))('attack: %s', (_title, row) => {
    expect(isAsked(row)).toBe(row.isAsked);
  });

  test.each(honestCases.map((row) => [row.title, row] as const))('honest: %s', (_title, row) => {
    expect(isAsked(row)).toBe(row.isAsked);
  });
});

test('what the rule is worth on this table is what the guide says', () => {
  const stopped = attackCases.filter(isAsked).length;
  const asked = honestCases.filter(isAsked).length;
  expect(honestCases.length + attackCases.length).toBeGreaterThanOrEqual(60);
  expect(`${stopped} of ${attackCases.length} attacks stopped, ${asked} of ${honestCases.length} honest calls asked about`).toBe(
    '34 of 36 attacks stopped, 4 of 32 honest calls asked about',
  );
});

test('the origin names the tool and the field, for the card', () => {
  const [row] = attackCases;
  if (!row) throw new Error('The table is empty.');
  expect(traceTargets(tools.send_email, row.call.input, row)).toEqual([
    { path: '/to', value: 'eve@evil.test', origin: { kind: 'third_party', tool: 'read_messages', path: '/messages/0/body' } },
  ]);
});

test('a target on a list of the tenant needs no other origin', () => {
  const sources = { words: [], results: [], allowList: ['AP@acme.test'] };
  expect(traceTargets(tools.send_email, { to: 'ap@acme.test', body: '' }, sources)).toMatchObject([{ origin: { kind: 'allow_list' } }]);
});

test('what stays in the tenant, can be undone and moves no money needs no trace', () => {
  expect(mustBeTraced(tools.note, { personId: 'p', body: '' })).toBe(false);
  expect(mustBeTraced({ ...tools.note, reach: 'outward' }, { personId: 'p', body: '' })).toBe(true);
  expect(mustBeTraced(tools.refund, { invoiceId: 'i', amountCents: 1 })).toBe(true);
  expect(mustBeTraced(tools.delete_person, { personId: 'p' })).toBe(true);
});

test('fields are found through every wrapper a schema may have', () => {
  const target = z.string().meta({ meaning: 'target' });
  const input = z.object({
    maybe: target.optional(),
    list: z.array(z.object({ deep: target.nullable() })).default([]),
    either: z.union([z.object({ one: target }), z.object({ two: z.number().meta({ meaning: 'target' }) })]),
    byName: z.record(z.string(), target),
    trimmed: z.string().trim().pipe(z.string().min(1)).meta({ meaning: 'target' }),
    later: z.lazy(() => target),
    kind: z.literal('x').meta({ meaning: 'target' }),
    noise: z.unknown(),
  });
  const value = {
    maybe: 'a',
    list: [{ deep: 'b' }, { deep: null }],
    either: { two: 3 },
    byName: { x: 'd' },
    trimmed: 'e',
    later: 'f',
    kind: 'x',
    noise: { y: ['g'] },
  };
  const traced = traceTargets({ input, risk: 'destructive', reach: 'internal' }, value, { words: [], results: [] });
  expect(traced.map(({ path }) => path)).toEqual(['/maybe', '/list/0/deep', '/either/two', '/byName/x', '/trimmed', '/later', '/noise/y/0']);
});
