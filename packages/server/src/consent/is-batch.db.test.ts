import { type AnyTool, defineTool, type RunDetail } from '@countersign/core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';

const words = 'Text a_1, a_2, a_3, a_4 and a_5, remove everything';
const sent: string[] = [];
const text = defineTool({
  name: 'text',
  description: 'Texts somebody.',
  input: z.object({ to: z.string().meta({ meaning: 'target' }) }),
  output: z.object({}),
  risk: 'cautious',
  effect: 'external',
  reach: 'outward',
  permission: 'text',
  limits: { maxUnseenRecords: 3 },
  execute: (_ctx, { to }) => {
    sent.push(to);
    return {};
  },
});
const mail = defineTool({ ...text, name: 'mail', description: 'Writes to somebody.', permission: 'mail' });
const remove = defineTool({
  name: 'remove',
  description: 'Removes so many.',
  input: z.object({ count: z.int().meta({ meaning: 'amount' }) }),
  output: z.object({}),
  risk: 'destructive',
  effect: 'database',
  permission: 'remove',
  impact: (_ctx, { count }) => ({ summary: 'Removes', records: count }),
  execute: (_ctx, { count }) => {
    sent.push(`removed ${count}`);
    return {};
  },
});

type Calls = { tool: string; input: unknown }[];
let steps: Calls[] = [];
let server: TestServer;
beforeAll(async () => {
  server = await createTestServer({
    task: words,
    tools: [text, mail, remove] as AnyTool[],
    script: ({ stepIndex }) => ({ calls: steps[stepIndex] ?? [], isFinal: stepIndex >= steps.length - 1 }),
  });
});
afterAll(() => server.close());
beforeEach(() => {
  sent.length = 0;
});

const to = (...names: number[]) => names.map((n) => ({ tool: 'text', input: { to: `a_${n}` } }));
const play = (...proposed: Calls[]): Promise<RunDetail> => {
  steps = proposed;
  return server.run();
};
const waiting = async (runId: string) =>
  (await server.countersign.api.listApprovals(server.principal(), { status: 'pending', limit: 100 })).approvals.find((one) => one.runId === runId);

test('as many messages as the contract lets pass are sent; one more and all of them are asked about in one request', async () => {
  expect((await play(to(1, 2, 3))).status).toBe('completed');
  expect(sent).toEqual(['a_1', 'a_2', 'a_3']);
  const run = await play(to(1, 2, 3, 4));
  expect(run.status).toBe('awaiting_approval');
  expect(sent).toHaveLength(3);
  expect((await waiting(run.runId))?.items.map(({ asking }) => asking)).toEqual(Array.from({ length: 4 }, () => ['more than 3 records']));
});

test('split into steps it is the same batch', async () => {
  expect((await play(to(1, 2), to(3), to(4))).status).toBe('awaiting_approval');
  expect(sent).toEqual(['a_1', 'a_2', 'a_3']);
});

test('split over tools it is the same batch, in one step and in many', async () => {
  const by = (tool: string, n: number) => ({ tool, input: { to: `a_${n}` } });
  const once = await play([by('text', 1), by('mail', 2), by('text', 3), by('mail', 4)]);
  expect([once.status, sent]).toEqual(['awaiting_approval', []]);
  expect((await waiting(once.runId))?.items).toHaveLength(4);
  expect((await play([by('text', 1), by('mail', 2)], [by('text', 3)], [by('mail', 4)])).status).toBe('awaiting_approval');
  expect(sent).toEqual(['a_1', 'a_2', 'a_3']);
});

test('a grant for everybody covers what it says, but no more than 25 records at once', async () => {
  const first = await play([{ tool: 'remove', input: { count: 30 } }]);
  const approval = await waiting(first.runId);
  const decisions = [{ itemId: approval?.items[0]?.itemId ?? '', decision: 'approve', scope: 'tenant' } as const];
  await server.countersign.api.decideApprovals(server.principal(), { requestId: approval?.requestId ?? '', decisions });
  await server.waitFor(first.runId, 'completed');
  expect((await play([{ tool: 'remove', input: { count: 25 } }])).status).toBe('completed');
  expect((await play([{ tool: 'remove', input: { count: 26 } }])).status).toBe('awaiting_approval');
  expect((await play([{ tool: 'remove', input: { count: 20 } }], [{ tool: 'remove', input: { count: 6 } }])).status).toBe('awaiting_approval');
  expect(sent).toEqual(['removed 30', 'removed 25', 'removed 20']);
});
