import { expect, test } from 'vitest';
import { addDays, formatSlot, startOfDay, toInstant, toWallClock, WallClock } from './wall-clock.ts';

const NEW_YORK = 'America/New_York';

test.each([
  ['2026-12-01T10:00', NEW_YORK, '2026-12-01T15:00:00.000Z'],
  ['2026-07-01T10:00', NEW_YORK, '2026-07-01T14:00:00.000Z'],
  ['2026-12-01T10:00', 'America/Los_Angeles', '2026-12-01T18:00:00.000Z'],
  ['2026-12-01T00:00', 'Asia/Kolkata', '2026-11-30T18:30:00.000Z'],
  // The last minute before and the first after the clocks change.
  ['2026-03-08T01:59', NEW_YORK, '2026-03-08T06:59:00.000Z'],
  ['2026-03-08T03:00', NEW_YORK, '2026-03-08T07:00:00.000Z'],
  ['2026-11-01T00:59', NEW_YORK, '2026-11-01T04:59:00.000Z'],
  ['2026-11-01T02:00', NEW_YORK, '2026-11-01T07:00:00.000Z'],
])('%s in %s is %s, and back', (local, zone, instant) => {
  expect(toInstant(local, zone).toISOString()).toBe(instant);
  expect(toWallClock(new Date(instant), zone)).toBe(local);
});

test('a time that the clocks skip is moved on by what they skip', () => {
  expect(toInstant('2026-03-08T02:30', NEW_YORK).toISOString()).toBe('2026-03-08T07:30:00.000Z');
  expect(toWallClock(toInstant('2026-03-08T02:30', NEW_YORK), NEW_YORK)).toBe('2026-03-08T03:30');
  // Lord Howe Island skips half an hour.
  expect(toWallClock(toInstant('2026-10-04T02:15', 'Australia/Lord_Howe'), 'Australia/Lord_Howe')).toBe('2026-10-04T02:45');
});

test('of an hour that comes twice the first is meant', () => {
  expect(toInstant('2026-11-01T01:30', NEW_YORK).toISOString()).toBe('2026-11-01T05:30:00.000Z');
  expect(toWallClock(new Date('2026-11-01T06:30:00Z'), NEW_YORK)).toBe('2026-11-01T01:30');
});

test('a day has 23 or 25 hours when the clocks change, and begins at its first minute where midnight is skipped', () => {
  const hours = (day: string, zone: string) => (startOfDay(addDays(day, 1), zone).getTime() - startOfDay(day, zone).getTime()) / 3_600_000;
  expect([hours('2026-03-08', NEW_YORK), hours('2026-11-01', NEW_YORK), hours('2026-06-01', NEW_YORK)]).toEqual([23, 25, 24]);
  expect(toWallClock(startOfDay('2026-04-24', 'Africa/Cairo'), 'Africa/Cairo')).toBe('2026-04-24T01:00');
});

test.each(['2026-12-01', '2026-12-01T24:00', '2026-12-01T10:60', '2026-02-30T10:00', '2026-12-01T10:00:00', '2026-12-01T10:00Z', '1999-12-01T10:00', '', 7])(
  '%j is no time on the wall',
  (wrong) => {
    expect(WallClock.safeParse(wrong).success).toBe(false);
  },
);

test('a slot names its last day only when that is another', () => {
  const slot = (from: string, to: string) => formatSlot({ startsAt: toInstant(from, NEW_YORK), endsAt: toInstant(to, NEW_YORK), timeZone: NEW_YORK });
  expect(slot('2026-12-01T10:00', '2026-12-01T13:30')).toBe('Tue, Dec 1, 10:00 AM – 1:30 PM');
  expect(slot('2026-12-01T10:00', '2026-12-02T13:30')).toBe('Tue, Dec 1, 10:00 AM – Wed, Dec 2, 1:30 PM');
});
