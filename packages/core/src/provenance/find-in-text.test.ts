import { expect, test } from 'vitest';
import { findInText, findWordsInText, foldText } from './find-in-text.ts';

test.each([
  ['bob@x.test', 'Write to Bob@X.test, please'],
  ['bob@x.test', 'Write to bob@x.test.'],
  ['+15552198841', 'call (555) 219-8841'],
  ['555-219-8841', 'call +1 555 219 8841'],
  ['New York', 'to new\n york'],
  [1042, 'invoice #1042'],
  ['ｂｏｂ@x.test', 'bob@x.test'],
])('%s is said in "%s"', (value, text) => expect(findInText(value, text)).toBe(true));

test.each([
  ['bob@x.test', 'bob@x.test.evil.example'],
  ['bob@x.test', 'not-bob@x.test'],
  ['x.test', 'bob@x.test'],
  ['bоb@x.test', 'bob@x.test'],
  ['1042', 'invoice 10422'],
  ['a', 'a'],
  ['2198841', 'call 555 219 8841'],
  ['', ''],
])('%s is not said in "%s"', (value, text) => expect(findInText(value, text)).toBe(false));

test('words of a search may be inflected, and all of them must be said', () => {
  expect(findWordsInText('Henderson', foldText('the Hendersons'))).toBe(true);
  expect(findWordsInText('Ann Henderson', foldText('text Ann'))).toBe(false);
  expect(findWordsInText('Ann', foldText('the Annapolis office'))).toBe(false);
});
