import { type Found, foldWord, isTypo } from '@countersign/server';

/** A stretch of a sentence that names a service of the catalogue: one, or several that it may be. */
export interface NamedService<S> extends Found<readonly S[]> {
  words: string;
}

/** Words that name nothing alone, though services are called by them. */
const WEAK = new Set('full front top bay hand one two three five step year film bar paint wheel car package complete basic premium'.split(' '));
const JOINING = new Set(['and', 'of', 'the', 'a', 'with', 'in', 'for', 'n']);
const MAX_WORDS = 7;

interface Word {
  text: string;
  start: number;
  end: number;
}

const toWords = (text: string): Word[] =>
  [...text.matchAll(/[\p{L}\d]+/gu)].map((match) => ({ text: foldWord(match[0]), start: match.index, end: match.index + match[0].length }));

/**
 * The services of a shop's own catalogue that a sentence names, in its order. A word may be misspelled or left out: "interior
 * detail" is the full one where there is only that; where several fit, all of them are returned, to be asked about.
 *
 * @example matchServices('full interior detail and ceramic coating', services) // two, each with one service
 */
export function matchServices<S extends { name: string }>(text: string, services: readonly S[]): NamedService<S>[] {
  const known = services.map((service) => ({ service, words: toWords(service.name).map((word) => word.text) }));
  const words = toWords(text);
  const named: NamedService<S>[] = [];
  for (let at = 0; at < words.length; ) {
    const match = findLongest(words, at, known, text);
    if (match) named.push({ ...match, words: text.slice(match.start, match.end) });
    at = match ? match.next : at + 1;
  }
  return named;
}

interface Known<S> {
  service: S;
  words: readonly string[];
}

function findLongest<S>(words: readonly Word[], from: number, known: readonly Known<S>[], text: string): (Found<readonly S[]> & { next: number }) | undefined {
  for (let to = Math.min(words.length, from + MAX_WORDS); to > from; to -= 1) {
    const window = words.slice(from, to);
    const first = window[0];
    const last = window.at(-1);
    if (
      !first ||
      !last ||
      JOINING.has(first.text) ||
      JOINING.has(last.text) ||
      /[,;:.\uFFFC]/.test(text.slice(first.start, last.end).replaceAll(/\d[.,]\d/g, ''))
    )
      continue;
    const telling = window.filter((word) => !JOINING.has(word.text));
    if (telling.every((word) => WEAK.has(word.text))) continue;
    const fitting = known.filter((candidate) => telling.every((word) => candidate.words.some((other) => isSameWord(word.text, other))));
    if (fitting.length === 0) continue;
    const isWhole = ({ words: all }: Known<S>) => all.filter((word) => !JOINING.has(word)).length === telling.length;
    const whole = fitting.filter(isWhole);
    // "Ceramic" is how a name begins before it is a word of another: "Ceramic Coating", not the five-year one.
    const begun = fitting.filter((candidate) => isSameWord(telling[0]?.text ?? '', candidate.words[0] ?? '') && telling.length < candidate.words.length);
    const chosen = whole.length > 0 ? whole : begun.length === 1 && telling.length > 0 && isDistinct(telling) ? begun : fitting;
    return { value: chosen.map(({ service }) => service), start: first.start, end: last.end, next: to };
  }
  return undefined;
}

/** A single plain word such as "detail" or "wash" says too little to choose by how a name begins. */
const isDistinct = (telling: readonly Word[]) =>
  telling.length > 1 || !['detail', 'wash', 'coating', 'correction', 'treatment'].includes(telling[0]?.text ?? '');

function isSameWord(said: string, known: string): boolean {
  if (said === known) return true;
  if (stemOf(said) === stemOf(known)) return true;
  return known.length >= 5 && said.length >= 4 && isTypo(said, known);
}

/** "Washes", "detailing", "coatings": what is done, however it is said. */
const stemOf = (word: string) => word.replace(/(?:ings?|es|s|ed)$/u, '');
