import { isTypo } from './is-typo.ts';
import { foldWord } from './tokenize.ts';

const WORD = /(?<![\p{L}\p{N}'’])\p{L}{5,}(?![\p{L}\p{N}'’])/gu;

/**
 * Replaces words nobody taught us by the one taught word they are a slip of: "cusotmer", "emial". For the classifier's eyes
 * only; what slots read and what is shown stays as it was written.
 */
export function createWordCorrector(texts: readonly string[]): (masked: string) => string {
  const known = new Set(texts.flatMap((text) => [...text.matchAll(/\p{L}+/gu)].map(([word]) => foldWord(word))));
  const byLetter = new Map<string, string[]>();
  for (const word of known) if (word.length >= 5) byLetter.set(word.slice(0, 1), [...(byLetter.get(word.slice(0, 1)) ?? []), word]);
  return (masked) =>
    masked.replaceAll(WORD, (written) => {
      const word = foldWord(written);
      if (known.has(word)) return written;
      const [meant, ...others] = (byLetter.get(word.slice(0, 1)) ?? []).filter((candidate) => isTypo(word, candidate));
      return meant !== undefined && others.length === 0 ? meant : written;
    });
}
