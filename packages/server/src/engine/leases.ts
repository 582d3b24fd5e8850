import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Logger, WorkerOptions } from '../options.ts';
import type { Fence } from '../store/commit-step.ts';

/** The leases this process holds, renewed together by one statement however many runs there are. */
export interface Leases {
  readonly workerId: string;
  /** Starts to keep a claimed run's lease alive. The signal aborts when the lease or the fence is lost. */
  hold(fence: Fence): AbortSignal;
  /** Stops keeping it. The lease's row is deleted by the commit that ends the claim; without one it runs out, and a worker goes on. */
  drop(fence: Fence): void;
  /** Aborts the work on a run at once, where a cancel on this node knows before the heartbeat does. */
  abort(runId: string): void;
  /** True while the heartbeat gets through: the last one is younger than a lease. */
  isAlive(): boolean;
  start(): void;
  stop(): void;
}

interface Held {
  fence: Fence;
  controller: AbortController;
}

/**
 * Creates the lease keeper of one worker. It keeps a connection for itself while it runs: tools that use up the pool must not
 * cost the worker its leases.
 */
export function createLeases(pool: pg.Pool, options: WorkerOptions, logger: Logger): Leases {
  const workerId = uuidv7();
  const held = new Map<string, Held>();
  const line = createOwnLine(pool, options.leaseMs);
  let timer: NodeJS.Timeout | undefined;
  let renewedAtMs = 0;

  async function renew(): Promise<void> {
    const before = [...held.values()];
    try {
      const values = [workerId, options.leaseMs, before.map(({ fence }) => fence.runId)];
      const rows = await line.ask<{ run_id: string; epoch: number }>('select run_id, epoch from countersign.unsafe_renew_leases($1, $2, $3)', values);
      renewedAtMs = performance.now();
      const epochs = new Map(rows.map((row) => [row.run_id, row.epoch]));
      for (const { fence, controller } of before) {
        if (epochs.get(fence.runId) !== fence.epoch) controller.abort(new Error(`The lease of run ${fence.runId} is gone: cancelled or taken over.`));
      }
    } catch (error) {
      if (timer === undefined) return; // Stopped meanwhile: there is nothing to renew.
      logger.warn({ error }, 'leases could not be renewed');
      if (performance.now() - renewedAtMs < options.leaseMs) return;
      for (const { fence, controller } of before) controller.abort(new Error(`The lease of run ${fence.runId} ran out while the database did not answer.`));
    }
  }

  return {
    workerId,
    hold(fence) {
      const controller = new AbortController();
      held.set(fence.runId, { fence, controller });
      return controller.signal;
    },
    drop(fence) {
      if (held.get(fence.runId)?.fence.epoch === fence.epoch) held.delete(fence.runId);
    },
    abort(runId) {
      held.get(runId)?.controller.abort(new Error(`Run ${runId} was cancelled.`));
    },
    isAlive: () => timer !== undefined && performance.now() - renewedAtMs < options.leaseMs,
    start() {
      renewedAtMs = performance.now();
      line.open();
      timer = setInterval(() => void renew(), options.heartbeatMs);
      timer.unref();
    },
    stop() {
      clearInterval(timer);
      timer = undefined;
      line.close();
    },
  };
}

/** A connection of the pool that is kept, and replaced when it breaks or does not answer in time. */
function createOwnLine(pool: pg.Pool, timeoutMs: number) {
  let connection: Promise<pg.PoolClient> | undefined;

  function open(): Promise<pg.PoolClient> {
    if (connection) return connection;
    const opening = pool.connect().then((client) => {
      // A connection that breaks while nobody asks anything reports it as an event, which would else end the process.
      client.on('error', () => close(opening));
      return client;
    });
    opening.catch(() => close(opening));
    connection = opening;
    return opening;
  }

  /** Gives the connection up. Of one that is still being made too: it goes back when it is there. */
  function close(which = connection): void {
    if (which === undefined || connection !== which) return;
    connection = undefined;
    which.then(
      (client) => client.release(true),
      () => {}, // It was never there.
    );
  }

  return {
    open: () => void open(),
    close: () => close(),
    async ask<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
      const asked = open();
      const query: pg.QueryConfig & { query_timeout: number } = { text, values, query_timeout: timeoutMs };
      const client = await asked;
      try {
        return (await client.query<Row>(query)).rows;
      } catch (error) {
        close(asked);
        throw error;
      }
    },
  };
}
