import type { Occurrences } from '../engine/queue.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
/** Searched from the nearest on, so that an expression with many moments is walked through a short stretch only. */
const STRETCHES_MS = [2 * MINUTE_MS, 60 * MINUTE_MS, 25 * 60 * MINUTE_MS, 8 * DAY_MS, 32 * DAY_MS, 366 * DAY_MS, 4 * 366 * DAY_MS];
const MOST_AT_ONCE = 512;

/** The latest moment of an expression at or before `until`: the name of the tick that is being worked on. Null: none in four years. */
export function findLatest(occurrences: Occurrences, cron: string, timeZone: string, until: Date): Date | null {
  for (const stretch of STRETCHES_MS) {
    const latest = walkUntil(occurrences, cron, timeZone, { from: new Date(until.getTime() - stretch), until });
    if (latest) return latest;
  }
  return null;
}

function walkUntil(occurrences: Occurrences, cron: string, timeZone: string, { from, until }: { from: Date; until: Date }): Date | null {
  let latest: Date | null = null;
  // Few at first: of an expression with rare moments, looking for many would walk through centuries to come.
  for (let count = 1; ; count = Math.min(MOST_AT_ONCE, count * 2)) {
    const page = occurrences(cron, { timeZone, from: latest ?? from, count });
    const past = page.filter((moment) => moment <= until);
    latest = past.at(-1) ?? latest;
    if (past.length < count) return latest;
  }
}
