import type { JobView } from '../../shared/job.ts';
import { addDays } from '../../shared/wall-clock.ts';

const DAY_MINUTES = 1_440;
/** What is shown of a day at least, in minutes since midnight. */
const [OPENS, CLOSES] = [8 * 60, 18 * 60];
export const SLOT_MINUTES = 30;

/** A part of a day, in minutes since midnight on the clocks of the shop. */
export interface Span {
  from: number;
  to: number;
}

/** What there is of a job on one day. */
export interface DayJob extends Span {
  job: JobView;
  /** It began on an earlier day, or goes on after this one. */
  isContinued: boolean;
  goesOn: boolean;
}

/** The seven days of a week, from Monday. @example weekOf('2026-11-26') // ['2026-11-23', …, '2026-11-29'] */
export function weekOf(day: string): string[] {
  const sinceMonday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return Array.from({ length: 7 }, (_, index) => addDays(day, index - sinceMonday));
}

/** The jobs of a day in the order of their start. Times are compared as the clocks show them, so no zone comes into it. */
export function toDayJobs(jobs: readonly JobView[], day: string): DayJob[] {
  return jobs
    .map((job): DayJob => {
      const isContinued = job.startsAtLocal.slice(0, 10) < day;
      const goesOn = job.endsAtLocal.slice(0, 10) > day;
      return { job, isContinued, goesOn, from: isContinued ? 0 : toMinutes(job.startsAtLocal), to: goesOn ? DAY_MINUTES : toMinutes(job.endsAtLocal) };
    })
    .filter(({ job, from, to }) => job.startsAtLocal.slice(0, 10) <= day && job.endsAtLocal.slice(0, 10) >= day && from < to)
    .toSorted((one, other) => one.from - other.from || one.job.number - other.job.number);
}

/** The hours that are shown: those of the shop, and whatever begins or ends outside of them. */
export function toHours(dayJobs: readonly DayJob[]): Span {
  const starts = dayJobs.filter((each) => !each.isContinued).map((each) => each.from);
  const ends = dayJobs.filter((each) => !each.goesOn).map((each) => each.to);
  return { from: Math.floor(Math.min(OPENS, ...starts) / 60) * 60, to: Math.ceil(Math.max(CLOSES, ...ends) / 60) * 60 };
}

/** When a bay is free within the hours. */
export function toGaps(dayJobs: readonly Span[], hours: Span): Span[] {
  const gaps: Span[] = [];
  let from = hours.from;
  for (const taken of dayJobs) {
    if (taken.from > from) gaps.push({ from, to: Math.min(taken.from, hours.to) });
    from = Math.max(from, taken.to);
  }
  if (from < hours.to) gaps.push({ from, to: hours.to });
  return gaps.filter((gap) => gap.to > gap.from);
}

/** The gaps in pieces that end at the half hours: what can be chosen for a new job. */
export function toSlots(dayJobs: readonly Span[], hours: Span): Span[] {
  return toGaps(dayJobs, hours).flatMap((gap) => {
    const slots: Span[] = [];
    for (let { from } = gap; from < gap.to; ) {
      const to = Math.min(gap.to, (Math.floor(from / SLOT_MINUTES) + 1) * SLOT_MINUTES);
      slots.push({ from, to });
      from = to;
    }
    return slots;
  });
}

export function toMinutes(local: string): number {
  return Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16));
}

/** @example toLocal('2026-11-26', 615) // '2026-11-26T10:15' */
export function toLocal(day: string, minutes: number): string {
  return `${day}T${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** @example toClock(810) // '1:30 PM' */
export function toClock(minutes: number): string {
  const hour = Math.floor(minutes / 60) % 24;
  return `${hour % 12 === 0 ? 12 : hour % 12}:${String(minutes % 60).padStart(2, '0')} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** @example toClocks({ from: 540, to: 615 }) // '9:00 – 10:15 AM' */
export function toClocks({ from, to }: Span): string {
  const [start, end] = [toClock(from), toClock(to)];
  return start.slice(-2) === end.slice(-2) && to < DAY_MINUTES ? `${start.slice(0, -3)} – ${end}` : `${start} – ${end}`;
}

/** As it reads on the calendar of that day. @example '10:00 AM – 1:30 PM', '9:00 – 10:15 AM', 'all day', 'until 1:30 PM' */
export function toDayTime({ from, to, isContinued, goesOn }: DayJob): string {
  if (isContinued && goesOn) return 'all day';
  if (isContinued) return `until ${toClock(to)}`;
  return goesOn ? `from ${toClock(from)}` : toClocks({ from, to });
}

const dayNames = {
  long: { weekday: 'long', month: 'long', day: 'numeric' },
  short: { weekday: 'short', month: 'short', day: 'numeric' },
} as const;

/** @example toDayName('2026-11-26') // 'Thursday, November 26' */
export function toDayName(day: string, style: keyof typeof dayNames = 'long'): string {
  const name = dayNames[style];
  return new Date(`${day}T00:00:00Z`).toLocaleDateString('en-US', { timeZone: 'UTC', ...name });
}
