import { type AnyTool, CountersignError, defineAgent, defineTool } from '@countersign/core';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { withTenant } from '../store/open-transaction.ts';
import { createTestServer, type TestServer, type TestServerOptions } from '../testing/create-test-server.ts';
import type { ToolOverrides } from '../testing/tool-overrides.ts';

/** What the target has done, and what the host knows of the recipient. */
const world = { sent: [] as string[], number: '1', mayText: true, refuses: false };
let server: TestServer;
afterEach(async () => {
  await server?.close();
  Object.assign(world, { sent: [], number: '1', mayText: true, refuses: false });
});

/** A tool of a target that honours keys, whose recipient is resolved by code. */
function text(overrides: ToolOverrides = {}): AnyTool {
  return defineTool({
    name: 'text',
    description: 'Texts the client.',
    input: z.object({ words: z.string() }),
    output: z.object({ to: z.string() }),
    risk: 'irreversible',
    effect: 'external',
    permission: 'texts:send',
    recovery: { by: 'key', windowMs: 3_600_000 },
    approval: { simulate: () => ({ to: world.number }) },
    execute: (ctx) => {
      if (world.refuses) throw new CountersignError('conflict', 'The client has no number any more.');
      if (!world.sent.some((entry) => entry.startsWith(ctx.idempotencyKey))) world.sent.push(`${ctx.idempotencyKey} to ${world.number}`);
      return { to: world.number };
    },
    ...overrides,
  });
}

/** Gets the text approved, and has its worker struck once at the point; what `change` does happens before anybody repeats it. */
async function strike(point: 'after_intent' | 'after_effect', change: () => void, options: Partial<TestServerOptions> = {}): Promise<string> {
  let isStruck = false;
  server = await createTestServer({
    tools: [text()],
    worker: { leaseMs: 1_200, heartbeatMs: 300, sweepMs: 150 },
    script: () => ({ calls: [{ tool: 'text', input: { words: 'ready' } }], isFinal: true }),
    can: () => world.mayText,
    faults: (at) => {
      if (at !== point || isStruck) return;
      isStruck = true;
      change();
      throw new Error(`struck ${point}`);
    },
    ...options,
  });
  const { runId } = await server.run();
  const [approval] = (await server.countersign.api.listApprovals(server.principal(), { status: 'pending', limit: 1 })).approvals;
  const decisions = [{ itemId: approval?.items[0]?.itemId ?? '', decision: 'approve' as const }];
  await server.countersign.api.decideApprovals(server.principal(), { requestId: approval?.requestId ?? '', decisions });
  return runId;
}

const callOf = async (runId: string) => (await server.countersign.api.getRun(server.principal(), { runId })).steps[0]?.invocations[0];

test('a target that refuses the repeat says nothing of the first attempt: a human is asked, and nothing goes out twice', async () => {
  const runId = await strike('after_effect', () => {
    world.refuses = true;
  });
  await server.waitFor(runId, 'awaiting_human');
  expect(await callOf(runId)).toMatchObject({ status: 'in_doubt' });
  expect(world.sent).toHaveLength(1);
});

test('where the target can be asked it is asked instead', async () => {
  const verify: AnyTool['verify'] = () => ({ status: 'happened', output: { to: '1' } });
  const runId = await strike('after_effect', () => Object.assign(world, { refuses: true }), { tools: [text({ verify, limits: { timeoutMs: 1_000 } })] });
  await server.waitFor(runId, 'completed');
  expect(world.sent).toHaveLength(1);
});

test('a repeat that would reach somebody else than was approved is not made', async () => {
  const runId = await strike('after_intent', () => {
    world.number = '2';
  });
  await server.waitFor(runId, 'awaiting_human');
  expect(await callOf(runId)).toMatchObject({ status: 'in_doubt' });
  expect(world.sent).toEqual([]);
});

test('a repeat for somebody who may not do it any more is not made', async () => {
  const runId = await strike('after_intent', () => {
    world.mayText = false;
  });
  await server.waitFor(runId, 'awaiting_human');
  expect(world.sent).toEqual([]);
});

test('an unchanged repeat is made, under the same key', async () => {
  const runId = await strike('after_intent', () => {});
  await server.waitFor(runId, 'completed');
  expect(world.sent).toHaveLength(1);
});

test('a call of a tool that a deployment has taken away asks whoever could have approved it', async () => {
  server = await createTestServer({
    tools: [text()],
    hasWorker: false,
    script: () => ({ calls: [{ tool: 'text', input: { words: 'ready' } }], isFinal: true }),
  });
  const { runId } = await server.countersign.api.startRun(server.principal(), { agent: 'worker', task: 'go' });
  await server.countersign.advance('north', runId);
  await withTenant(server.database.pool, 'north', async (sql) => {
    await sql("update countersign.invocations set status = 'started', started_at = now(), deadline_at = now()");
    await sql("update countersign.runs set status = 'pending'");
  });
  const later = server.twin({ agents: [defineAgent({ name: 'worker', description: 'Has no tools left.', tools: [] })] });
  await later.advance('north', runId);
  const { approvals } = await later.api.listApprovals(server.principal(), { status: 'pending', limit: 5 });
  const doubt = approvals.find(({ kind }) => kind === 'doubt');
  expect(doubt?.items).toMatchObject([{ tool: 'text', status: 'pending' }]);
  const decisions = doubt?.items.map(({ itemId }) => ({ itemId, decision: 'happened' as const })) ?? [];
  await later.api.decideApprovals(server.principal(), { requestId: doubt?.requestId ?? '', decisions });
  await later.advance('north', runId);
  expect((await server.countersign.api.getRun(server.principal(), { runId })).status).toBe('completed');
});

test('a failure that a worker records who has lost the run still counts: the run never reads completed', async () => {
  const { promise: taken, resolve: take } = Promise.withResolvers<void>();
  const refusing = text({
    risk: 'cautious',
    recovery: { by: 'human' },
    limits: { timeoutMs: 60_000 },
    execute: async () => {
      await taken;
      throw new CountersignError('conflict', 'No.');
    },
  });
  server = await createTestServer({ tools: [refusing], hasWorker: false, script: () => ({ calls: [{ tool: 'text', input: { words: 'x' } }], isFinal: true }) });
  const { runId } = await server.countersign.api.startRun(server.principal(), { agent: 'worker', task: 'go' });
  const advancing = server.countersign.advance('north', runId);
  await expect.poll(() => callOf(runId), { timeout: 10_000 }).toMatchObject({ status: 'started' });
  await withTenant(server.database.pool, 'north', (sql) => sql("update countersign.runs set epoch = epoch + 1, status = 'pending'"));
  take();
  await advancing;
  expect(await callOf(runId)).toMatchObject({ status: 'failed' });
  await server.countersign.advance('north', runId);
  expect((await server.countersign.api.getRun(server.principal(), { runId })).status).toBe('completed_with_failures');
});
