import { expect, test } from 'vitest';
import { formatDate, formatMoment, formatNear } from './format-time.ts';

const now = new Date('2026-03-10T03:00:00Z');

test.each([
  ['2026-03-10T02:30:00Z', '9:30 PM'],
  ['2026-03-09T14:00:00Z', '9:00 AM'],
  ['2026-03-09T04:30:00Z', 'Yesterday'],
  ['2026-03-06T18:00:00Z', 'Friday'],
  ['2026-02-20T18:00:00Z', 'Feb 20, 2026'],
])('in Chicago, %s was %s', (instant, words) => {
  expect(formatNear(instant, 'America/Chicago', now).replace(/\u202f/g, ' ')).toBe(words);
});

test('a moment is told with its time, a calendar day is the same everywhere', () => {
  expect(formatMoment('2026-03-01T12:00:00Z', 'America/Chicago').replace(/\u202f/g, ' ')).toBe('Mar 1, 2026, 6:00 AM');
  expect(formatDate('2026-03-01')).toBe('Mar 1, 2026');
});
