/** How and where times are read; what is undefined is the browser's. */
export interface Clock {
  locale: string | undefined;
  timeZone: string | undefined;
}

type Style = 'day' | 'moment' | 'clock';

const styles: Readonly<Record<Style, Intl.DateTimeFormatOptions>> = {
  day: { dateStyle: 'medium' },
  moment: { dateStyle: 'medium', timeStyle: 'short' },
  clock: { timeStyle: 'short' },
};

/** An ISO 8601 instant as people read it. @example formatInstant('2026-03-01T12:00:00Z', 'moment', { locale: 'en-US', timeZone: 'UTC' }) // 'Mar 1, 2026, 12:00 PM' */
export function formatInstant(instant: string, style: Style, { locale, timeZone }: Clock): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? instant : new Intl.DateTimeFormat(locale, { ...styles[style], timeZone }).format(at);
}

const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?Z)?)?$/;

/** A day, a local time or an instant as people read it; any other text as it is. */
export function formatIso(text: string, clock: Clock): string {
  if (!ISO.test(text) || Number.isNaN(Date.parse(text))) return text;
  // A day is the same everywhere, and a local time is on the reader's clock already.
  if (text.length === 10) return formatInstant(`${text}T12:00:00Z`, 'day', { ...clock, timeZone: 'UTC' });
  return text.endsWith('Z') ? formatInstant(text, 'moment', clock) : formatInstant(`${text}Z`, 'moment', { ...clock, timeZone: 'UTC' });
}
