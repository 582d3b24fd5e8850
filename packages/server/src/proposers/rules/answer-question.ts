import type { Question } from '@countersign/core';
import { foldWord } from './tokenize.ts';

type Choice = Question['choices'][number];

/** What a reply makes of a question. `none`: it is no answer, but something new. */
export type Answer = { kind: 'picked'; value: string } | { kind: 'unclear' } | { kind: 'dropped' } | { kind: 'none' };

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
/** Words around the telling ones: "I mean the one with the number ending in 8841, please". */
const fillers: ReadonlySet<string> = new Set(
  'the a one number no nr option choice i mean meant want with whose who has having is ending ends in by at phone email address please pls it s that this guy lady person client customer thanks choose pick take select use its name named called'.split(
    ' ',
  ),
);
const MAX_REPLY = 120;

/**
 * Reads a typed reply to a question: a choice's label, "the first one", "2", words that fit one choice only, or the last
 * digits of its number. A reply that says anything beyond a choice is no answer.
 *
 * @example answerQuestion('the second one', question.choices) // { kind: 'picked', value: … }
 */
export function answerQuestion(reply: string, choices: readonly Choice[]): Answer {
  const text = reply.trim();
  if (text === '' || text.length > MAX_REPLY) return { kind: 'none' };
  if (isDrop(text)) return { kind: 'dropped' };
  const place = readPlace(text, choices.length);
  if (place !== undefined) return pick(choices.slice(place, place + 1));
  const same = choices.filter((choice) => toWords(choice.label).join(' ') === toWords(text).join(' '));
  if (same.length === 1) return pick(same);
  return pickByWords(text, choices);
}

const pick = (fitting: readonly Choice[]): Answer => {
  const [only, ...others] = fitting;
  if (!only) return { kind: 'none' };
  return others.length === 0 ? { kind: 'picked', value: only.value } : { kind: 'unclear' };
};

function isDrop(text: string): boolean {
  return /^(no|nope|none|neither|nobody|none of (them|these|those)|neither( of them)?|never ?mind|forget it|cancel( that| it)?|stop|nothing|drop it)[\s.!]*$/i.test(
    text,
  );
}

/** "2", "#2", "number two", "the second", "the last one": an index, counted from nought. */
function readPlace(text: string, count: number): number | undefined {
  const words = toWords(text).filter((word) => !fillers.has(word));
  const [word, ...others] = words;
  // "That one", "yes": with a single choice there is nothing else it could be.
  if (word === undefined || isYes(words)) return count === 1 ? 0 : undefined;
  if (others.length > 0) return undefined;
  if (word === 'last') return count - 1;
  const numerals = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
  const digits = /^(\d{1,2})(st|nd|rd|th)?$/.exec(word)?.[1];
  const place = digits !== undefined ? Number(digits) - 1 : Math.max(ordinals.indexOf(word), numerals.indexOf(word));
  return place >= 0 && place < count ? place : undefined;
}

const isYes = (words: readonly string[]) =>
  words.every((word) => ['yes', 'yep', 'yeah', 'sure', 'ok', 'okay', 'correct', 'right', 'exactly', 'him', 'her'].includes(word));

/** Every telling word of the reply must be in the choice: as a word, the beginning of one, or three or more digits of a number. */
function pickByWords(text: string, choices: readonly Choice[]): Answer {
  const digits = text.replaceAll(/\D/g, '');
  const isNumber =
    digits.length >= 3 &&
    /^[\d\s().+#-]+$/.test(
      toWords(text)
        .filter((word) => !fillers.has(word))
        .join(' '),
    );
  if (isNumber) return pick(choices.filter((choice) => `${choice.label} ${choice.detail ?? ''}`.replaceAll(/\D/g, '').includes(digits)));
  const words = toWords(text).filter((word) => !fillers.has(word));
  if (words.length === 0) return { kind: 'none' };
  const fitting = choices.filter((choice) => {
    const known = toWords(`${choice.label} ${choice.detail ?? ''}`);
    return words.every((word) => known.some((candidate) => candidate === word || (word.length >= 3 && candidate.startsWith(word))));
  });
  return pick(fitting);
}

const toWords = (text: string) => [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].map(([word]) => foldWord(word));
