import { expect, test } from 'vitest';
import type { JobView } from '../../shared/job.ts';
import { toClock, toDayJobs, toDayName, toDayTime, toGaps, toHours, toLocal, toMinutes, toSlots, weekOf } from './calendar-days.ts';

const DAY = '2026-11-26';
const job = (number: number, startsAtLocal: string, endsAtLocal: string) => ({ number, startsAtLocal, endsAtLocal }) as JobView;
const jobs = [
  job(3, `${DAY}T13:00`, `${DAY}T14:30`),
  job(1, '2026-11-25T09:00', `${DAY}T09:20`),
  job(2, `${DAY}T09:20`, `${DAY}T11:00`),
  job(4, `${DAY}T17:00`, '2026-11-28T10:00'),
  job(5, '2026-11-25T20:00', `${DAY}T00:00`),
  job(6, '2026-11-27T08:00', '2026-11-27T09:00'),
];

test('a week begins on Monday, whatever day of it is asked for', () => {
  const week = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29'];
  for (const day of week) expect(weekOf(day)).toEqual(week);
  expect(weekOf('2026-12-31').at(-1)).toBe('2027-01-03');
});

test('a day has the jobs that touch it, in order, and says which come from before and go on after', () => {
  const found = toDayJobs(jobs, DAY);
  expect(found.map((each) => [each.job.number, each.from, each.to, toDayTime(each)])).toEqual([
    [1, 0, 560, 'until 9:20 AM'],
    [2, 560, 660, '9:20 – 11:00 AM'],
    [3, 780, 870, '1:00 – 2:30 PM'],
    [4, 1_020, 1_440, 'from 5:00 PM'],
  ]);
  expect(toDayJobs(jobs, '2026-11-27').map((each) => [each.job.number, toDayTime(each)])).toEqual([
    [4, 'all day'],
    [6, '8:00 – 9:00 AM'],
  ]);
});

test('the hours of the shop are shown, and more where something begins or ends outside of them', () => {
  expect(toHours([])).toEqual({ from: 480, to: 1_080 });
  expect(toHours(toDayJobs(jobs, DAY))).toEqual({ from: 480, to: 1_080 });
  const early = toDayJobs([job(1, `${DAY}T06:40`, `${DAY}T07:00`), job(2, `${DAY}T19:00`, `${DAY}T20:10`)], DAY);
  expect(toHours(early)).toEqual({ from: 360, to: 1_260 });
});

test('what is free can be chosen in half hours, and no part of it is taken', () => {
  const day = toDayJobs(jobs, DAY);
  const hours = toHours(day);
  expect(toGaps(day, hours)).toEqual([
    { from: 660, to: 780 },
    { from: 870, to: 1_020 },
  ]);
  expect(toGaps([], hours)).toEqual([hours]);
  const slots = toSlots([{ from: 490, to: 555 }], { from: 480, to: 600 });
  expect(slots).toEqual([
    { from: 480, to: 490 },
    { from: 555, to: 570 },
    { from: 570, to: 600 },
  ]);
});

test.each([
  [0, '12:00 AM'],
  [725, '12:05 PM'],
  [1_439, '11:59 PM'],
])('minute %i is %s, and back', (minutes, clock) => {
  expect(toClock(minutes)).toBe(clock);
  expect(toMinutes(toLocal(DAY, minutes))).toBe(minutes);
});

test('days read as people say them', () => {
  expect(toDayName(DAY)).toBe('Thursday, November 26');
  expect(toDayName(DAY, 'short')).toBe('Thu, Nov 26');
});
