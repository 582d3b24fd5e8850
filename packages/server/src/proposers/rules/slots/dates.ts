import type { SlotContext } from '@countersign/core';
import { type ParsedResult, parse } from 'chrono-node/en';
import { createSlot, type Found } from './create-slot.ts';
import { numberWords } from './number-words.ts';
import { spellDates } from './spell-dates.ts';

/** A day, a stretch of days or a time of day as it was said, on the calendar and the clock of the tenant. */
export interface SaidDate {
  /** YYYY-MM-DD. Left out: only a time was said. */
  day?: string;
  /** The last day, where a week or a weekend was said. */
  lastDay?: string;
  /** HH:mm. Left out: no time was said. */
  time?: string;
  /** False: "at 2" may be either half of the day; the host knows when it is open. */
  isHourSure: boolean;
}

/** Words without which nothing is read: parsing is the dearest thing a slot does. */
const WORTH_READING = /\d|day|tonight|tmr|tmw|2moro|tom+or|(?:mon|tue|wed|thu|fri|sat|sun)|week|month|noon|midnight|morning|afternoon|evening|o'clock/iu;
/** A length of time, which is no date: "20 minutes late", "for two hours", "more than 30 days overdue". */
const LENGTH = new RegExp(
  String.raw`^(?:for\s+)?(?:an?|\d+(?:\.\d+)?|half\s+an?|${numberWords})\s*(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?|years?)(?!\p{L})`,
  'iu',
);
const PAST_LENGTH = /^(?:last|past)\s+\d+\s/iu;
/** "Sat" and "sun" are also a verb and a star. */
const SHORT_DAY = /^(?:sat|sun|mon|wed)$/u;
const DAY_CUE = /\b(?:on|this|next|for|by|until|till|every|coming|and|to)\s+$/iu;

/**
 * Every date and time of a text, read by chrono on the tenant's own calendar. What it takes for dates and is none is left
 * out: lengths of time, a month that may be a name, "now".
 *
 * @example findDates('book it for next Tuesday at 10am', ctx) // [{ value: { day: '2026-12-01', time: '10:00', isHourSure: true }, … }]
 */
export function findDates(text: string, ctx: Pick<SlotContext, 'now' | 'timeZone'>): Found<SaidDate>[] {
  if (!WORTH_READING.test(text)) return [];
  const now = toWallClock(ctx);
  const spelled = spellDates(text, { year: now.getUTCFullYear(), month: now.getUTCMonth() + 1, day: now.getUTCDate() });
  // The tenant's wall clock, told to chrono as if it were UTC: so no other zone can get in.
  const results = parse(spelled.text, { instant: now, timezone: 0 }, { forwardDate: true });
  return results.flatMap((result) => {
    const value = toSaid(result, spelled.text, now);
    const end = result.index + result.text.length;
    return value ? [{ value, start: spelled.toWritten(result.index), end: spelled.toWritten(end) }] : [];
  });
}

/** A day or a time. */
export const dates = createSlot('date', findDates);

const formats = new Map<string, Intl.DateTimeFormat>();

/** The present moment on the tenant's clock, as the UTC date of the same figures. */
function toWallClock({ now, timeZone }: Pick<SlotContext, 'now' | 'timeZone'>): Date {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(timeZone, format);
  }
  return new Date(`${format.format(now).replace(' ', 'T')}Z`);
}

function toSaid(result: ParsedResult, text: string, now: Date): SaidDate | undefined {
  const { start } = result;
  const said = result.text.trim();
  if (/^now$/iu.test(said) || PAST_LENGTH.test(said)) return undefined;
  if (LENGTH.test(said) && !/^(?:noon|midnight)/iu.test(said)) return undefined;
  if (SHORT_DAY.test(said) && !DAY_CUE.test(text.slice(0, result.index))) return undefined;
  const stretch = toStretch(said, now);
  if (stretch) return { ...stretch, isHourSure: false };
  const isPartOfDay = /\b(?:morning|afternoon|evening|tonight)\b/iu.test(said);
  const hasDay = start.isCertain('day') || start.isCertain('weekday') || (isPartOfDay && !start.isCertain('hour'));
  const hasTime = start.isCertain('hour');
  if (!hasDay && !hasTime) return undefined;
  const local = start.date().toISOString();
  const time = local.slice(11, 16);
  const isHourSure = start.isCertain('meridiem') || isPartOfDay || Number(time.slice(0, 2)) === 0 || /\b(?:noon|midnight)\b/iu.test(said);
  return { ...(hasDay ? { day: local.slice(0, 10) } : {}), ...(hasTime ? { time } : {}), isHourSure: hasTime && isHourSure };
}

/** "This week" from today on, the whole of "next week", a weekend. */
function toStretch(said: string, now: Date): { day: string; lastDay: string } | undefined {
  const match = /^(?:(this|next|the|coming)\s+)?(?:coming\s+)?(week|weekend)$/iu.exec(said);
  if (!match) return undefined;
  const isNext = match[1]?.toLowerCase() === 'next';
  const untilSunday = (7 - now.getUTCDay()) % 7;
  const toDay = (ahead: number) => new Date(now.getTime() + ahead * 86_400_000).toISOString().slice(0, 10);
  const sunday = untilSunday + (isNext ? 7 : 0);
  if (match[2]?.toLowerCase() === 'weekend') return { day: toDay(Math.max(sunday - 1, 0)), lastDay: toDay(sunday) };
  return { day: toDay(isNext ? sunday - 6 : 0), lastDay: toDay(sunday) };
}
