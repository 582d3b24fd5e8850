import { and, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** `words`: every word begins a word of the text. `similar`: typos are forgiven. */
export type MatchMode = 'words' | 'similar';

/** Share of common trigrams from which a word counts as a typo of another: "jordn" (.44) and "jorden" (.40) of "jordan", not "gordon" (.08). */
const CLOSE_ENOUGH = 0.38;
const MAX_WORDS = 8;

interface WordMatch {
  /** Folded words, each after a space. */
  text: SQLWrapper;
  mode: MatchMode;
  /** What a word of digits only may match as well. */
  orNumber?: (digits: string) => SQL;
}

/** The condition under which a text has all the words that were typed. Undefined: everything has. */
export function matchWords(query: string, { text, mode, orNumber }: WordMatch): SQL | undefined {
  const words = query
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, MAX_WORDS);
  // Only punctuation was typed: nothing is called that.
  if (words.length === 0) return query.trim() === '' ? undefined : sql`false`;
  /** Words are letters and digits only, so nothing in them is a wildcard of LIKE. */
  const begins = (word: string): SQL => sql`${text} like '% ' || crm.fold(${word}) || '%'`;
  return and(
    ...words.map((word) => {
      const isNumber = /^\d+$/.test(word);
      const exact = or(begins(word), isNumber ? orNumber?.(word) : undefined);
      if (mode === 'words' || isNumber || word.length < 4) return exact;
      return or(exact, ...swaps(word).map(begins), sql`crm.closeness(crm.fold(${word}), ${text}) >= ${CLOSE_ENOUGH}`);
    }),
  );
}

/** "jrodan" shares too few trigrams with "jordan": two letters that changed places are tried one by one. */
function swaps(word: string): string[] {
  const letters = [...word];
  return letters.slice(1).map((letter, index) => [...letters.slice(0, index), letter, letters[index], ...letters.slice(index + 2)].join(''));
}
