import { PgBoss } from 'pg-boss';
import { expect, test } from 'vitest';
import type { Occurrences } from '../engine/queue.ts';
import { findLatest } from './find-latest.ts';

// The reader of expressions that the ticks are told by; it needs no database for this.
const boss = new PgBoss({ db: { executeSql: () => Promise.reject(new Error('No database.')) } });
const occurrences: Occurrences = (cron, { timeZone, from, count }) => boss.previewSchedule(cron, { tz: timeZone, from, count });
const latest = (cron: string, timeZone: string, until: string) => findLatest(occurrences, cron, timeZone, new Date(until))?.toISOString() ?? null;

test.each([
  ['0 8 * * *', 'America/New_York', '2026-11-26T13:00:07Z', '2026-11-26T13:00:00.000Z'],
  ['0 8 * * *', 'America/Los_Angeles', '2026-11-26T16:00:07Z', '2026-11-26T16:00:00.000Z'],
  ['0 8 * * *', 'Asia/Kolkata', '2026-11-26T02:30:00Z', '2026-11-26T02:30:00.000Z'],
  // The tick is named by its own moment, whenever somebody gets round to it.
  ['0 8 * * *', 'America/New_York', '2026-11-26T12:59:59Z', '2026-11-25T13:00:00.000Z'],
  ['0 8 * * *', 'America/New_York', '2026-11-27T12:00:00Z', '2026-11-26T13:00:00.000Z'],
  // The morning stays the morning when the clocks change.
  ['0 8 * * *', 'Europe/Berlin', '2026-03-29T10:00:00Z', '2026-03-29T06:00:00.000Z'],
  ['0 8 * * *', 'Europe/Berlin', '2026-10-25T10:00:00Z', '2026-10-25T07:00:00.000Z'],
  ['* * * * *', 'UTC', '2026-11-26T12:00:59Z', '2026-11-26T12:00:00.000Z'],
  ['*/30 * * * *', 'UTC', '2026-11-26T12:29:59Z', '2026-11-26T12:00:00.000Z'],
  ['0 9 * * 1', 'UTC', '2026-11-26T12:00:00Z', '2026-11-23T09:00:00.000Z'],
  ['0 9 1 * *', 'UTC', '2026-11-26T12:00:00Z', '2026-11-01T09:00:00.000Z'],
  ['* * 1 1 *', 'UTC', '2026-11-26T12:00:00Z', '2026-01-01T23:59:00.000Z'],
  ['0 0 29 2 *', 'UTC', '2026-11-26T12:00:00Z', '2024-02-29T00:00:00.000Z'],
])('%s in %s, asked at %s, means %s', (cron, timeZone, until, expected) => {
  expect(latest(cron, timeZone, until)).toBe(expected);
});

test('an expression that names no moment of the last years has no latest one', () => {
  expect(latest('0 0 29 2 *', 'UTC', '2103-01-01T00:00:00Z')).toBeNull();
});
