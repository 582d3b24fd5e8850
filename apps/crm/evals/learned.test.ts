import { expect, test } from 'vitest';
import { copilotIntents } from '../src/server/copilot/intents/index.ts';
import { heldOutNear, heldOutRequests } from './held-out-requests.ts';
import { heldOut } from './held-out-sentences.ts';
import { refusedRequests, refusedSentences } from './refused-sentences.ts';
import { createSentences, findSentences, helpSentences, textSentences, updateSentences } from './sentences.ts';
import * as shop from './shop-sentences.ts';

/** As it is compared: case, punctuation and spaces make no other sentence. */
const toWords = (text: string) =>
  text
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
    ?.join(' ') ?? '';

const learned = new Set(copilotIntents.flatMap(({ examples, counterExamples = [] }) => [...examples, ...counterExamples]).map(toWords));
const amongExamples = (all: readonly (string | readonly [string, ...unknown[]])[]) =>
  all.map((one) => (typeof one === 'string' ? one : one[0])).filter((text) => learned.has(toWords(text)));

/** How many of a table are examples too. None may join them: a sentence it learned from measures its memory. */
const counts = (tables: Readonly<Record<string, Parameters<typeof amongExamples>[0]>>) =>
  Object.fromEntries(Object.entries(tables).flatMap(([name, all]) => (amongExamples(all).length > 0 ? [[name, amongExamples(all).length]] : [])));

test('of what was held out eleven sentences are among the examples, in other capitals or the same', () => {
  expect(amongExamples(Object.values(heldOut).flat())).toHaveLength(2);
  expect(amongExamples(Object.values(heldOutRequests).flat())).toHaveLength(6);
  expect(amongExamples(heldOutNear)).toHaveLength(3);
});

test('of the tables these many are examples as well', () => {
  expect(counts({ createSentences, findSentences, updateSentences, textSentences, helpSentences })).toEqual({});
  expect(counts({ refusedSentences, refusedRequests })).toEqual({ refusedSentences: 4, refusedRequests: 8 });
  expect(counts({ ...shop })).toEqual({ quoteSentences: 1, bookItSentences: 1, calendarSentences: 1, invoiceSentences: 20, messageSentences: 10 });
});
