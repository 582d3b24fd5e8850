import { expect, test } from 'vitest';
import { z } from 'zod';
import { listArguments } from './list-arguments.ts';

const target = z.string().meta({ meaning: 'target' });
const content = z.string().meta({ meaning: 'content' });
const meaningsOf = (schema: z.ZodType, input: unknown) => Object.fromEntries(listArguments(schema, input).map(({ path, meaning }) => [path, meaning]));

test('every value is listed, at any depth, with what the contract says of it', () => {
  const Line = z.strictObject({ serviceId: target, price: z.int().meta({ meaning: 'amount' }), note: content.nullable().default(null) });
  const schema = z.strictObject({ clientId: target.optional(), lines: z.array(Line), pair: z.tuple([target, content]), by: z.record(z.string(), content) });
  const input = { clientId: 'c', lines: [{ serviceId: 's', price: 5, note: 'n' }], pair: ['a', 'b'], by: { 'x/y~z': 'w' } };
  expect(listArguments(schema, input)).toEqual([
    { path: '/clientId', value: 'c', meaning: 'target' },
    { path: '/lines/0/serviceId', value: 's', meaning: 'target' },
    { path: '/lines/0/price', value: 5, meaning: 'amount' },
    { path: '/lines/0/note', value: 'n', meaning: 'content' },
    { path: '/pair/0', value: 'a', meaning: 'target' },
    { path: '/pair/1', value: 'b', meaning: 'content' },
    { path: '/by/x~1y~0z', value: 'w', meaning: 'content' },
  ]);
});

test('a meaning said of a list holds for what is in it; what is in doubt has none', () => {
  expect(meaningsOf(z.object({ ids: z.array(z.string()).meta({ meaning: 'target' }) }), { ids: ['a', 'b'] })).toEqual({
    '/ids/0': 'target',
    '/ids/1': 'target',
  });
  const either = z.union([z.object({ kind: z.literal('a'), to: target }), z.object({ kind: z.literal('b'), to: content })]);
  expect(meaningsOf(either, { kind: 'a', to: 'x' })).toEqual({ '/kind': undefined, '/to': undefined });
  expect(meaningsOf(z.object({ to: z.union([target, target.nullable()]) }), { to: 'x' })).toEqual({ '/to': 'target' });
});

test('what the contract does not know is listed all the same, empty lists and strange keys included', () => {
  const input = JSON.parse('{"to":"a","extra":{"deep":[1]},"none":[],"__proto__":{"to":"b"},"constructor":"c"}');
  expect(meaningsOf(z.object({ to: target }), input)).toMatchObject({
    '/to': 'target',
    '/extra/deep/0': undefined,
    '/none': undefined,
    '/constructor': undefined,
  });
  expect(listArguments(z.object({ to: target }), input).map(({ path }) => path)).toContain('/__proto__/to');
  expect(listArguments(z.string(), undefined)).toEqual([{ path: '', value: null, meaning: undefined }]);
});

test('a schema that refers to itself is followed as deep as the value goes', () => {
  const Node: z.ZodType = z.lazy(() => z.object({ id: target, children: z.array(Node).optional() }));
  expect(meaningsOf(Node, { id: 'a', children: [{ id: 'b', children: [{ id: 'c' }] }] })).toEqual({
    '/id': 'target',
    '/children/0/id': 'target',
    '/children/0/children/0/id': 'target',
  });
});
