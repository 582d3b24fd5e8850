import { isTypo } from '../is-typo.ts';
import { toNumber } from './number-words.ts';

/** A text rewritten, and the way back from its places to those of the text as it was written. */
export interface Rewritten {
  text: string;
  toWritten(index: number): number;
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const spelled = [...weekdays, 'tomorrow', 'tonight', 'afternoon', 'morning'];
const short: Readonly<Record<string, string>> = {
  tues: 'tuesday',
  weds: 'wednesday',
  thur: 'thursday',
  thurs: 'thursday',
  tmrw: 'tomorrow',
  tmr: 'tomorrow',
  tmw: 'tomorrow',
  '2moro': 'tomorrow',
  tomorow: 'tomorrow',
  tommorow: 'tomorrow',
  tommorrow: 'tomorrow',
  tomorro: 'tomorrow',
};
const CLOCK = 'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve';
const WORDS = new RegExp(
  [
    String.raw`\b(the )?day after tomorrow\b`,
    String.raw`\bhalf past (${CLOCK}|\d{1,2})\b`,
    String.raw`\bquarter past (${CLOCK}|\d{1,2})\b`,
    String.raw`\b(?<=\b(?:at|around|by|from|until|to)\s)(${CLOCK})\b`,
    String.raw`\b(?:on\s+)?the\s+(\d{1,2})(?:st|nd|rd|th)(?=$|[\s,.!?])`,
    String.raw`[\p{L}\d]+`,
  ].join('|'),
  'giu',
);

/** Days and hours as people write them, in the words that chrono reads: "tues", "tomorow", "half past two", "the 3rd". */
export function spellDates(text: string, today: { year: number; month: number; day: number }): Rewritten {
  const shifts: { from: number; by: number }[] = [];
  let written = 0;
  let out = '';
  for (const match of text.matchAll(WORDS)) {
    const spelling = toSpelling(match, today);
    if (spelling === undefined) continue;
    out += text.slice(written, match.index) + spelling;
    written = match.index + match[0].length;
    shifts.push({ from: out.length, by: written - out.length });
  }
  out += text.slice(written);
  return { text: out, toWritten: (index) => index + (shifts.findLast(({ from }) => index >= from)?.by ?? 0) };
}

function toSpelling(match: RegExpMatchArray, today: { year: number; month: number; day: number }): string | undefined {
  const [written, , half, quarter, clock, ordinal] = match;
  const lower = written.toLowerCase();
  if (/day after tomorrow$/.test(lower)) return 'in 2 days';
  if (half !== undefined) return `${toHour(half)}:30`;
  if (quarter !== undefined) return `${toHour(quarter)}:15`;
  if (clock !== undefined) return String(toHour(clock));
  if (ordinal !== undefined) return toNextDay(Number(ordinal), today);
  if (Object.hasOwn(short, lower)) return short[lower];
  if (lower.length < 5 || spelled.includes(lower)) return undefined;
  const meant = spelled.filter((word) => isTypo(lower, word));
  // "Teusday" is two letters changed about before it is "thursday" with several wrong.
  const [best, ...others] = meant.some((word) => word.length === lower.length) ? meant.filter((word) => word.length === lower.length) : meant;
  return others.length === 0 ? best : undefined;
}

const toHour = (word: string) => toNumber(word) ?? Number(word);

/** "The 3rd" is that of this month, or where it is over that of the next that has one. */
function toNextDay(day: number, today: { year: number; month: number; day: number }): string | undefined {
  if (day < 1 || day > 31) return undefined;
  for (let ahead = 0; ahead < 3; ahead += 1) {
    const date = new Date(Date.UTC(today.year, today.month - 1 + ahead, day));
    if (date.getUTCDate() === day && (ahead > 0 || day >= today.day)) return date.toISOString().slice(0, 10);
  }
  return undefined;
}
