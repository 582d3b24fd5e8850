const formats = new Map<string, Intl.DateTimeFormat>();

function format(timeZone: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone} ${name}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', { timeZone, ...options });
  formats.set(key, made);
  return made;
}

/** A day in the shop's time zone. @example formatDay('2026-03-01T12:00:00Z', 'America/Chicago') // 'Mar 1, 2026' */
export function formatDay(instant: string, timeZone: string): string {
  return format(timeZone, 'day', { dateStyle: 'medium' }).format(new Date(instant));
}

/** A day and time in the shop's time zone. @example 'Mar 1, 2026, 6:00 AM' */
export function formatMoment(instant: string, timeZone: string): string {
  return format(timeZone, 'moment', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
}

/** Only the time of day, in the shop's time zone. @example '6:00 AM' */
export function formatClock(instant: string, timeZone: string): string {
  return format(timeZone, 'clock', { timeStyle: 'short' }).format(new Date(instant));
}

/** A calendar day, which is the same everywhere. @example formatDate('2026-03-01') // 'Mar 1, 2026' */
export function formatDate(day: string): string {
  return formatDay(`${day}T12:00:00Z`, 'UTC');
}

const DAY_MS = 86_400_000;

/**
 * How long ago, as far as it matters: the time of today, the weekday of this week, else the day. In the shop's time zone.
 *
 * @example formatNear('2026-03-01T12:00:00Z', 'America/Chicago', new Date('2026-03-01T20:00:00Z')) // '6:00 AM'
 */
export function formatNear(instant: string, timeZone: string, now: Date): string {
  const day = formatDay(instant, timeZone);
  if (day === formatDay(now.toISOString(), timeZone)) return formatClock(instant, timeZone);
  if (day === formatDay(new Date(now.getTime() - DAY_MS).toISOString(), timeZone)) return 'Yesterday';
  if (now.getTime() - Date.parse(instant) < 6 * DAY_MS) return format(timeZone, 'weekday', { weekday: 'long' }).format(new Date(instant));
  return format(timeZone, 'short', { month: 'short', day: 'numeric', year: 'numeric' }).format(new Date(instant));
}
