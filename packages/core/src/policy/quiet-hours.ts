import type { RuleOf } from './policy-rule.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Is it quiet at an instant, by the wall clock of a zone? `from` and `until` of the same time are the whole day.
 *
 * @throws {RangeError} for a zone that nobody knows: whoever asks has to refuse then
 */
export function isQuiet(rule: Pick<RuleOf<'quiet_hours'>, 'from' | 'until' | 'days'>, now: Date, timeZone: string): boolean {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  if (rule.days.includes(['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(parts.weekday ?? ''))) return true;
  const time = `${parts.hour}:${parts.minute}`;
  return rule.from < rule.until ? time >= rule.from && time < rule.until : time >= rule.from || time < rule.until;
}
