import { CountersignError, type Identity } from '@countersign/core';
import type { Occurrences } from '../engine/queue.ts';
import type { Registry } from '../registry.ts';

/** One moment of a schedule in one time zone. */
export interface Tick {
  schedule: string;
  timeZone: string;
  /** The moment the expression names, not the one at which somebody got round to it. */
  at: Date;
}

/** A task that is given to an agent again and again, for people who did not have to ask. */
export interface Schedule {
  /** Stable: with the moment and the person it names a run, and it stands in the audit. Small letters, digits, `_` and `-`. */
  readonly name: string;
  /** Minute, hour, day, month, weekday: `0 8 * * *` is eight every morning. */
  readonly cron: string;
  /**
   * The IANA zone in which `cron` is read. A function names the zones of all tenants: each has a tick of its own, so that the
   * morning is everybody's own. It is asked when a worker starts and every five minutes. @default 'UTC'
   */
  readonly timeZone?: string | (() => Promise<readonly string[]> | readonly string[]);
  readonly agent: string;
  /** What is to be done, in words; shown in the run's log. */
  readonly task: string;
  /** The intent whose plan it is. Left out: the task is understood like one of `POST /runs`. */
  readonly intent?: string;
  /** Whom to do it for at this tick: a run each, with that person's permissions. Asked again when a tick is repeated. */
  readonly for: (tick: Tick) => Promise<readonly Identity[]> | readonly Identity[];
  /** Ticks that came while no worker ran: `once` makes up for the latest when one is back, `skip` for none. @default 'once' */
  readonly missed?: 'once' | 'skip';
  /**
   * What becomes of the run of an earlier tick that still waits for an approval when this one comes: `replace` cancels it, so
   * that nobody is asked twice about the same and the facts are today's; `keep` leaves both. @default 'replace'
   */
  readonly unanswered?: 'replace' | 'keep';
}

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
