import { expect, test } from 'vitest';
import { shopDay } from './shop-day.ts';

test('the day is that of the shop, and days are counted on the calendar', () => {
  const late = new Date('2026-11-01T03:30:00Z');
  expect(shopDay({ timeZone: 'America/New_York' }, late)).toBe('2026-10-31');
  expect(shopDay({ timeZone: 'UTC' }, late)).toBe('2026-11-01');
  // The night of the 1st has 25 hours in New York.
  expect(shopDay({ timeZone: 'America/New_York' }, late, 2)).toBe('2026-11-02');
  expect(shopDay({ timeZone: 'Pacific/Auckland' }, new Date('2026-12-30T12:00:00Z'), 14)).toBe('2027-01-14');
});
