import { stem, type Token, tokenize } from './tokenize.ts';

const MIN_CHARS = 3;
const MAX_CHARS = 5;

/**
 * What the classifier sees of a sentence: stemmed words one and two at a time ("w:"), and letters three to five at a time
 * inside each word and its edges ("c:"), which is what survives a typo.
 */
export function listFeatures(masked: string): string[] {
  const tokens = tokenize(masked);
  return [...listWords(tokens), ...tokens.flatMap((token) => (token.isMask ? [] : listLetters(token.word)))];
}

function listWords(tokens: readonly Token[]): string[] {
  const words = ['^', ...tokens.map((token) => (token.isMask ? token.word : stem(token.word)))];
  return words.slice(1).flatMap((word, index) => [`w:${word}`, `w:${words[index]} ${word}`]);
}

function listLetters(word: string): string[] {
  const letters = `<${word}>`;
  const grams: string[] = [];
  for (let size = MIN_CHARS; size <= MAX_CHARS; size += 1) {
    for (let at = 0; at + size <= letters.length; at += 1) grams.push(`c:${letters.slice(at, at + size)}`);
  }
  return grams;
}
