import { setTimeout as delay } from 'node:timers/promises';
import { type AnyTool, defineTool, type ProposalInput } from '@countersign/core';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createPool } from '../store/create-pool.ts';
import { withClient } from '../store/database-error.ts';
import { pgDatabase } from '../store/pg-database.ts';
import { createTestServer, type TestServer, type TestServerOptions } from '../testing/create-test-server.ts';

const hostSchema = `
create schema host; grant usage on schema host to countersign_app;
create table host.rows (tenant_id text not null, id text not null);
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
  execute: async (ctx, input) => {
    await (ctx.tx as Queryable).query('insert into host.rows (tenant_id, id) values ($1, $2)', [ctx.principal.tenantId, input.id]);
    return input;
  },
});

const quickWorker = { leaseMs: 1_500, heartbeatMs: 300, sweepMs: 200 };
const call = (id: string) => ({ tool: 'add_row', input: { id } });
/** So many steps of one row each. */
const steps =
  (count: number) =>
  (turn: { stepIndex: number }): ProposalInput => ({ calls: [call(`r${turn.stepIndex}`)], isFinal: turn.stepIndex === count - 1 });

let server: TestServer;
afterEach(() => server?.close());

async function start(options: TestServerOptions): Promise<TestServer> {
  server = await createTestServer({ hostSchema, tools: [addRow as AnyTool], worker: quickWorker, bounds: { maxSteps: 500 }, ...options });
  return server;
}

const startRun = async () => (await server.countersign.api.startRun(server.principal(), { agent: 'worker', task: 'go' })).runId;
const asSuperuser = <Row>(text: string, values: unknown[] = []) =>
  withClient(server.database.superUrl, async (client) => (await client.query(text, values)).rows as Row[]);
const rowIds = async () => (await asSuperuser<{ id: string }>('select id from host.rows')).map((row) => row.id);
const findRun = async (runId: string) => {
  const [row] = await asSuperuser<{ status: string; epoch: number; step_count: number }>(
    'select status, epoch, step_count from countersign.runs where id = $1',
    [runId],
  );
  if (!row) throw new Error(`There is no run ${runId}.`);
  return row;
};
async function until(check: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 25_000; !(await check()); await delay(20)) if (Date.now() > end) throw new Error('It did not come to that within 25 s.');
}
/** What an operator's restart of the database does to everybody. */
const cutConnections = () =>
  asSuperuser('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()');

describe('a run whose work fails', () => {
  test('goes on after an error of the infrastructure, in the same process, once the lease ran out', async () => {
    let failures = 0;
    await start({
      script: steps(3),
      faults: (point) => {
        if (point === 'after_effect' && failures++ === 0) throw new Error('the database went away');
      },
    });
    const run = await server.run();
    expect(failures).toBeGreaterThan(1);
    expect(run).toMatchObject({ status: 'completed', stepCount: 3 });
    expect(await rowIds()).toEqual(['r0', 'r1', 'r2']);
  });

  test('goes on with the calls of its step that no commit had mentioned yet', async () => {
    let failures = 0;
    await start({
      script: () => ({ calls: [call('a'), call('b'), call('c')], isFinal: true }),
      faults: (point) => {
        if (point === 'after_result' && failures++ === 0) throw new Error('struck between two calls of a step');
      },
    });
    const run = await server.run();
    expect(run.status).toBe('completed');
    expect(run.steps.map((step) => step.invocations.map((invocation) => invocation.status))).toEqual([['succeeded', 'succeeded', 'succeeded']]);
    expect(await rowIds()).toEqual(['a', 'b', 'c']);
  });

  test('completes although every connection is cut, again and again', async () => {
    await start({
      script: async (turn) => {
        await delay(10);
        return steps(60)(turn);
      },
    });
    const runId = await startRun();
    for (const count of [5, 20, 40]) {
      await until(async () => (await findRun(runId)).step_count >= count);
      await cutConnections();
    }
    // Asked past the pool, whose next answers may still be of connections that are gone.
    await until(async () => (await findRun(runId)).status === 'completed');
    const run = await server.waitFor(runId, 'completed');
    expect(run.steps.map((step) => step.stepIndex)).toEqual(Array.from({ length: 60 }, (_, index) => index));
    expect((await rowIds()).toSorted()).toEqual(Array.from({ length: 60 }, (_, index) => `r${index}`).toSorted());
    const events = await server.events(run.sessionId);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  });

  test('is not ended because its proposer could not read the log just then', async () => {
    let reads = 0;
    await start({
      script: async (turn) => {
        const isFirst = reads++ === 0;
        if (isFirst) await asSuperuser('alter table countersign.events rename to events_away');
        try {
          await turn.view();
        } finally {
          if (isFirst) await asSuperuser('alter table countersign.events_away rename to events');
        }
        return { calls: [call('a')], isFinal: true };
      },
    });
    expect(await server.run()).toMatchObject({ status: 'completed' });
    expect(reads).toBe(2);
  });
});

describe('a run that nobody works on', () => {
  test('is found by the sweep when its wake-up is lost', async () => {
    await start({ hasWorker: false, script: steps(1) });
    const runId = await startRun();
    await asSuperuser('delete from pgboss.job');
    await asSuperuser("update countersign.runs set updated_at = now() - interval '1 minute' where id = $1", [runId]);
    await server.countersign.worker.start();
    expect((await server.waitFor(runId, 'completed')).stepCount).toBe(1);
  });

  test('is claimed by one of many that see its lease run out; the others leave it alone', async () => {
    let turns = 0;
    await start({
      hasWorker: false,
      script: (turn) => {
        turns += 1;
        return steps(2)(turn);
      },
    });
    const runId = await startRun();
    await asSuperuser("update countersign.runs set status = 'running', epoch = 1 where id = $1", [runId]);
    await asSuperuser("insert into countersign.leases (tenant_id, run_id, worker_id, epoch, expires_at) values ('north', $1, gen_random_uuid(), 1, now())", [
      runId,
    ]);
    const others = Array.from({ length: 5 }, () => server.twin());
    await Promise.all(others.map((other) => other.advance('north', runId)));
    expect(await findRun(runId)).toEqual({ status: 'completed', epoch: 2, step_count: 2 });
    expect(turns).toBe(2);
    expect(await rowIds()).toEqual(['r0', 'r1']);
  });

  test('keeps its lease while its tools use up every connection of the pool', async () => {
    const slowRead = defineTool({
      name: 'slow_read',
      description: 'Reads for a while.',
      input: z.object({ id: z.number() }),
      output: z.object({ id: z.number() }),
      risk: 'safe',
      effect: 'none',
      permission: 'rows:read',
      execute: async (ctx, input) => {
        await (ctx.tx as Queryable).query('select pg_sleep(1)');
        return input;
      },
    });
    const calls = Array.from({ length: 60 }, (_, id) => ({ tool: 'slow_read', input: { id } }));
    await start({ tools: [slowRead as AnyTool], script: () => ({ calls, isFinal: true }) });
    const pool = createPool({ url: server.database.appUrl });
    const other = server.twin({ database: pgDatabase({ pool }) });
    await other.worker.start();
    const runId = await startRun();
    await until(async () => (await findRun(runId)).status === 'completed');
    await other.worker.stop();
    await pool.end();
    expect(await findRun(runId)).toMatchObject({ status: 'completed', epoch: 1 });
  });

  test('is left alone by whoever wakes up while its worker lives', async () => {
    const { promise: entered, resolve: enter } = Promise.withResolvers<void>();
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    await start({
      script: async (turn) => {
        enter();
        await held;
        return steps(1)(turn);
      },
    });
    const runId = await startRun();
    await entered;
    const other = server.twin();
    // Longer than a lease: the heartbeat keeps it.
    for (const end = Date.now() + quickWorker.leaseMs * 1.5; Date.now() < end; await delay(100)) await other.advance('north', runId);
    expect((await findRun(runId)).epoch).toBe(1);
    release();
    expect((await server.waitFor(runId, 'completed')).stepCount).toBe(1);
  });
});

describe('a worker', () => {
  test('does not start on a pool that is too small for it', async () => {
    await start({ hasWorker: false });
    const pool = createPool({ url: server.database.appUrl, max: 3 });
    const { worker } = server.twin({ database: pgDatabase({ pool }) });
    await expect(worker.start()).rejects.toMatchObject({ code: 'invalid_options', message: expect.stringContaining('at least 4') });
    await pool.end();
  });

  test('whose heartbeat gets no answer says so, and has a new line when the database answers again', async () => {
    await start({ script: steps(1) });
    const isWorking = async () => (await server.countersign.checkHealth()).worker;
    expect(await isWorking()).toBe(true);
    await withClient(server.database.superUrl, async (client) => {
      await client.query('begin');
      await client.query('lock table countersign.leases in access exclusive mode');
      await until(async () => !(await isWorking()));
      // Longer than the heartbeat waits for an answer.
      await delay(quickWorker.leaseMs);
      await client.query('rollback');
    });
    await until(isWorking);
    expect(await server.run()).toMatchObject({ status: 'completed' });
  });
});

describe('a worker that is stopped', () => {
  test('finishes its step, and another goes on with the run', async () => {
    let current = 0;
    await start({
      script: async (turn) => {
        current = turn.stepIndex;
        await delay(10);
        return steps(200)(turn);
      },
    });
    const runId = await startRun();
    await until(async () => current >= 5);
    await server.countersign.worker.stop();
    const stopped = await findRun(runId);
    expect(stopped.status).toBe('pending');
    expect(stopped.step_count).toBeLessThan(50);
    expect(await rowIds()).toHaveLength(stopped.step_count);
    const other = server.twin();
    await other.advance('north', runId);
    expect(await findRun(runId)).toMatchObject({ status: 'completed', step_count: 200 });
    expect(await rowIds()).toHaveLength(200);
  });
});
