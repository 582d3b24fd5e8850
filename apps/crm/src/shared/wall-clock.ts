import { z } from 'zod';

const MOMENT = 'Choose a day and a time.';

/** Wall-clock time in the shop's zone, to the minute: `YYYY-MM-DDTHH:mm`. Inputs of the type datetime-local write it so. */
export const WallClock = z
  .string(MOMENT)
  .regex(/^20\d\d-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d$/, { message: MOMENT, abort: true })
  .refine((local) => z.iso.date().safeParse(local.slice(0, 10)).success, MOMENT);
export type WallClock = z.infer<typeof WallClock>;

/** Whose clocks the times are on, for people. @example toZoneName('America/New_York') // 'New York time' */
export function toZoneName(timeZone: string): string {
  return `${timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone} time`;
}

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of a zone show at an instant. @example toWallClock(new Date('2026-12-01T15:00:00Z'), 'America/New_York') // '2026-12-01T10:00' */
export function toWallClock(instant: Date, timeZone: string): WallClock {
  let format = formats.get(timeZone);
  if (!format) {
    const digits = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...digits });
    formats.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
}

/**
 * The instant at which the clocks of a zone show a time. It decides as RFC 5545 (3.3.5) and Temporal's `compatible` do: of an hour
 * that comes twice the first is meant, and a time that the clocks skip is moved on by what they skip.
 *
 * @example toInstant('2026-03-08T02:30', 'America/New_York') // 2026-03-08T07:30:00Z: 3:30 in the morning, half past two does not exist
 */
export function toInstant(local: WallClock, timeZone: string): Date {
  const asUtc = Date.parse(`${local}Z`);
  // A day to each side no clock has been changed yet, or it has been already: the two offsets that can hold.
  const before = offsetMs(asUtc - DAY_MS, timeZone);
  const after = offsetMs(asUtc + DAY_MS, timeZone);
  const shown = [asUtc - before, asUtc - after].filter((time) => toWallClock(new Date(time), timeZone) === local);
  return new Date(shown.length > 0 ? Math.min(...shown) : asUtc - before);
}

function offsetMs(time: number, timeZone: string): number {
  return Date.parse(`${toWallClock(new Date(time), timeZone)}Z`) - Math.floor(time / 60_000) * 60_000;
}

/** The first instant of a day in a zone. @param day `YYYY-MM-DD` */
export function startOfDay(day: string, timeZone: string): Date {
  return toInstant(`${day}T00:00`, timeZone);
}

/** Days are counted on the calendar. @example addDays('2026-12-31', 1) // '2027-01-01' */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** @example formatSlot({ startsAt, endsAt, timeZone: 'America/New_York' }) // 'Tue, Dec 1, 10:00 AM – 1:30 PM' */
export function formatSlot({ startsAt, endsAt, timeZone }: { startsAt: Date; endsAt: Date; timeZone: string }): string {
  const isOneDay = toWallClock(startsAt, timeZone).slice(0, 10) === toWallClock(endsAt, timeZone).slice(0, 10);
  return `${formatDay(startsAt, timeZone)}, ${formatHour(startsAt, timeZone)} – ${isOneDay ? '' : `${formatDay(endsAt, timeZone)}, `}${formatHour(endsAt, timeZone)}`;
}

/** @example 'Tue, Dec 1' */
export function formatDay(instant: Date, timeZone: string): string {
  return instant.toLocaleDateString('en-US', { timeZone, weekday: 'short', month: 'short', day: 'numeric' });
}

/** With the space that every keyboard has: newer platforms put a narrow one before AM. @example '1:30 PM' */
export function formatHour(instant: Date, timeZone: string): string {
  return instant.toLocaleTimeString('en-US', { timeZone, hour: 'numeric', minute: '2-digit' }).replace(/\s/gu, ' ');
}
