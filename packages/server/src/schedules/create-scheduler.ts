import { CountersignError } from '@countersign/core';
import type { Context } from '../context.ts';
import type { Queue } from '../engine/queue.ts';
import type { Schedule } from '../options.ts';
import { findLatest } from './find-latest.ts';
import { runTick } from './run-tick.ts';

/** How often the zones of the tenants are asked for: a new shop's first morning is never nearer than that. */
const ZONES_MS = 300_000;

/** Gives agents their tasks at the times of the schedules. */
export interface Scheduler {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Creates the scheduler. The times are kept and told by the queue in the database, once for all nodes; a tick is a job like
 * any other, so it survives its node. Without schedules it does nothing at all.
 */
export function createScheduler(ctx: Context, queue: Queue): Scheduler {
  const { schedules, logger, worker } = ctx.options;
  const kept = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = true;
  let keeping: Promise<void> = Promise.resolve();

  /** Makes the ticks that are missing. False: not all zones could be told; it is to be tried again soon. */
  async function keep(): Promise<boolean> {
    let isComplete = true;
    for (const schedule of schedules) {
      const zones = await listZones(schedule).catch((error: unknown) => {
        isComplete = false;
        logger.error({ schedule: schedule.name, error }, 'the time zones of a schedule could not be told; they will be asked for again');
        return [];
      });
      for (const timeZone of zones) {
        try {
          await keepZone(schedule, timeZone);
        } catch (error) {
          // One zone that does not exist must not cost the others their morning.
          isComplete = false;
          logger.error({ schedule: schedule.name, timeZone, error }, 'a schedule could not be kept in a time zone; it will be tried again');
        }
      }
    }
    return isComplete;
  }

  async function keepZone({ name, cron, missed = 'once' }: Schedule, timeZone: string): Promise<void> {
    const id = `${name} ${timeZone}`;
    if (kept.has(id)) return;
    await queue.keepTick({ schedule: name, cron, timeZone, missed });
    kept.add(id);
  }

  function keepOn(delayMs: number): void {
    timer = setTimeout(() => {
      keeping = keep().then((isComplete) => {
        if (!isStopped) keepOn(isComplete ? ZONES_MS : worker.scheduleMs);
      });
    }, delayMs);
    timer.unref();
  }

  return {
    async start() {
      if (schedules.length === 0) return;
      isStopped = false;
      kept.clear();
      const isComplete = await keep();
      await queue.dropTicks((tick) => !schedules.some(({ name }) => name === tick.schedule) || (isComplete && !kept.has(`${tick.schedule} ${tick.timeZone}`)));
      await queue.workTicks(async ({ schedule: name, timeZone, sentAt }) => {
        const schedule = schedules.find((candidate) => candidate.name === name);
        // Another version of the product may know it: the job stays, and is tried again.
        if (!schedule) throw new CountersignError('not_found', `This node has no schedule "${name}".`);
        const at = findLatest(queue.occurrences, schedule.cron, timeZone, sentAt);
        if (at) await runTick(ctx, schedule, { schedule: name, timeZone, at });
      });
      keepOn(isComplete ? ZONES_MS : worker.scheduleMs);
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await keeping;
    },
  };
}

async function listZones({ timeZone = 'UTC' }: Schedule): Promise<readonly string[]> {
  return typeof timeZone === 'string' ? [timeZone] : [...new Set(await timeZone())];
}
