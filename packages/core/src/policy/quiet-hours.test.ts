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

test('a day of rest is quiet at any hour, by the calendar of the zone', () => {
  const friday = { from: '00:00', until: '00:01', days: [5] };
  expect(isQuiet(friday, noon, 'UTC')).toBe(true);
  expect(isQuiet(friday, new Date('2026-11-21T02:00:00Z'), 'America/Chicago')).toBe(true);
  expect(isQuiet(friday, new Date('2026-11-21T02:00:00Z'), 'UTC')).toBe(false);
});

test('a zone that nobody knows is no answer', () => {
  expect(() => isQuiet({ from: '09:00', until: '17:00', days: [] }, noon, 'Moon/Crater')).toThrow(RangeError);
});
