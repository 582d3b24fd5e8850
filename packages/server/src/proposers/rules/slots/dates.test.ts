import { describe, expect, it } from 'vitest';
import { findDates } from './dates.ts';

/** A Thursday; in Auckland it is Friday already. */
const now = new Date('2026-11-26T15:30:00Z');
const ctx = { now, timeZone: 'America/New_York' };
const read = (text: string, at = ctx) => findDates(text, at).map(({ value }) => [value.day, value.time].filter(Boolean).join(' '));

describe('a date', () => {
  it.each([
    ['book it for next Tuesday at 10am', ['2026-12-01 10:00']],
    ['tomorrow', ['2026-11-27']],
    ['Friday at 2', ['2026-11-27 02:00']],
    ['at two on friday', ['2026-11-27 02:00']],
    ['friday at ten', ['2026-11-27 10:00']],
    ['half past two on Friday', ['2026-11-27 02:30']],
    ['next Tues 10 am', ['2026-12-01 10:00']],
    ['tomorow at 9am', ['2026-11-27 09:00']],
    ['wendesday', ['2026-12-02']],
    ['teusday', ['2026-12-01']],
    ['thursady at noon', ['2026-11-26 12:00']],
    ['the day after tomorrow at 8', ['2026-11-28 08:00']],
    ['on the 3rd at 1pm', ['2026-12-03 13:00']],
    ['Dec 5th at 9:30', ['2026-12-05 09:30']],
    ['12/5', ['2026-12-05']],
    ['2026-12-01 at 14:00', ['2026-12-01 14:00']],
    ['at 10:15', ['10:15']],
    ['on Sat', ['2026-11-28']],
    ['this afternoon', ['2026-11-26']],
  ])('in "%s" is %j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    'we are running 20 minutes late',
    'it takes 2 hours',
    'for two hours',
    'more than 30 days overdue',
    'the last 30 days',
    'June owes us',
    'April May is a client',
    'may I have it now',
    'he sat in the sun',
    'invoice 1042',
    'the 2021 Tahoe',
    'Five-Year Ceramic Coating',
    'Model 3',
    '10% off',
    '',
  ])('is not in "%s"', (text) => {
    expect(read(text)).toEqual([]);
  });

  it('is on the calendar of the tenant', () => {
    expect(read('tomorrow at 10am', { now, timeZone: 'Pacific/Auckland' })).toEqual(['2026-11-28 10:00']);
    expect(read('tomorrow at 10am', { now: new Date('2026-11-27T03:00:00Z'), timeZone: 'America/Los_Angeles' })).toEqual(['2026-11-27 10:00']);
  });

  it.each([
    ['this week', '2026-11-26', '2026-11-29'],
    ['next week', '2026-11-30', '2026-12-06'],
    ['this weekend', '2026-11-28', '2026-11-29'],
  ])('may be a stretch: %s', (text, day, lastDay) => {
    expect(findDates(text, ctx)[0]?.value).toMatchObject({ day, lastDay });
  });

  it('says whether it is sure of the half of the day', () => {
    const isSure = (text: string) => findDates(text, ctx)[0]?.value.isHourSure;
    expect([isSure('Friday at 2'), isSure('Friday at 2pm'), isSure('Friday at 14:00'), isSure('noon on Friday')]).toEqual([false, true, true, true]);
  });

  it('knows where it stands in what was written', () => {
    const text = 'at half past two tomorow, please';
    const found = findDates(text, ctx);
    expect(found.map(({ start, end }) => text.slice(start, end)).join(' ')).toContain('tomorow');
    expect(found.every(({ start, end }) => start < end && end <= text.length)).toBe(true);
  });
});
