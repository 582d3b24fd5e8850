import { CountersignError, Identity } from '@countersign/core';
import type { Context } from '../context.ts';
import type { Schedule, Tick } from '../options.ts';
import { startScheduledRun } from '../runs/start-run.ts';
import { withdrawUnanswered } from './withdraw-unanswered.ts';

/**
 * Starts a tick's runs, one for each person it is for. Safe to repeat: whoever has the run of this tick keeps it and gets no
 * other. That one person's run cannot be started keeps nobody else waiting.
 *
 * @throws {CountersignError} `unavailable` when some could not be started: the tick is to be repeated
 */
export async function runTick(ctx: Context, schedule: Schedule, tick: Tick): Promise<void> {
  const { name, agent, task, intent } = schedule;
  const identities = await schedule.for(tick);
  const failures: unknown[] = [];
  for (const candidate of identities) {
    try {
      const identity = Identity.parse(candidate);
      const at = tick.at.toISOString();
      await startScheduledRun(ctx, identity, { agent, task, ...(intent !== undefined && { intent }) }, { name, at });
      if (schedule.unanswered !== 'keep') await withdrawUnanswered(ctx, identity, { name, at });
    } catch (error) {
      ctx.options.logger.error({ schedule: name, at: tick.at, error }, 'a scheduled run could not be started');
      failures.push(error);
    }
  }
  if (failures.length > 0)
    throw new CountersignError('unavailable', `${failures.length} of ${identities.length} runs of "${name}" could not be started.`, { cause: failures[0] });
  ctx.options.logger.info({ schedule: name, at: tick.at, timeZone: tick.timeZone, runs: identities.length }, 'a schedule has started its runs');
}
