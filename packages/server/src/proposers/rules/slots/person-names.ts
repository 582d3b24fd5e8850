import type { Slot, SlotContext, Span } from '@countersign/core';
import { isTypo } from '../is-typo.ts';
import { blankSpans, createListSlot, type Found } from './create-slot.ts';
import { findEmails } from './email.ts';
import { isParticle, isStopWord } from './name-words.ts';
import { findPhones } from './phone.ts';
import { type NameRun, type NameWord, readName, splitNameWords } from './read-name.ts';

export interface PersonName {
  /** As it is most likely meant, with capitals. */
  name: string;
  /** The same in every length it may have, the longest first; one when it is clear where it ends. */
  readings: readonly string[];
}

export interface NameCues {
  /** Words before a name, the most telling first: `['named', 'called', 'find']`. Between cue and name may stand `fillers`. */
  after: readonly string[];
  /** Words skipped between a cue and the name: articles and what the host calls people. */
  fillers: readonly string[];
  /** Words after a name that begins the sentence: `['has', 'is']` for "Jordan has a new number". */
  before?: readonly string[];
  /** Is the owner in "Jordan's email" a name that is looked for? The most telling of all. @default false */
  possessive?: boolean;
  /** What may belong to somebody, for "jordans email" written without its apostrophe. */
  owned?: readonly string[];
  /** Is a word with a capital a name where no cue is? @default false */
  capitals?: boolean;
  /** What is no part of a name and stops one, such as the services of a shop: "jordan miles full detail". */
  blank?: (text: string, ctx: SlotContext) => readonly Span[];
}

/**
 * A slot for the people a sentence is about, in the order they are named: one for "Find Jordan", two for "text Jordan
 * and Mia". Reads names by cues, not from a list of names, so any name of any language with letters is read.
 *
 * @example createPersonNames({ after: ['named', 'find'], fillers: ['the', 'customer'], possessive: true })
 */
export function createPersonNames(cues: NameCues): Slot<readonly PersonName[]> {
  const prepared = prepareCues(cues);
  return createListSlot('name', (text, ctx) =>
    findNames(blankSpans(text, [...findEmails(text), ...findPhones(text, ctx), ...(cues.blank?.(text, ctx) ?? [])]), prepared),
  );
}

/** Cues as looking for them needs them: split, ranked, by their first word. */
interface PreparedCues extends Pick<NameCues, 'possessive' | 'capitals' | 'before' | 'owned'> {
  byFirstWord: ReadonlyMap<string, { words: readonly string[]; rank: number }[]>;
  fillers: ReadonlySet<string>;
}

function prepareCues({ after, fillers, ...options }: NameCues): PreparedCues {
  const byFirstWord = new Map<string, { words: readonly string[]; rank: number }[]>();
  for (const [rank, cue] of after.entries()) {
    const words = cue.split(' ');
    byFirstWord.set(words[0] ?? '', [...(byFirstWord.get(words[0] ?? '') ?? []), { words, rank }]);
  }
  return { ...options, byFirstWord, fillers: new Set(fillers) };
}

function findNames(text: string, cues: PreparedCues): Found<PersonName>[] {
  const words = splitNameWords(text);
  const first =
    (cues.possessive ? findOwner(words) : undefined) ??
    findSubject(words, cues.before ?? []) ??
    findAfterCue(words, cues) ??
    findAfterBlank(words, cues) ??
    (cues.capitals ? findCapitals(words) : undefined);
  return first ? [first, ...readJoined(words, first)].map((run) => toFound(withOwner(run, words, cues.owned ?? []))) : [];
}

/** "jordans email" may be Jordan's: the name is also read without its s. */
function withOwner(run: NameRun, words: readonly NameWord[], owned: readonly string[]): NameRun {
  const next = words[run.next];
  if (!next || !owned.includes(next.lower) || !/\p{L}{2}s$/iu.test(run.name) || words[run.next - 1]?.isPossessive) return run;
  return { ...run, readings: [...run.readings, { name: run.name.slice(0, -1), end: run.end }] };
}

/** "Jordan Miles's email": the run that ends in a possessive, or the first of several that do together ("Jordan and Mia's"). */
function findOwner(words: readonly NameWord[]): NameRun | undefined {
  for (let at = 0; at < words.length; at += 1) {
    const run = readName(words, at);
    if (run && [run, ...readJoined(words, run)].some((joined) => words[joined.next - 1]?.isPossessive)) return run;
    if (run) at = run.next - 1;
  }
  return undefined;
}

/** "Jordan Miles has a new number": the run the sentence begins with. */
function findSubject(words: readonly NameWord[], before: readonly string[]): NameRun | undefined {
  const run = before.length > 0 ? readName(words, 0) : undefined;
  const next = run && words[run.next];
  return next && before.includes(next.lower) && /^[\s\uFFFC]+$/.test(next.gap) ? run : undefined;
}

/** The name behind the most telling cue that has one. */
function findAfterCue(words: readonly NameWord[], { byFirstWord, fillers }: PreparedCues): NameRun | undefined {
  const cues = words.flatMap((word, at) => (byFirstWord.get(word.lower) ?? []).map((cue) => ({ ...cue, at })));
  const present = cues.filter(({ words: cue, at }) => cue.every((word, offset) => words[at + offset]?.lower === word));
  for (const { words: cue, at } of present.sort((a, b) => a.rank - b.rank || a.at - b.at)) {
    const run = readPastFillers(words, at + cue.length, fillers);
    if (run) return run;
  }
  return undefined;
}

/** "Book jordan miles": where the host says that a sentence begins with no name, one may stand right behind. */
function findAfterBlank(words: readonly NameWord[], { fillers }: PreparedCues): NameRun | undefined {
  if (!/^\s*\uFFFC[\s\uFFFC]*$/.test(words[0]?.gap ?? '')) return undefined;
  let next = 0;
  for (let word = words[0]; word && isFiller(word, words[next + 1], fillers); word = words[next]) next += 1;
  return next === 0 || isNear(words[next]) ? readName(words, next) : undefined;
}

function readPastFillers(words: readonly NameWord[], from: number, fillers: ReadonlySet<string>): NameRun | undefined {
  let next = from;
  for (let word = words[next]; word && isNear(word) && isFiller(word, words[next + 1], fillers); word = words[next]) next += 1;
  return isNear(words[next]) ? readName(words, next) : undefined;
}

/** A filler, one misspelled ("cusotmer"), or an unknown plain word before one with a capital ("cust Jordan"). */
function isFiller(word: NameWord, next: NameWord | undefined, fillers: ReadonlySet<string>): boolean {
  if (fillers.has(word.lower)) return !(word.isCapital && next?.isCapital === false && word.start > 0 && !isStopWord(word.lower));
  if (word.isCapital) return false;
  return (
    (next?.isCapital === true && !isParticle(word.lower) && isNear(next)) ||
    (word.lower.length >= 6 && [...fillers].some((filler) => filler.length >= 6 && isTypo(word.lower, filler)))
  );
}

/** Nothing but spaces and light punctuation before it: no full stop, no number, no address. */
const isNear = (word: NameWord | undefined) => word !== undefined && /^[\s:,\-–—("“„'‘]*$/.test(word.gap);

/** Words with capitals; the first of a sentence has one anyway, so it needs a second beside it. */
function findCapitals(words: readonly NameWord[]): NameRun | undefined {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (!word?.isCapital || isStopWord(word.lower)) continue;
    const run = readName(words, at);
    const isOpening = (at === 0 && !word.gap.includes('\uFFFC')) || /[.!?]\s*$/.test(word.gap);
    if (run && (!isOpening || (words[at + 1]?.isCapital && run.next > at + 1) || /^\s*[,:(\uFFFC]/.test(words[run.next]?.gap ?? ''))) return run;
  }
  return undefined;
}

/** "Jordan and Mia", "Jordan, Mia & Lee". After a comma alone comes a name only where an "and" follows: "Jordan Miles, Main Street" is one person. */
function readJoined(words: readonly NameWord[], first: NameRun): NameRun[] {
  const isCapital = words.some((word) => word.start === first.start && word.isCapital);
  const runs: NameRun[] = [];
  let certain = 0;
  for (let { next } = first; ; ) {
    const joined = findJoined(words, next);
    const run = joined && words[joined.at]?.isCapital === isCapital ? readName(words, joined.at) : undefined;
    if (!joined || !run) return runs.slice(0, certain);
    runs.push(run);
    next = run.next;
    if (!joined.isComma) certain = runs.length;
  }
}

function findJoined(words: readonly NameWord[], next: number): { at: number; isComma: boolean } | undefined {
  const word = words[next];
  if (!word) return undefined;
  if (/^\s*,?\s*$/.test(word.gap) && ['and', 'or', 'plus'].includes(word.lower))
    return /^\s+$/.test(words[next + 1]?.gap ?? '') ? { at: next + 1, isComma: false } : undefined;
  return /^\s*[&,+/]\s*$/.test(word.gap) ? { at: next, isComma: word.gap.includes(',') } : undefined;
}

function toFound({ name, readings, start, end }: NameRun): Found<PersonName> {
  return { value: { name, readings: readings.map((reading) => reading.name) }, start, end };
}
