import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { Logger } from '../options.ts';
import type { Sql } from '../store/database.ts';
import { runQueue, tickQueue } from '../store/install-queue.ts';

/** How long a stop waits for the wake-ups in hand. What takes longer is given back to the queue. */
const STOP_MS = 20_000;

const Wake = z.object({ tenantId: z.string(), runId: z.string() });
const TickJob = z.object({ schedule: z.string(), timeZone: z.string() });

/** A schedule in one zone, as the queue keeps it. */
export interface KeptTick extends z.infer<typeof TickJob> {
  cron: string;
  missed: 'once' | 'skip';
}

/** The moments after `from` that a cron expression names in a zone, in order. */
export type Occurrences = (cron: string, options: { timeZone: string; from: Date; count: number }) => Date[];

/** Wake-ups of runs and ticks of schedules, on pg-boss: durable, delayed, fair between tenants. A wake-up only says "look at this run". */
export interface Queue {
  /** In the transaction of the fact that causes it. */
  send(sql: Sql, tenantId: string, runId: string): Promise<void>;
  /** Starts taking wake-ups. */
  work(options: { concurrency: number; perTenant: number }, handler: (tenantId: string, runId: string) => Promise<void>): Promise<void>;
  /** Has ticks sent at the times of the expression from now on; said again it changes them. */
  keepTick(tick: KeptTick): Promise<void>;
  dropTicks(isUnwanted: (tick: z.infer<typeof TickJob>) => boolean): Promise<void>;
  /** Starts taking ticks. One that the handler rejects comes again. */
  workTicks(handler: (tick: z.infer<typeof TickJob> & { sentAt: Date }) => Promise<void>): Promise<void>;
  /** Reads expressions as those of the ticks are read. Needs no database. */
  readonly occurrences: Occurrences;
  stop(): Promise<void>;
}

/** How soon a tick that is due is handed on, however rarely it is looked for. */
const FORWARD_SECONDS = 5;

/**
 * Creates the queue. Intervals are tuned: with pg-boss's defaults a dead worker was noticed after 57 s, with these after
 * 7.6 s; our own sweep of leases stands behind it. Without `ticks` nothing looks for schedules.
 */
export function createQueue(pool: pg.Pool, logger: Logger, ticks?: { scheduleMs: number }): Queue {
  const scheduleSeconds = Math.round((ticks?.scheduleMs ?? 30_000) / 1_000);
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema: 'pgboss',
    migrate: false,
    createSchema: false,
    schedule: ticks !== undefined,
    cronMonitorIntervalSeconds: scheduleSeconds,
    cronWorkerIntervalSeconds: Math.min(FORWARD_SECONDS, scheduleSeconds),
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
    async keepTick({ schedule, cron, timeZone, missed }) {
      await start();
      await boss.schedule(tickQueue, cron, { schedule, timeZone }, { tz: timeZone, key: toKey(schedule, timeZone), missed });
    },
    async dropTicks(isUnwanted) {
      await start();
      for (const { key, data } of await boss.getSchedules(tickQueue)) {
        const tick = TickJob.safeParse(data);
        if (!tick.success || isUnwanted(tick.data)) await boss.unschedule(tickQueue, key);
      }
    },
    async workTicks(handler) {
      await start();
      await boss.work(tickQueue, { pollingIntervalSeconds: 1, batchSize: 1, includeMetadata: true }, async (jobs) => {
        for (const job of jobs) await handler({ ...TickJob.parse(job.data), sentAt: job.createdOn });
      });
    },
    occurrences: (cron, { timeZone, from, count }) => boss.previewSchedule(cron, { tz: timeZone, from, count }),
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

/** A key may hold no `+`, as some zones do; no zone is told from another by it alone. */
const toKey = (schedule: string, timeZone: string) => `${schedule}.${timeZone.replaceAll('+', '.')}`;
