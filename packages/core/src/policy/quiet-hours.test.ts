import { expect, test } from 'vitest';
import { isQuiet } from './quiet-hours.ts';

const noon = new Date('2026-11-20T12:00:00Z');

test.each([
  ['within hours of one day', { from: '09:00', until: '17:00' }, true],
  ['before them', { from: '13:00', until: '17:00' }, false],
  ['at their end', { from: '09:00', until: '12:00' }, false],
  ['over midnight, by day', { from: '20:00', until: '08:00' }, false],
  ['the whole day', { from: '08:00', until: '08:00' }, true],
] as const)('%s', (_title, hours, isIt) => expect(isQuiet({ ...hours, days: [] }, noon, 'UTC')).toBe(isIt));

const at = (time: string) => new Date(`2026-11-20T${time}Z`);

test.each([
  ['one day', { from: '09:00', until: '17:00' }, { first: '09:00:00', last: '16:59:59', before: '08:59:59', after: '17:00:00' }],
  ['over midnight', { from: '20:00', until: '07:30' }, { first: '20:00:00', last: '07:29:59', before: '19:59:59', after: '07:30:00' }],
  ['from midnight on', { from: '00:00', until: '06:00' }, { first: '00:00:00', last: '05:59:59', before: '23:59:59', after: '06:00:00' }],
  ['up to midnight', { from: '22:00', until: '00:00' }, { first: '22:00:00', last: '23:59:59', before: '21:59:59', after: '00:00:00' }],
  ['a minute', { from: '12:00', until: '12:01' }, { first: '12:00:00', last: '12:00:59', before: '11:59:59', after: '12:01:00' }],
])('the borders of %s: quiet from the first minute on, and not any more at the last', (_title, hours, { first, last, before, after }) => {
  const isQuietAt = (time: string) => isQuiet({ ...hours, days: [] }, at(time), 'UTC');
  expect({ first: isQuietAt(first), last: isQuietAt(last) }).toEqual({ first: true, last: true });
  expect({ before: isQuietAt(before), after: isQuietAt(after) }).toEqual({ before: false, after: false });
});

test('midnight and the minute before it are quiet where the hours go over it', () => {
  for (const time of ['23:59:59', '00:00:00', '00:01:00']) expect(isQuiet({ from: '20:00', until: '08:00', days: [] }, at(time), 'UTC'), time).toBe(true);
});

test.each(['00:00:00', '07:59:59', '08:00:00', '23:59:59'])('from and until at the same time are the whole day: %s', (time) => {
  expect(isQuiet({ from: '08:00', until: '08:00', days: [] }, at(time), 'UTC')).toBe(true);
});

test('a day of rest is quiet at any hour, by the calendar of the zone', () => {
  const friday = { from: '00:00', until: '00:01', days: [5] };
  expect(isQuiet(friday, noon, 'UTC')).toBe(true);
  expect(isQuiet(friday, new Date('2026-11-21T02:00:00Z'), 'America/Chicago')).toBe(true);
  expect(isQuiet(friday, new Date('2026-11-21T02:00:00Z'), 'UTC')).toBe(false);
});

test('a zone that nobody knows is no answer', () => {
  expect(() => isQuiet({ from: '09:00', until: '17:00', days: [] }, noon, 'Moon/Crater')).toThrow(RangeError);
});
