import { setTimeout as delay } from 'node:timers/promises';
import { type AnyTool, CountersignError, defineAgent, defineTool, type RunDetail, readNode } from '@countersign/core';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { FaultPoint } from '../options.ts';
import { withClient } from '../store/database-error.ts';
import { createTestServer, type TestServer, type TestServerOptions } from '../testing/create-test-server.ts';
import type { ToolOverrides } from '../testing/tool-overrides.ts';
import { REPEAT_DELAYS_MS } from './recover-call.ts';

/** A target outside: what it has done, and how it answers. */
class Target {
  effects: string[] = [];
  questions = 0;
  /** Awaited before an effect takes place. */
  before: Promise<void> = Promise.resolve();
  /** Awaited after it, before the answer. */
  answer: Promise<void> = Promise.resolve();
  /** Resolves when a call has arrived. */
  readonly arrived = Promise.withResolvers<void>();
}

const quickWorker = { leaseMs: 1_200, heartbeatMs: 300, sweepMs: 150 };
const TIMEOUT_MS = 1_500;
let target = new Target();
let server: TestServer;
afterEach(() => server?.close());

function send(overrides: ToolOverrides = {}): AnyTool {
  return defineTool({
    name: 'send',
    description: 'Sends a text.',
    input: z.object({ text: z.string() }),
    output: z.object({ id: z.string() }),
    risk: 'cautious',
    effect: 'external',
    permission: 'texts:send',
    limits: { timeoutMs: TIMEOUT_MS },
    execute: async (ctx, input) => {
      target.arrived.resolve();
      await target.before;
      target.effects.push(ctx.idempotencyKey);
      await target.answer;
      return { id: input.text };
    },
    verify: (ctx) => {
      target.questions += 1;
      return target.effects.includes(ctx.idempotencyKey) ? { status: 'happened', output: { id: 'found' } } : { status: 'not_happened' };
    },
    ...overrides,
  });
}

async function start(tool: AnyTool, options: Partial<TestServerOptions> = {}): Promise<TestServer> {
  target = new Target();
  const calls = [{ tool: 'send', input: { text: 'hello' } }];
  server = await createTestServer({ tools: [tool], worker: quickWorker, script: (turn) => (turn.stepIndex === 0 ? { calls } : { isFinal: true }), ...options });
  return server;
}

/** The work of this process fails once at the point, as if it had died there; its lease runs out. */
function failOnceAt(point: FaultPoint): (at: FaultPoint) => void {
  let isOver = false;
  return (at) => {
    if (at !== point || isOver) return;
    isOver = true;
    throw new Error(`struck at ${point}`);
  };
}

const startRun = async () => (await server.countersign.api.startRun(server.principal(), { agent: 'worker', task: 'go' })).runId;
const cancel = (runId: string) => server.countersign.api.cancelRun(server.principal(), { runId });
const getRun = (runId: string) => server.countersign.api.getRun(server.principal(), { runId });
const firstCall = (run: RunDetail) => run.steps[0]?.invocations[0];
const asSuperuser = <Row>(text: string, values: unknown[] = []) =>
  withClient(server.database.superUrl, async (client) => (await client.query(text, values)).rows as Row[]);
const listAudit = async (runId: string) =>
  (await asSuperuser<{ action: string }>('select action from countersign.audit where starts_with(subject, $1) order by id', [runId])).map((row) => row.action);
const findDoubts = async () => (await server.countersign.api.listApprovals(server.principal(), { status: 'pending', limit: 20 })).approvals;

async function listReceipts(sessionId: string): Promise<string[]> {
  const events = await server.events(sessionId);
  return events.flatMap((event) => (event.type === 'ui.append' ? (readNode('receipt', event.node)?.status ?? []) : []));
}

async function waitForCall(runId: string, status: string): Promise<RunDetail> {
  for (const end = Date.now() + 25_000; ; await delay(20)) {
    const run = await getRun(runId);
    if (firstCall(run)?.status === status) return run;
    if (Date.now() > end) throw new Error(`The call is ${firstCall(run)?.status} after 25 s, not ${status}.`);
  }
}

async function decide(decision: 'happened' | 'not_happened'): Promise<void> {
  const [doubt, ...more] = await findDoubts();
  expect(more).toEqual([]);
  const decisions = doubt?.items.map(({ itemId }) => ({ itemId, decision })) ?? [];
  const response = await server.request('/approvals/decisions', { method: 'POST', body: JSON.stringify({ requestId: doubt?.requestId, decisions }) });
  expect(response.status).toBe(200);
}

describe('a run that is cancelled while its external call is in flight', () => {
  test('is cancelled at once, records what came of the call, and never advances', async () => {
    const release = Promise.withResolvers<void>();
    let turns = 0;
    await start(send(), { script: () => ({ calls: turns++ === 0 ? [{ tool: 'send', input: { text: 'hello' } }] : [] }) });
    target.answer = release.promise;
    const runId = await startRun();
    await target.arrived.promise;
    const before = performance.now();
    expect((await cancel(runId)).status).toBe('cancelled');
    expect(performance.now() - before).toBeLessThan(1_000);
    release.resolve();
    const run = await waitForCall(runId, 'succeeded');
    expect(run).toMatchObject({ status: 'cancelled', stepCount: 1 });
    expect(await listReceipts(run.sessionId)).toEqual(['succeeded']);
    expect(await listAudit(runId)).toEqual(['run.requested', 'call.started', 'run.cancelled', 'call.succeeded']);
    await server.countersign.advance('north', runId);
    expect(turns).toBe(1);
  });

  test.each([
    ['the target is asked, and it happened', { by: 'verify' } as const, 'after_effect' as const, 'succeeded'],
    ['the target has no trace of it, and a human is asked', { by: 'verify' } as const, 'after_intent' as const, 'in_doubt'],
    ['nothing is repeated any more, also where a repeat would be safe', { by: 'key', windowMs: 60_000 } as const, 'after_intent' as const, 'in_doubt'],
    ['nobody can know, and a human is asked', { by: 'human' } as const, 'after_effect' as const, 'in_doubt'],
  ])('and its process dies: %s', async (_, recovery, point, status) => {
    const struck = Promise.withResolvers<void>();
    const fail = failOnceAt(point);
    const release = Promise.withResolvers<void>();
    await start(send({ recovery }), {
      faults: async (at) => {
        if (at === point) {
          struck.resolve();
          await release.promise;
        }
        fail(at);
      },
    });
    const runId = await startRun();
    await struck.promise;
    await cancel(runId);
    release.resolve();
    const run = await waitForCall(runId, status);
    expect(run).toMatchObject({ status: 'cancelled', stepCount: 1 });
    expect(target.effects).toHaveLength(point === 'after_effect' ? 1 : 0);
    if (status === 'succeeded') return expect(await findDoubts()).toEqual([]);
    await decide(target.effects.length === 1 ? 'happened' : 'not_happened');
    expect(firstCall(await getRun(runId))?.status).toBe(target.effects.length === 1 ? 'succeeded' : 'failed');
    expect((await getRun(runId)).status).toBe('cancelled');
    expect(await asSuperuser('select from countersign.leases')).toEqual([]);
  });
});

describe('a call that left no result', () => {
  test('is not asked of a human while it may still be in flight', async () => {
    await start(send(), { faults: failOnceAt('after_effect') });
    const runId = await startRun();
    await server.waitFor(runId, 'awaiting_human');
    const [row] = await asSuperuser<{ is_over: boolean }>(
      'select q.created_at >= i.deadline_at as is_over from countersign.approval_requests q join countersign.invocations i using (tenant_id, run_id)',
    );
    expect(row).toEqual({ is_over: true });
  });

  test('is not begun by a process that stood still until its time was over', async () => {
    await start(send({ recovery: { by: 'verify' } }), {
      faults: async (point) => {
        if (point === 'after_intent') await delay(TIMEOUT_MS + 100);
      },
    });
    const run = await server.run();
    expect(run.status).toBe('awaiting_human');
    expect(target.effects).toEqual([]);
  });

  test('has no more than the rest of its time when it begins late', async () => {
    let isFirst = true;
    const { promise: aborted, resolve: abort } = Promise.withResolvers<number>();
    const execute: AnyTool['execute'] = async (ctx) => {
      const begun = performance.now();
      ctx.signal.addEventListener('abort', () => abort(performance.now() - begun));
      await new Promise(() => {});
    };
    await start(send({ execute }), {
      faults: async (point) => {
        if (point !== 'after_intent' || !isFirst) return;
        isFirst = false;
        await delay(TIMEOUT_MS * 0.6);
      },
    });
    await startRun();
    expect(await aborted).toBeLessThan(TIMEOUT_MS * 0.6);
  });

  test('whose outcome comes in after all withdraws the question, and the run ends as if nobody had doubted', async () => {
    const release = Promise.withResolvers<void>();
    await start(send({ limits: { timeoutMs: 400 } }), {
      hasWorker: false,
      // This process stands still with the outcome in hand, its lease not renewed.
      faults: (point) => (point === 'after_effect' ? release.promise : undefined),
    });
    const runId = await startRun();
    const zombie = server.countersign.advance('north', runId);
    await target.arrived.promise;
    const other = server.twin({ faults: () => {} });
    await other.worker.start();
    await server.waitFor(runId, 'awaiting_human');
    expect(await findDoubts()).toHaveLength(1);
    release.resolve();
    await zombie;
    const run = await server.waitFor(runId, 'completed', 'completed_with_failures');
    expect(run.status).toBe('completed');
    expect(await findDoubts()).toEqual([]);
    expect(await listReceipts(run.sessionId)).toEqual(['in_doubt', 'succeeded']);
    expect(target.effects).toHaveLength(1);
  });

  test('asks once, though two processes come to doubt it', async () => {
    const release = Promise.withResolvers<void>();
    // The target answers with something the contract refuses: this process will doubt the call too.
    await start(send({ limits: { timeoutMs: 400 }, output: z.object({ other: z.string() }) }), {
      hasWorker: false,
      faults: (point) => (point === 'after_effect' ? release.promise : undefined),
    });
    const runId = await startRun();
    const zombie = server.countersign.advance('north', runId);
    await target.arrived.promise;
    const other = server.twin({ faults: () => {} });
    await other.worker.start();
    const { sessionId } = await server.waitFor(runId, 'awaiting_human');
    release.resolve();
    await zombie;
    expect(await findDoubts()).toHaveLength(1);
    expect(await listReceipts(sessionId)).toEqual(['in_doubt']);
  });

  test('has its outcome recorded although the connections break just then', async () => {
    let cuts = 0;
    await start(send(), {
      faults: async (point) => {
        if (point !== 'after_effect' || cuts++ > 0) return;
        await asSuperuser('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()');
      },
    });
    const runId = await startRun();
    await target.arrived.promise;
    await delay(300);
    await expect
      .poll(async () => (await asSuperuser<{ status: string }>('select status from countersign.runs where id = $1', [runId]))[0]?.status, { timeout: 25_000 })
      .toBe('completed');
    expect(target.effects).toHaveLength(1);
  });

  test('whose input the contract does not take any more is neither repeated nor forgotten', async () => {
    await start(send({ recovery: { by: 'key', windowMs: 60_000 } }), { hasWorker: false, faults: failOnceAt('after_intent') });
    const runId = await startRun();
    await expect(server.countersign.advance('north', runId)).rejects.toThrow('struck');
    const narrowed = send({ version: 2, recovery: { by: 'key', windowMs: 60_000 }, input: z.object({ text: z.string(), locale: z.string() }) });
    const agents = [defineAgent({ name: 'worker', description: 'The same agent, deployed anew.', tools: [narrowed] })];
    await server.twin({ agents, faults: () => {} }).worker.start();
    await server.waitFor(runId, 'awaiting_human');
    expect(target.effects).toEqual([]);
  });

  test('that the target itself refused is a failure, not a doubt', async () => {
    const execute: AnyTool['execute'] = () => {
      throw new CountersignError('conflict', 'The number is not in service.');
    };
    await start(send({ execute }));
    const run = await server.run();
    expect(run.status).toBe('completed_with_failures');
    expect(firstCall(run)).toMatchObject({ status: 'failed', error: { code: 'conflict', message: 'The number is not in service.' } });
  });
});

describe('a call whose target honours its key', () => {
  const WINDOW_MS = 60_000;
  /** The last moment at which a first repeat, after its delay and with all of its time, still ends within the window. */
  const LAST_AGE_MS = WINDOW_MS - REPEAT_DELAYS_MS[0] - TIMEOUT_MS - 1;
  const windows = [{ by: 'key', windowMs: WINDOW_MS } as const, { by: 'verify', windowMs: WINDOW_MS } as const];

  /** Strikes the process between intent and effect, and lets another take the run up when the call has this age. */
  async function recoverAtAge(ageMs: number, tool: AnyTool): Promise<RunDetail> {
    const begun = new Date();
    await start(tool, { hasWorker: false, faults: failOnceAt('after_intent'), clock: () => begun });
    const runId = await startRun();
    await expect(server.countersign.advance('north', runId)).rejects.toThrow('struck');
    await asSuperuser('update countersign.leases set expires_at = now()');
    await server.twin({ faults: () => {}, clock: () => new Date(begun.getTime() + ageMs) }).advance('north', runId);
    return getRun(runId);
  }

  test.each(windows)('is repeated as long as delay and timeout fit into the window: by $by', async (recovery) => {
    const run = await recoverAtAge(LAST_AGE_MS, send({ recovery }));
    expect([run.status, firstCall(run)?.status, target.effects.length]).toEqual(['completed', 'succeeded', 1]);
  });

  test.each(windows)('is not repeated when it could reach the target behind the window: by $by', async (recovery) => {
    const run = await recoverAtAge(LAST_AGE_MS + 1, send({ recovery }));
    expect([run.status, firstCall(run)?.status, target.effects]).toEqual(['awaiting_human', 'in_doubt', []]);
  });

  test('each further repeat waits longer, and that has to fit too', async () => {
    let attempts = 0;
    const execute: AnyTool['execute'] = () => {
      attempts += 1;
      throw new Error('no answer');
    };
    const run = await recoverAtAge(LAST_AGE_MS, send({ recovery: { by: 'key', windowMs: WINDOW_MS }, execute }));
    expect([run.status, attempts]).toEqual(['awaiting_human', 1]);
  });

  test('is given up after so many repeats, whatever is left of the window', async () => {
    let attempts = 0;
    const execute: AnyTool['execute'] = () => {
      attempts += 1;
      throw new Error('no answer');
    };
    const run = await recoverAtAge(0, send({ recovery: { by: 'key', windowMs: WINDOW_MS }, execute }));
    expect([run.status, attempts]).toEqual(['awaiting_human', REPEAT_DELAYS_MS.length]);
  });
});
