import { setTimeout as delay } from 'node:timers/promises';
import { node } from '@countersign/core';
import { afterEach, describe, expect, test } from 'vitest';
import type { ProposerTurn } from '../proposers/proposer.ts';
import { withClient } from '../store/database-error.ts';
import { createTestServer, type TestServer, type TestServerOptions } from '../testing/create-test-server.ts';

let server: TestServer;
afterEach(() => server?.close());

const quickWorker = { leaseMs: 1_000, heartbeatMs: 200, sweepMs: 100 };

async function start(options: TestServerOptions): Promise<TestServer> {
  server = await createTestServer({ worker: quickWorker, bounds: { maxCostMicros: 1_000 }, ...options });
  return server;
}

async function money(): Promise<{ cost: number; reserved: number }[]> {
  return withClient(server.database.superUrl, async (client) => {
    const { rows } = await client.query<{ cost: number; reserved: number }>(
      'select cost_micros::int as cost, reserved_micros::int as reserved from countersign.runs',
    );
    return rows;
  });
}
const usage = (costMicros: number) => ({ model: 'none', inputTokens: 0, outputTokens: 0, costMicros });
const budgetOf = (turn: ProposerTurn) => {
  if (!turn.budget) throw new Error('The runtime gave this turn no budget.');
  return turn.budget;
};

describe('the budget of a run', () => {
  test('is held before the call, and becomes cost with the step', async () => {
    const seen: unknown[] = [];
    await start({
      script: async (turn) => {
        const reservation = await budgetOf(turn).reserve(400);
        seen.push(await money());
        reservation?.settle(150.2);
        return { show: [], isFinal: true, usage: usage(151) };
      },
    });
    const run = await server.run();
    expect(seen).toEqual([[{ cost: 0, reserved: 400 }]]);
    expect(run).toMatchObject({ status: 'completed', costMicros: 151 });
    expect(await money()).toEqual([{ cost: 151, reserved: 0 }]);
  });

  test('holds what ended attempts cost until the step is committed, and gives the rest back', async () => {
    const seen: unknown[] = [];
    await start({
      script: async (turn) => {
        (await budgetOf(turn).reserve(600))?.settle(100);
        await budgetOf(turn).reserve(900);
        seen.push(await money());
        expect(await budgetOf(turn).reserve(1)).toBeUndefined();
        seen.push(await money());
        return { isFinal: true };
      },
    });
    const run = await server.run();
    expect(seen).toEqual([[{ cost: 0, reserved: 1_000 }], [{ cost: 0, reserved: 1_000 }]]);
    // Nobody settled the second attempt: all of it is charged, though the proposal claims to have cost nothing.
    expect(run).toMatchObject({ status: 'completed', costMicros: 1_000 });
  });

  test('never charges more than was reserved', async () => {
    await start({
      script: async (turn) => {
        (await budgetOf(turn).reserve(300))?.settle(1_000_000);
        return { isFinal: true };
      },
    });
    expect(await server.run()).toMatchObject({ costMicros: 300 });
  });

  test('charges what a proposer spent that then failed', async () => {
    await start({
      script: async (turn) => {
        (await budgetOf(turn).reserve(300))?.settle(200);
        throw new Error('the proposer fell over');
      },
    });
    expect(await server.run()).toMatchObject({ status: 'failed', reason: 'proposer', costMicros: 200 });
    expect(await money()).toEqual([{ cost: 200, reserved: 0 }]);
  });

  test('charges a reservation whose worker died, at the next claim', async () => {
    const { promise: over, resolve: wake } = Promise.withResolvers<void>();
    await start({
      hasWorker: false,
      script: async (turn) => {
        await budgetOf(turn).reserve(250);
        return { isFinal: true };
      },
    });
    // It has no heartbeat, so its lease runs out while it waits for its model.
    const dying = server.twin({
      proposer: () => ({
        name: 'dying',
        async propose(turn) {
          await budgetOf(turn).reserve(700);
          await over;
          return { show: [node('message', { role: 'agent', text: 'Too late.' })], isFinal: true };
        },
      }),
    });
    const { runId } = await server.countersign.api.startRun(server.principal(), { agent: 'worker', task: 'go' });
    const died = dying.advance('north', runId);
    for (; (await money())[0]?.reserved !== 700; await delay(20));
    await server.countersign.worker.start();
    const run = await server.waitFor(runId, 'completed');
    wake();
    await died;
    expect(run.costMicros).toBe(950);
    expect(await money()).toEqual([{ cost: 950, reserved: 0 }]);
    expect(JSON.stringify(await server.events(run.sessionId))).not.toContain('Too late');
  });

  test('charges a reservation when the run is cancelled', async () => {
    const { promise: entered, resolve: enter } = Promise.withResolvers<void>();
    await start({
      script: async (turn) => {
        await budgetOf(turn).reserve(700);
        enter();
        await delay(300);
        await budgetOf(turn).reserve(701);
        return { isFinal: true };
      },
    });
    const { runId } = await server.countersign.api.startRun(server.principal(), { agent: 'worker', task: 'go' });
    await entered;
    expect(await server.countersign.api.cancelRun(server.principal(), { runId })).toMatchObject({ status: 'cancelled', costMicros: 700 });
    await server.countersign.worker.stop();
    expect(await money()).toEqual([{ cost: 700, reserved: 0 }]);
  });

  test('is not given to a worker that lost the run', async () => {
    const outcomes: unknown[] = [];
    const { promise: entered, resolve: enter } = Promise.withResolvers<void>();
    const { promise: cancelled, resolve: goOn } = Promise.withResolvers<void>();
    await start({
      script: async (turn) => {
        enter();
        await cancelled;
        await budgetOf(turn)
          .reserve(10)
          .catch((error: Error) => outcomes.push(error.name));
        return { isFinal: true };
      },
    });
    const { runId } = await server.countersign.api.startRun(server.principal(), { agent: 'worker', task: 'go' });
    await entered;
    await server.countersign.api.cancelRun(server.principal(), { runId });
    goOn();
    await server.countersign.worker.stop();
    expect(outcomes).toEqual(['FenceLostError']);
    expect(await money()).toEqual([{ cost: 0, reserved: 0 }]);
  });

  test('that cannot be written to is an error of the infrastructure: the run goes on when the database is back', async () => {
    let isBroken = true;
    const errors: string[] = [];
    await start({
      script: async (turn) => {
        if (isBroken) {
          await withClient(server.database.superUrl, (client) => client.query('alter table countersign.runs rename column reserved_micros to gone'));
          try {
            await budgetOf(turn).reserve(10);
          } catch (error) {
            errors.push((error as Error).name);
            throw error;
          } finally {
            isBroken = false;
            await withClient(server.database.superUrl, (client) => client.query('alter table countersign.runs rename column gone to reserved_micros'));
          }
        }
        await budgetOf(turn).reserve(10);
        return { isFinal: true };
      },
    });
    expect(await server.run()).toMatchObject({ status: 'completed', costMicros: 10 });
    expect(errors).toEqual(['BudgetUnreachableError']);
  });
});
