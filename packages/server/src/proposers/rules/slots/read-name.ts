import { isHonorific, isNameAfterAll, isParticle, isStopWord } from './name-words.ts';

/** A word of a text as reading names sees it. */
export interface NameWord {
  /** Without a possessive ending. */
  text: string;
  lower: string;
  start: number;
  /** Behind the possessive ending, if there is one. */
  end: number;
  isCapital: boolean;
  isPossessive: boolean;
  /** What stands between this word and the one before. */
  gap: string;
}

/** A name read at a place of a text. */
export interface NameRun {
  name: string;
  /** The name in every length it may have, the likeliest first: in "text jordan miles car is ready" it cannot be told where it ends. */
  readings: readonly { name: string; end: number }[];
  start: number;
  end: number;
  /** Index of the first word after it. */
  next: number;
}

const WORD = /\p{L}[\p{L}\p{M}]*(?:['’ʼ‘-]\p{L}[\p{L}\p{M}]*)*/gu;
const MAX_WORDS = 5;

/** Splits a text into words, each with its possessive ending recognised and taken off. */
export function splitNameWords(text: string): NameWord[] {
  const isShouted = !/\p{Ll}/u.test(text);
  let before = 0;
  return [...text.matchAll(WORD)].map((match) => {
    const written = match[0].replaceAll(/[’ʼ‘]/g, "'");
    const base = /^(.+)'s$/iu.exec(written)?.[1];
    const end = match.index + match[0].length;
    // "Miles' phone": an apostrophe after an s, and a space behind it.
    const isPlural = base === undefined && /s$/iu.test(written) && /^['’](?=\s)/u.test(text.slice(end));
    const word = {
      text: base ?? written,
      lower: written.toLowerCase(),
      start: match.index,
      end: isPlural ? end + 1 : end,
      isCapital: !isShouted && /^\p{Lu}/u.test(written),
      isPossessive: base !== undefined || isPlural,
      gap: text.slice(before, match.index),
    };
    before = word.end;
    return word;
  });
}

/**
 * Reads the name that begins at a word: with capitals as far as they go, without them up to the first word that is none
 * of a name. Particles join ("Ana de la Cruz"), titles are left out ("Mrs. Silva"), a possessive ends it ("Jordan's").
 */
export function readName(words: readonly NameWord[], index: number): NameRun | undefined {
  let from = index;
  while (words[from] && isHonorific(words[from]?.lower ?? '') && words[from + 1]) from += 1;
  const first = words[from];
  if (!first || !canBegin(first)) return undefined;
  const ends: number[] = [];
  for (let at = from; at < words.length && at - from < MAX_WORDS; at += 1) {
    const word = words[at];
    if (!word || (at > from && !continues(words, at))) break;
    if (isParticle(word.lower) && at > from && !word.isCapital) {
      if (words[at + 1] && continues(words, at + 1) && !word.isPossessive) continue;
      break;
    }
    ends.push(at);
    if (word.isPossessive) break;
  }
  const run = toRun(words, from, ends);
  return run && { ...run, start: words[index]?.start ?? run.start };
}

function canBegin(word: NameWord): boolean {
  if (word.lower.endsWith("'s") && isStopWord(word.lower)) return false;
  const base = word.text.toLowerCase();
  return !isStopWord(base) || (word.isCapital && isNameAfterAll(base));
}

/** Does this word go on with a name that the one before belongs to? */
function continues(words: readonly NameWord[], at: number): boolean {
  const word = words[at];
  const previous = words[at - 1];
  if (!word || !previous) return false;
  const isInitial = [...previous.text].length === 1 || isHonorific(previous.lower) || previous.lower === 'st';
  if (!/^[ \t]+$/.test(word.gap) && !(isInitial && /^\.[ \t]*$/.test(word.gap))) return false;
  return isParticle(word.lower) || canBegin(word);
}

function toRun(words: readonly NameWord[], from: number, ends: readonly number[]): NameRun | undefined {
  const first = words[from];
  const last = ends.at(-1);
  if (!first || last === undefined) return undefined;
  const run = words.slice(from, last + 1);
  const capitals = first.isCapital ? lastCapital(run) : run.length;
  const toName = (count: number) => ({ name: joinName(words.slice(from, from + count)), end: words[from + count - 1]?.end ?? first.end });
  const lengths = ends.map((end) => end - from + 1).reverse();
  // Capitals tell where a name ends, and so does a possessive; one or two plain words end where no sentence can go on.
  const isSure = (first.isCapital && capitals === run.length) || words[last]?.isPossessive || (run.length <= 2 && !goesOn(words[last + 1]));
  const readings = isSure ? [toName(run.length)] : lengths.filter((length) => !first.isCapital || length >= capitals).map(toName);
  const preferred = readings[0];
  if (!preferred) return undefined;
  return { name: preferred.name, readings, start: first.start, end: preferred.end, next: last + 1 };
}

/** Could the word before be the subject of this one ("… miles car is ready"), so that it need not be part of the name? */
function goesOn(word: NameWord | undefined): boolean {
  return word !== undefined && /^\s+$/.test(word.gap) && CONTINUATIONS.has(word.lower);
}

const CONTINUATIONS: ReadonlySet<string> = new Set(
  'is are was were has have had will can should must may could would ready done be been in on at by for from today tomorrow tonight now here not just all up out we you your our i he she it they the a an'.split(
    ' ',
  ),
);

function lastCapital(run: readonly NameWord[]): number {
  return run.findLastIndex((word) => word.isCapital) + 1;
}

/** "jordan miles" and "JORDAN MILES" as "Jordan Miles"; a name with capitals of its own stays as it is: "Acme LLC". */
function joinName(words: readonly NameWord[]): string {
  const isShouted = words.every(({ text }) => text === text.toUpperCase() && [...text].length > 1);
  return words.map(({ text }, index) => toCase(isShouted ? text.toLowerCase() : text, index > 0)).join(' ');
}

function toCase(word: string, isInside: boolean): string {
  if (word !== word.toLowerCase() || (isInside && isParticle(word))) return word;
  return word.replaceAll(/(^|['-])(\p{L})/gu, (_all, edge: string, letter: string) => edge + letter.toUpperCase());
}

/** First name and the rest: "Ana de la Cruz" → Ana, de la Cruz. */
export function splitName(name: string): { firstName: string; lastName: string } {
  const [firstName = '', ...rest] = name.trim().split(/\s+/);
  return { firstName, lastName: rest.join(' ') };
}
