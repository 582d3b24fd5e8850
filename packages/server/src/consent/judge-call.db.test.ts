import { type AnyTool, CountersignError, defineTool } from '@countersign/core';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { withTenant } from '../store/open-transaction.ts';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';

const hostSchema = `
create schema host; grant usage on schema host to countersign_app;
create table host.rows (tenant_id text not null, id bigint generated always as identity, name text not null);
grant select, insert on host.rows to countersign_app;`;

interface Queryable {
  query(text: string, values?: unknown[]): Promise<{ rows: { id: string }[] }>;
}

function addRow(overrides: Partial<AnyTool> = {}): AnyTool {
  return defineTool({
    name: 'add_row',
    description: 'Adds a row.',
    input: z.object({ name: z.string(), note: z.string().optional() }),
    output: z.object({ id: z.string() }),
    risk: 'cautious',
    effect: 'database',
    permission: 'rows:write',
    intentKey: (input) => [input.name],
    execute: async (ctx, input) => {
      if (input.note === 'fail') throw new Error('refused by the script');
      const { rows } = await (ctx.tx as Queryable).query('insert into host.rows (tenant_id, name) values ($1, $2) returning id', [
        ctx.principal.tenantId,
        input.name,
      ]);
      return { id: String(rows[0]?.id) };
    },
    ...overrides,
  });
}

let server: TestServer;
afterEach(() => server?.close());

async function start(tool: AnyTool, inputs: unknown[][]): Promise<TestServer> {
  let run = -1;
  server = await createTestServer({
    hostSchema,
    tools: [tool],
    script: (turn) => {
      if (turn.stepIndex === 0) run += 1;
      return { calls: (inputs[run] ?? []).map((input) => ({ tool: tool.name, input })), isFinal: true };
    },
  });
  return server;
}

const countRows = async () => (await withTenant(server.database.pool, 'north', (sql) => sql('select 1 from host.rows'))).rows.length;
const calls = async () => (await server.run()).steps.flatMap((step) => step.invocations);

describe('the same intent', () => {
  test('is done once; the second call gets the first output and says so', async () => {
    await start(addRow(), [[{ name: 'a' }], [{ name: 'a', note: 'other words' }]]);
    const [first] = await calls();
    const [second] = await calls();
    expect(first).toMatchObject({ status: 'succeeded', isReplayed: false });
    expect(second).toMatchObject({ status: 'succeeded', isReplayed: true, output: first?.output });
    expect(await countRows()).toBe(1);
  });

  test('may be tried again after it failed', async () => {
    await start(addRow(), [[{ name: 'a', note: 'fail' }], [{ name: 'a' }]]);
    expect(await calls()).toMatchObject([{ status: 'failed' }]);
    expect(await calls()).toMatchObject([{ status: 'succeeded', isReplayed: false }]);
    expect(await countRows()).toBe(1);
  });

  test('is done once by many runs at the same time', async () => {
    const tool = addRow();
    server = await createTestServer({ hostSchema, tools: [tool], script: () => ({ calls: [{ tool: tool.name, input: { name: 'race' } }], isFinal: true }) });
    const runs = await Promise.all(Array.from({ length: 12 }, () => server.run()));
    const all = runs.flatMap((run) => run.steps.flatMap((step) => step.invocations));
    expect(all.filter((call) => call.status === 'succeeded' && !call.isReplayed)).toHaveLength(1);
    expect(all.every((call) => call.status === 'succeeded' || (call.error as { code: string }).code === 'in_progress')).toBe(true);
    expect(await countRows()).toBe(1);
  });

  test('is refused while another call waits for its approval', async () => {
    await start(addRow({ risk: 'destructive' }), [[{ name: 'a' }], [{ name: 'a' }]]);
    expect(await calls()).toMatchObject([{ status: 'awaiting_approval' }]);
    expect(await calls()).toMatchObject([{ status: 'failed', error: { code: 'in_progress' } }]);
  });

  test('without a key of its own two calls are two', async () => {
    const { intentKey: _none, ...keyless } = addRow();
    await start(keyless as AnyTool, [[{ name: 'a' }, { name: 'a' }]]);
    expect(await calls()).toMatchObject([{ isReplayed: false }, { isReplayed: false }]);
    expect(await countRows()).toBe(2);
  });
});

describe('limits and policies', () => {
  test('a tool stops at its calls per hour, with a reason', async () => {
    await start(addRow({ maxCallsPerHour: 2 }), [[{ name: 'a' }, { name: 'b' }, { name: 'c' }]]);
    expect(await calls()).toMatchObject([{ status: 'succeeded' }, { status: 'succeeded' }, { status: 'denied', error: { code: 'limit_exceeded' } }]);
    expect(await countRows()).toBe(2);
  });

  test('every call says which rule allowed it', async () => {
    await start(addRow(), [[{ name: 'a' }]]);
    expect(await calls()).toMatchObject([{ allowedBy: 'default_allow' }]);
  });
});

describe('a tool that misbehaves', () => {
  test('is rolled back when it returns something its contract refuses', async () => {
    const execute: AnyTool['execute'] = async (ctx, input) => {
      await (ctx.tx as Queryable).query('insert into host.rows (tenant_id, name) values ($1, $2)', [ctx.principal.tenantId, input.name]);
      return { wrong: true };
    };
    await start(addRow({ execute }), [[{ name: 'a' }]]);
    expect(await calls()).toMatchObject([{ status: 'failed', error: { code: 'invalid_output' } }]);
    expect(await countRows()).toBe(0);
  });

  test('is rolled back when it takes too long, and cannot write afterwards', async () => {
    let late: Promise<unknown> | undefined;
    const execute: AnyTool['execute'] = async (ctx, input) => {
      const client = ctx.tx as Queryable;
      await client.query('insert into host.rows (tenant_id, name) values ($1, $2)', [ctx.principal.tenantId, input.name]);
      const { promise, resolve } = Promise.withResolvers<void>();
      ctx.signal.addEventListener('abort', () => setTimeout(resolve, 50));
      late = promise.then(() => client.query('insert into host.rows (tenant_id, name) values ($1, $2)', [ctx.principal.tenantId, 'late']));
      late.catch(() => {});
      await promise;
      await new Promise(() => {});
    };
    await start(addRow({ timeoutMs: 200, execute }), [[{ name: 'a' }]]);
    expect(await calls()).toMatchObject([{ status: 'failed', error: { code: 'timed_out' } }]);
    await expect(late).rejects.toThrow('transaction is over');
    expect(await countRows()).toBe(0);
  });

  test.each<[string, Partial<AnyTool>]>([
    [
      'intent key',
      {
        intentKey: () => {
          throw new Error('boom');
        },
      },
    ],
    [
      'impact',
      {
        impact: () => {
          throw new Error('boom');
        },
      },
    ],
    [
      'simulation',
      {
        risk: 'destructive',
        simulate: () => {
          throw new Error('boom');
        },
      },
    ],
  ])('fails its call when its %s throws, and the run goes on', async (_what, broken) => {
    await start(addRow(broken), [[{ name: 'a' }]]);
    expect(await calls()).toMatchObject([{ status: 'failed', error: { code: 'tool_failed' } }]);
    expect(await countRows()).toBe(0);
  });

  test('passes on the reason when its impact refuses', async () => {
    const impact = () => {
      throw new CountersignError('conflict', 'There is no phone number on file.');
    };
    await start(addRow({ risk: 'irreversible', impact }), [[{ name: 'a' }]]);
    expect(await calls()).toMatchObject([{ status: 'failed', error: { code: 'conflict', message: 'There is no phone number on file.' } }]);
  });

  test('keeps its strange bytes from costing the record', async () => {
    const execute: AnyTool['execute'] = () => ({ id: 'nul \u0000 and half \uD800' });
    await start(addRow({ execute }), [[{ name: 'a' }]]);
    expect(await calls()).toMatchObject([{ status: 'succeeded', output: { id: 'nul \uFFFD and half \uFFFD' } }]);
  });
});
