import type { Slot } from '@countersign/core';
import { createPersonNames, type PersonName } from '@countersign/server';
import { listNonNames } from './non-names.ts';

const names = createPersonNames({
  possessive: true,
  capitals: true,
  owned: [],
  after: [
    ...['named', 'called', 'client', 'customer', 'for', 'of', 'from', 'with', 'does', 'has', 'did', 'remind', 'schedule', 'refund', 'book', 'quote', 'bill'],
    ...[
      'invoice',
      'send',
      'text',
      'email',
      'chase',
      'nudge',
      'to',
      'by',
      'is',
      'give',
      'charge',
      'the',
      'on',
      'open',
      'show',
      'find',
      'owe',
      'add',
      'can',
      'put',
      'get',
    ],
  ],
  before: [
    'wants',
    'owes',
    'has',
    'needs',
    'paid',
    'is',
    'would',
    'asked',
    'bought',
    'got',
    'drives',
    'also',
    'just',
    'gave',
    'should',
    'never',
    "didn't",
    'did',
    'was',
  ],
  fillers: ['a', 'an', 'the', 'our', 'my', 'client', 'customer', 'family', 'mr', 'mrs', 'ms', 'me', 'us', 'in', 'to', 'named', 'called', 'new', 'up', 'out'],
  blank: listNonNames,
});

/** "The Nguyens", "the Hendersons'": the family of that name. */
const FAMILY = /^\p{L}{3,}s$/u;

/** The client a sentence of the shop is about: "the Henderson job", "Jordan's Tahoe", "the Nguyens". */
export const shopPeople: Slot<readonly PersonName[]> = {
  ...names,
  extract: (text, ctx) => names.extract(text, ctx)?.map((person) => withSingular(person, text)),
};

function withSingular(person: PersonName, text: string): PersonName {
  const singulars = person.readings.filter((reading) => FAMILY.test(reading.split(' ').at(-1) ?? '')).map((reading) => reading.slice(0, -1));
  // oxlint-disable-next-line countersign/built-regex -- of the name only letters, spaces and dots are left
  const isFamily = new RegExp(String.raw`\bthe\s+(?:\p{L}+\s+)?${person.name.replaceAll(/[^\p{L}\s]/gu, '.')}`, 'iu').test(text);
  // Whoever is really called so comes first; a name that nobody has is then read without its s.
  return isFamily && singulars.length > 0 ? { name: person.name, readings: [...person.readings, ...singulars] } : person;
}
