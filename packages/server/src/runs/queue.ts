import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { Logger } from '../options.ts';
import type { Sql } from '../store/database.ts';
import { runQueue } from '../store/install-queue.ts';

/** How long a stop waits for the wake-ups in hand. What takes longer is given back to the queue. */
const STOP_MS = 20_000;

const Wake = z.object({ tenantId: z.string(), runId: z.string() });

/** Wake-ups of runs, on pg-boss: durable, delayed, fair between tenants. A wake-up only says "look at this run". */
export interface Queue {
  /** In the transaction of the fact that causes it. */
  send(sql: Sql, tenantId: string, runId: string): Promise<void>;
  /** Starts taking wake-ups. */
  work(options: { concurrency: number; perTenant: number }, handler: (tenantId: string, runId: string) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Creates the queue. Intervals are tuned: with pg-boss's defaults a dead worker was noticed after 57 s, with these after
 * 7.6 s; our own sweep of leases stands behind it.
 */
export function createQueue(pool: pg.Pool, logger: Logger): Queue {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema: 'pgboss',
    migrate: false,
    createSchema: false,
    schedule: false,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
  });
  boss.on('error', (error) => logger.error({ error }, 'the queue reports an error'));
  boss.on('warning', (warning) => logger.warn({ warning }, 'the queue warns'));
  let started: Promise<unknown> | undefined;
  const start = () => {
    started ??= boss.start().catch((error: unknown) => {
      started = undefined; // The next caller tries again, instead of meeting an outage that is over.
      throw error;
    });
    return started;
  };

  return {
    async send(sql, tenantId, runId) {
      await start();
      const db = { executeSql: (text: string, values?: unknown[]) => sql(text, values) };
      await boss.send(runQueue, { tenantId, runId }, { db, group: { id: tenantId } });
    },
    async work({ concurrency, perTenant }, handler) {
      await start();
      const options = { localConcurrency: concurrency, localGroupConcurrency: perTenant, pollingIntervalSeconds: 0.5, batchSize: 1 };
      await boss.work(runQueue, options, async (jobs) => {
        for (const job of jobs) {
          const { tenantId, runId } = Wake.parse(job.data);
          await handler(tenantId, runId);
        }
      });
    },
    async stop() {
      if (!started) return;
      await started;
      // Waits for what is in hand, and no longer: pg-boss's own graceful stop looks only every half second whether it is done.
      await Promise.race([boss.offWork(runQueue), delay(STOP_MS, undefined, { ref: false })]);
      await boss.stop({ graceful: false, close: false });
      // Only now: a run that is handed back meanwhile enqueues its wake-up, and must not start anew what is being stopped.
      started = undefined;
    },
  };
}
