import { findDates, type SaidDate } from '@countersign/server';
import type { ReadingContext } from './read-request.ts';

/** When something is to happen, as far as it was said. */
export interface SaidTime {
  day?: string | undefined;
  /** HH:mm, in the hours in which a shop is open. */
  time?: string | undefined;
}

/** The day and the time of a sentence, wherever in it each stands. Ranges and lengths of time are neither. */
export function readTime(text: string, ctx: ReadingContext): SaidTime {
  const found = findDates(text, ctx).map(({ value }) => value);
  const day = found.find((said) => said.day !== undefined && said.lastDay === undefined);
  const timed = day?.time !== undefined ? day : found.find((said) => said.time !== undefined);
  return { day: day?.day, time: timed && toShopHour(timed) };
}

/** "At 2" is two in the afternoon: nobody brings a car at night. From seven on it is the morning. */
function toShopHour({ time, isHourSure }: SaidDate): string | undefined {
  if (time === undefined || isHourSure) return time;
  const [hour = 0, minute = '00'] = [Number(time.slice(0, 2)), time.slice(3)];
  return `${String(hour >= 1 && hour < 7 ? hour + 12 : hour).padStart(2, '0')}:${minute}`;
}

/** @example toDayWords('2026-12-01') // 'Tue, Dec 1' */
export function toDayWords(day: string): string {
  return new Date(`${day}T12:00:00Z`).toLocaleDateString('en-US', { timeZone: 'UTC', weekday: 'short', month: 'short', day: 'numeric' });
}

/** @example toHourWords('14:30') // '2:30 PM' */
export function toHourWords(time: string): string {
  const text = new Date(`2026-01-01T${time}:00Z`).toLocaleTimeString('en-US', { timeZone: 'UTC', hour: 'numeric', minute: '2-digit' });
  return text.replace(/\s/gu, ' ');
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The clock of the shop at an instant, `YYYY-MM-DDTHH:mm`. */
export function toLocal(instant: Date, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
    formats.set(timeZone, format);
  }
  return format.format(instant).replace(' ', 'T');
}

/** An instant as it is said in the shop. @example 'Fri, Nov 27, 2:00 PM' */
export function toMomentWords(instant: string, timeZone: string): string {
  const local = toLocal(new Date(instant), timeZone);
  return `${toDayWords(local.slice(0, 10))}, ${toHourWords(local.slice(11, 16))}`;
}
