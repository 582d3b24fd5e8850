import { expect, test } from 'vitest';
import { fillText, splitText } from './fill-text.ts';

test('what stands in braces is put in, once and as it is', () => {
  expect(fillText('Waits until {moment}.', { moment: '{moment} $& 6 PM' })).toBe('Waits until {moment} $& 6 PM.');
  expect(fillText('and {count} more', { count: 7 })).toBe('and 7 more');
  expect(fillText('{call} of {call}', { call: 'a' })).toBe('a of a');
});

test('braces that name nothing stay, so that a wrong catalogue is seen', () => {
  expect(fillText('Now: {cal}', { call: 'a' })).toBe('Now: {cal}');
  expect(fillText('{constructor}', {})).toBe('{constructor}');
});

test('a text can be taken apart where something other than text is put in', () => {
  expect(splitText('{outcome} by {person}', { outcome: 'Approved', person: 7 })).toEqual(['Approved', ' by ', 7]);
  expect(splitText('Por {person}', { person: 'Ann' })).toEqual(['Por ', 'Ann']);
});
