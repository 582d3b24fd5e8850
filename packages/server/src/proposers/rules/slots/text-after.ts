import type { Slot } from '@countersign/core';
import { createSlot, type Found } from './create-slot.ts';
import { findQuoted } from './quoted-text.ts';

/**
 * A slot for free text: what is quoted, or else all that follows the first of the cues. Choose cues that the intent's
 * sentences use for nothing else, since all that follows one is masked for every intent of the agent.
 *
 * @example createTextAfter(['saying', 'note:'])
 */
export function createTextAfter(cues: readonly string[]): Slot<string> {
  return createSlot('text', (text) => findTextAfter(text, cues));
}

/** What `createTextAfter` reads. */
function findTextAfter(text: string, cues: readonly string[]): Found<string>[] {
  const quoted = findQuoted(text)[0];
  if (quoted) return [quoted];
  const alternatives = [...cues]
    .sort((a, b) => b.length - a.length)
    .map((cue) => (/\p{L}$/u.test(cue) ? `${escapeLiteral(cue)}(?![\\p{L}\\p{N}'’-])` : escapeLiteral(cue)));
  // oxlint-disable-next-line countersign/built-regex -- every cue is escaped
  const match = new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join('|')})[\\s:,]*`, 'iu').exec(text);
  const value = match && text.slice(match.index + match[0].length).trim();
  return match && value ? [{ value, start: match.index, end: text.length }] : [];
}

const escapeLiteral = (literal: string) => literal.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll(/\s+/g, '\\s+');
