import { stemmer } from 'stemmer';

const TOKEN = /([\uE000-\uE0FF]+)|[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu;

/**
 * The mask of a slot as it stands in a text: the word in characters of the private use area, which no slot reads as
 * letters, so that masking a masked text changes nothing.
 */
export const toMask = (word: string) =>
  String.fromCharCode(...[...word.toLowerCase().replaceAll(/[^a-z]/g, '')].map((letter) => 0xe000 + letter.charCodeAt(0)));

const politeness: ReadonlySet<string> = new Set(['please', 'pls', 'plz', 'kindly', 'thanks', 'thank', 'thx', 'hey', 'hi', 'hello', 'just']);

export interface Token {
  word: string;
  isMask: boolean;
}

/** What people put before what they want: "could you please …", "I'd like you to …". */
const COURTESY =
  /^[^\p{L}\uE000-\uE0FF]*(?:(?:i['’]d like(?: you)? to|i would like(?: you)? to|i (?:want|need|have)(?: you)? to|(?:can|could|would|will) you(?: mind)?|can we|go ahead and|please|pls|plz|hey|hi|hello|ok|okay|so|now|well|copilot|kindly|just|quickly)\b[^\p{L}\uE000-\uE0FF]*)+(?=[\p{L}\uE000-\uE0FF])/iu;

/** "What's" and "whats" are "what is". */
const CONTRACTION = /(?<![\p{L}'’])(who|what|where|how|there|that)['’]?s(?![\p{L}'’])/giu;

/** Splits a masked text into lower-case words without accents, and without courtesy, which says nothing about what is asked. */
export function tokenize(text: string): Token[] {
  return [...text.replace(COURTESY, '').replaceAll(CONTRACTION, '$1 is').matchAll(TOKEN)].flatMap(([written, mask]): Token[] => {
    if (mask !== undefined) return [{ word: written, isMask: true }];
    const word = foldWord(written);
    return politeness.has(word) ? [] : [{ word, isMask: false }];
  });
}

/** Lower case, without accents, with one kind of apostrophe. @example foldWord('Nguyễn') // 'nguyen' */
export function foldWord(word: string): string {
  return word.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('’', "'");
}

const stems = new Map<string, string>();
const MAX_STEMS = 20_000;

/** The stem of a word; remembered, since people use few words often. */
export function stem(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const found = stemmer(word);
  if (stems.size >= MAX_STEMS) stems.clear();
  stems.set(word, found);
  return found;
}
