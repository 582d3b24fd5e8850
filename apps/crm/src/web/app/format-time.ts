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
