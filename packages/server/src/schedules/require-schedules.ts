import { CountersignError } from '@countersign/core';
import type { Occurrences } from '../engine/queue.ts';
import type { Schedule } from '../options.ts';
import type { Registry } from '../registry.ts';

/** @throws {CountersignError} `invalid_options` for a schedule that could never do what it says */
export function requireSchedules(schedules: readonly Schedule[], registry: Registry, occurrences: Occurrences): void {
  const names = new Set<string>();
  for (const { name, cron, timeZone, agent, task, intent } of schedules) {
    const refuse = (why: string) => {
      throw new CountersignError('invalid_options', `Schedule "${name}": ${why}`);
    };
    if (!/^[a-z][a-z0-9_-]{0,39}$/.test(name)) refuse('the name must be small letters, digits, _ and -, at most 40.');
    if (names.has(name)) refuse('there are two of this name.');
    names.add(name);
    const known = registry.agents.get(agent);
    if (!known) refuse(`there is no agent "${agent}".`);
    if (intent !== undefined && !known?.intents.some((candidate) => candidate.name === intent)) refuse(`the agent "${agent}" has no intent "${intent}".`);
    if (task.trim() === '') refuse('it has no task.');
    const zone = typeof timeZone === 'string' ? timeZone : 'UTC';
    try {
      occurrences(cron, { timeZone: zone, from: new Date(), count: 1 });
    } catch (error) {
      refuse(`"${cron}" in the time zone "${zone}" names no moment: ${(error as Error).message}`);
    }
  }
}
