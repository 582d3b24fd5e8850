import type { Actor } from '../auth/require-permission.ts';

const DAY_MS = 86_400_000;

/** The calendar day in the shop's zone, `YYYY-MM-DD`, some days from an instant. Days are counted on the calendar: a change of clocks moves none. */
export function shopDay({ timeZone }: Pick<Actor, 'timeZone'>, now: Date, daysLater = 0): string {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
  return new Date(Date.parse(`${today}T00:00:00Z`) + daysLater * DAY_MS).toISOString().slice(0, 10);
}
