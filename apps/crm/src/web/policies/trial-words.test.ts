import { expect, test } from 'vitest';
import { toTrialWords } from './trial-words.ts';

const tried = {
  diff: { added: [], removed: [], changed: [] },
  days: 30,
  calls: 1_412,
  isComplete: true,
  unknown: 0,
  proposed: { denied: 2, asked: 14 },
  current: { denied: 0, asked: 13 },
  byRule: [],
  examples: [],
};

test('a trial says what would have been, beside what is', () => {
  expect(toTrialWords(tried)).toBe('Of 1,412 calls in the last 30 days these rules would have denied 2 and asked on 14; those in force 0 and 13.');
  expect(toTrialWords({ ...tried, isComplete: false, unknown: 3 })).toBe(
    'Of the latest 1,412 calls in the last 30 days these rules would have denied 2 and asked on 14; those in force 0 and 13. 3 of them were of tools that are no more.',
  );
  expect(toTrialWords({ ...tried, calls: 1 })).toMatch(/^Of 1 call in/);
  expect(toTrialWords({ ...tried, calls: 0 })).toBe('The copilot made no calls in the last 30 days, so there is nothing to try the rules on.');
});
