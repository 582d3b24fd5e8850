const format = new Intl.DateTimeFormat('en-US', { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' });

/** A day as letters and texts write it. @example formatDay('2026-11-03') // 'November 3, 2026' */
export function formatDay(day: string): string {
  return format.format(new Date(`${day}T00:00:00Z`));
}
