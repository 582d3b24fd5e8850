import { createSlot, type Found } from './create-slot.ts';

/** Opening marks and what closes them. A single straight mark counts only around words, not inside "O'Brien" or "Miles' car". */
const QUOTES =
  /"([^"]+)"|“([^”"]+)[”"]|„([^“”]+)[“”]|«([^»]+)»|(?<![\p{L}\p{N}])'([^']+(?:'\p{L}[^']*)*)'(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])‘([^‘]+)’(?![\p{L}\p{N}])/gu;

/**
 * Every quoted text, without its marks; the span covers the marks too.
 *
 * @example findQuoted('Text Jordan "The car is ready"') // [{ value: 'The car is ready', start: 12, end: 30 }]
 */
export function findQuoted(text: string): Found<string>[] {
  return [...text.matchAll(QUOTES)].flatMap((match) => {
    const value = match
      .slice(1)
      .find((group) => group !== undefined)
      ?.trim();
    return value ? [{ value, start: match.index, end: match.index + match[0].length }] : [];
  });
}

/** What stands in quotation marks, exactly as written. */
export const quotedText = createSlot('text', findQuoted);
