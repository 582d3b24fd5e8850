import type { Agent } from '@countersign/core';
import { isTypo } from './is-typo.ts';

/** Words that follow a name rather than an order: in "Fin has a new number" the first word is a person. And "don't" is not "done". */
const AFTER_SUBJECT = /^['’]\p{L}*|^\s+(?:has|is|was|had|changed|moved|got|wants|needs|and|lost)(?![\p{L}])/iu;
const OPENING_WORD = /^(\W*(?:(?:please|pls|plz|hey|hi|hello|ok|okay|can|could|would|will|you|just|i|want|need|to|so|now)\b\W+)*)(\p{L}{3,})/iu;

/** The words that examples begin with: mostly verbs, and few. */
export function listOpenings(agent: Agent): string[] {
  const firsts = agent.intents.flatMap((intent) => intent.examples.map((example) => /^\p{L}{4,}/u.exec(example)?.[0].toLowerCase() ?? ''));
  return [...new Set(firsts)].filter(Boolean);
}

/**
 * Corrects a slip in the word a sentence begins with: "serach for Jordan", "txet Jordan". The slots read values by their
 * cues, and most cues are that word. No other word is touched, since the rest is names and the user's own words.
 */
export function correctOpening(text: string, openings: readonly string[]): string {
  const match = OPENING_WORD.exec(text);
  const [, before = '', written = ''] = match ?? [];
  const word = written.toLowerCase();
  const after = text.slice(before.length + written.length);
  if (!match || openings.includes(word) || AFTER_SUBJECT.test(after)) return text;
  const meant = openings.filter((opening) => isTypo(word, opening));
  return meant.length === 1 && meant[0] ? before + meant[0] + after : text;
}
