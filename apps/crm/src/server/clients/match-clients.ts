import { and, eq, like, or, type SQL, sql } from 'drizzle-orm';
import { toE164 } from '../../shared/phone.ts';
import { clients } from '../db/schema.ts';

/** `words`: every word begins a word of the name or email, or is part of the phone number. `similar`: typos are forgiven. */
export type MatchMode = 'words' | 'similar';

/** Share of common trigrams from which a word counts as a typo of another: "jordn" (.44) and "jorden" (.40) of "jordan", not "gordon" (.08). */
const CLOSE_ENOUGH = 0.38;
const MAX_WORDS = 8;

/** The condition under which a client matches what was typed. Undefined: everybody does. */
export function matchClients(query: string, mode: MatchMode): SQL | undefined {
  const asPhone = matchPhone(query);
  if (asPhone) return asPhone;
  const words = query
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, MAX_WORDS);
  // Only punctuation was typed: nobody is called that.
  if (words.length === 0) return query.trim() === '' ? undefined : sql`false`;
  return and(...words.map((word) => matchWord(word, mode)));
}

/** "(555) 219-88" is one number, not three words. */
function matchPhone(query: string): SQL | undefined {
  const digits = query.replace(/\D/g, '');
  if (digits.length < 3 || /[^\d\s().+-]/.test(query)) return undefined;
  const whole = toE164(query);
  return or(like(clients.phone, `%${digits}%`), whole ? eq(clients.phone, whole) : undefined);
}

function matchWord(word: string, mode: MatchMode): SQL | undefined {
  const isNumber = /^\d+$/.test(word);
  const exact = or(beginsWord(word), isNumber ? like(clients.phone, `%${word}%`) : undefined);
  if (mode === 'words' || isNumber || word.length < 4) return exact;
  return or(exact, ...swaps(word).map(beginsWord), sql`crm.closeness(crm.fold(${word}), ${clients.searchText}) >= ${CLOSE_ENOUGH}`);
}

/** Words are letters and digits only, so nothing in them is a wildcard of LIKE. */
const beginsWord = (word: string): SQL => sql`${clients.searchText} like '% ' || crm.fold(${word}) || '%'`;

/** "jrodan" shares too few trigrams with "jordan": two letters that changed places are tried one by one. */
function swaps(word: string): string[] {
  const letters = [...word];
  return letters.slice(1).map((letter, index) => [...letters.slice(0, index), letter, letters[index], ...letters.slice(index + 2)].join(''));
}

/** How near a client's name is to what was typed, the best first. */
export function byCloseness(query: string): SQL[] {
  return [
    sql`(${clients.nameKey} = crm.fold(${query})) desc`,
    sql`crm.closeness(crm.fold(${query}), ${clients.nameKey}) desc`,
    sql`${clients.nameKey}`,
    sql`${clients.id}`,
  ];
}
