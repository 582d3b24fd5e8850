import { CountersignError, defineTool, type ProposalInput } from '@countersign/core';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { withTenant } from '../store/open-transaction.ts';
import { createTestServer, type TestServer, type TestServerOptions } from '../testing/create-test-server.ts';

const hostSchema = `
create schema host; grant usage on schema host to countersign_app;
create table host.rows (tenant_id text not null, id text not null, primary key (tenant_id, id));
alter table host.rows enable row level security; alter table host.rows force row level security;
create policy t on host.rows using (tenant_id = nullif(current_setting('countersign.tenant', true), ''));
grant select, insert on host.rows to countersign_app;`;

interface Queryable {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

const addRow = defineTool({
  name: 'add_row',
  description: 'Adds a row.',
  input: z.object({ id: z.string() }),
  output: z.object({ id: z.string() }),
  risk: 'cautious',
  effect: 'database',
  permission: 'rows:write',
  receipt: (output) => `Added ${output.id}.`,
  execute: async (ctx, input) => {
    await (ctx.tx as Queryable).query('insert into host.rows (tenant_id, id) values ($1, $2)', [ctx.principal.tenantId, input.id]);
    if (input.id.startsWith('bad')) throw new Error('no such luck');
    return { id: input.id };
  },
});

const countRows = defineTool({
  name: 'count_rows',
  description: 'Counts rows.',
  input: z.object({}),
  output: z.object({ count: z.number() }),
  risk: 'safe',
  effect: 'none',
  permission: 'rows:read',
  execute: async (ctx) => {
    const { rows } = await (ctx.tx as Queryable).query('select count(*)::int as count from host.rows');
    return rows[0] as { count: number };
  },
});

let server: TestServer;
afterEach(() => server?.close());

async function start(options: TestServerOptions): Promise<TestServer> {
  server = await createTestServer({ hostSchema, tools: [addRow, countRows], ...options });
  return server;
}

async function rowIds(): Promise<string[]> {
  const { rows } = await withTenant(server.database.pool, 'north', (sql) => sql<{ id: string }>('select id from host.rows order by id'));
  return rows.map((row) => row.id);
}

const call = (tool: string, input: unknown = {}) => ({ tool, input });

describe('a run', () => {
  test('makes its calls in order, commits each with its outcome, and tells the story in its log', async () => {
    const proposals: ProposalInput[] = [
      { calls: [call('add_row', { id: 'a' })] },
      { calls: [call('add_row', { id: 'b' }), call('count_rows')], isFinal: true },
    ];
    await start({ script: (turn) => proposals[turn.stepIndex] ?? {} });
    const run = await server.run();
    expect(run.status).toBe('completed');
    expect(run.steps.map((step) => step.invocations.map((invocation) => [invocation.tool, invocation.status]))).toEqual([
      [['add_row', 'succeeded']],
      [
        ['add_row', 'succeeded'],
        ['count_rows', 'succeeded'],
      ],
    ]);
    expect(run.steps[1]?.invocations[1]?.output).toEqual({ count: 2 });
    expect(await rowIds()).toEqual(['a', 'b']);
    const events = await server.events(run.sessionId);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.map((event) => (event.type === 'ui.append' ? event.node.type : event.type === 'run.status' ? event.status : event.type))).toEqual([
      'message',
      'pending',
      'running',
      'receipt',
      'receipt',
      'completed',
    ]);
  });

  test('records a failing tool, undoes its effect, and never reads completed', async () => {
    await start({ script: () => ({ calls: [call('add_row', { id: 'bad' }), call('add_row', { id: 'good' })], isFinal: true }) });
    const run = await server.run();
    expect(run.status).toBe('completed_with_failures');
    expect(run.steps[0]?.invocations.map((invocation) => invocation.status)).toEqual(['failed', 'succeeded']);
    expect(await rowIds()).toEqual(['good']);
  });

  test('ends at the second unknown tool and names the nearest', async () => {
    await start({ script: () => ({ calls: [call('ad_row')] }) });
    const run = await server.run();
    expect(run).toMatchObject({ status: 'failed', reason: 'unknown_tool', stepCount: 2 });
    expect(run.steps[0]?.invocations[0]?.error).toMatchObject({ code: 'unknown_tool', details: { nearest: ['add_row'] } });
  });

  test('is stopped when it repeats itself', async () => {
    await start({ script: () => ({ calls: [call('count_rows')] }) });
    expect(await server.run()).toMatchObject({ status: 'failed', reason: 'repeated_call', stepCount: 4 });
  });

  test('is stopped at its bound of steps', async () => {
    await start({ bounds: { maxSteps: 5 }, script: (turn) => ({ calls: [call('add_row', { id: String(turn.stepIndex) })] }) });
    expect(await server.run()).toMatchObject({ status: 'budget_exceeded', reason: 'steps', stepCount: 5 });
    expect(await rowIds()).toHaveLength(5);
  });

  test('commits a proposal that cost money before it acts, and stops when the money is used up', async () => {
    await start({
      bounds: { maxCostMicros: 250 },
      script: (turn) => ({ calls: [call('add_row', { id: String(turn.stepIndex) })], usage: { costMicros: 100 } }),
    });
    expect(await server.run()).toMatchObject({ status: 'budget_exceeded', reason: 'cost', costMicros: 300 });
  });

  test('in the background tells its log of calls that only read, and of others by what they leave there anyway', async () => {
    const script = (turn: { stepIndex: number }): ProposalInput =>
      turn.stepIndex === 0 ? { calls: [call('count_rows'), call('count_rows')] } : { calls: [call('add_row', { id: 'a' })], isFinal: true };
    await start({ script });
    const run = await server.run();
    const step = { type: 'run.step', runId: run.runId, stepIndex: 0 };
    expect((await server.events(run.sessionId)).slice(2)).toMatchObject([
      { type: 'run.status', status: 'running' },
      { ...step, calls: [0, 1].map((callIndex) => ({ callIndex, tool: 'count_rows', status: 'succeeded' })) },
      { type: 'ui.append', node: { type: 'receipt' } },
      { type: 'run.status', status: 'completed' },
    ]);
    const { sessionId } = await server.countersign.api.createSession(server.principal(), { agent: 'worker' });
    const said = await server.countersign.api.postMessage(server.principal(), { sessionId, text: 'go', clientMessageId: 'm' });
    await server.waitFor(said.runId, 'completed_with_failures', 'completed');
    expect((await server.events(sessionId)).filter(({ type }) => type === 'run.step')).toEqual([]);
  });

  test('runs calls without effect side by side and gives every result back in order', async () => {
    let seen: unknown[] = [];
    await start({
      script: (turn) => {
        seen = [...turn.results];
        return turn.stepIndex === 0 ? { calls: [call('count_rows'), call('count_rows'), call('nope')] } : { isFinal: true };
      },
    });
    expect((await server.run()).status).toBe('completed');
    // Also the one that was refused before the others were made.
    expect(seen).toMatchObject([{ ok: true }, { ok: true }, { ok: false, error: { code: 'unknown_tool' } }]);
  });

  test('never reads completed when a tool refuses its input after all', async () => {
    const picky = defineTool({
      ...addRow,
      execute: () => {
        throw new CountersignError('invalid_input', 'That row is taken.');
      },
    });
    await start({ tools: [picky], script: () => ({ calls: [call('add_row', { id: 'a' })], isFinal: true }) });
    const run = await server.run();
    expect(run.status).toBe('completed_with_failures');
    expect(JSON.stringify(await server.events(run.sessionId))).toContain('That row is taken.');
  });

  test('asks permission at every call and records a refusal', async () => {
    await start({ can: (_principal, permission) => permission !== 'rows:write', script: () => ({ calls: [call('add_row', { id: 'a' })], isFinal: true }) });
    const run = await server.run();
    expect(run.steps[0]?.invocations[0]).toMatchObject({ status: 'denied', error: { code: 'permission_denied' } });
    expect(run.status).toBe('completed_with_failures');
    expect(await rowIds()).toEqual([]);
  });

  test('repairs a nested input and refuses a wrong one with its paths', async () => {
    await start({ script: () => ({ calls: [call('add_row', { input: { id: 'nested' } }), call('add_row', { id: 7 })], isFinal: true }) });
    const run = await server.run();
    expect(run.steps[0]?.invocations.map((invocation) => invocation.status)).toEqual(['succeeded', 'failed']);
    expect(run.steps[0]?.invocations[1]?.error).toMatchObject({ code: 'invalid_input', details: { issues: [{ path: 'id' }] } });
    const { rows } = await withTenant(server.database.pool, 'north', (sql) =>
      sql("select data->>'repaired' as repaired from countersign.audit where data ? 'repaired'"),
    );
    expect(rows).toEqual([{ repaired: 'unwrapped_input' }]);
  });

  test('is cancelled while a tool is at work, at once, and the tool leaves nothing', async () => {
    const { promise: entered, resolve: enter } = Promise.withResolvers<void>();
    const slow = defineTool({
      ...addRow,
      name: 'slow_row',
      execute: async (ctx, input: { id: string }) => {
        await (ctx.tx as Queryable).query('insert into host.rows (tenant_id, id) values ($1, $2)', [ctx.principal.tenantId, input.id]);
        enter();
        await (ctx.tx as Queryable).query('select pg_sleep(2)');
        return { id: input.id };
      },
    });
    await start({ tools: [slow], script: () => ({ calls: [call('slow_row', { id: 'x' })], isFinal: true }) });
    const { runId } = await server.countersign.api.startRun(server.principal(), { agent: 'worker', task: 'go' });
    await entered;
    const before = performance.now();
    expect((await server.countersign.api.cancelRun(server.principal(), { runId })).status).toBe('cancelled');
    expect(performance.now() - before).toBeLessThan(1_000);
    await server.countersign.worker.stop();
    expect(await rowIds()).toEqual([]);
    expect((await server.countersign.api.getRun(server.principal(), { runId })).steps).toEqual([]);
  });
});
