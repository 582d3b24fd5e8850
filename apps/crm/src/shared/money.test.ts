import { expect, test } from 'vitest';
import { Cents, formatMoney, parseMoney, toMoneyText } from './money.ts';

test.each([
  ['89.5', 8950],
  ['89.50', 8950],
  ['$1,089.50', 108_950],
  [' 0 ', 0],
  ['1089', 108_900],
  ['19.99', 1999],
  ['0.07', 7],
  ['1.10', 110],
])('%s is %i cents', (text, cents) => {
  expect(parseMoney(text)).toBe(cents);
});

test.each(['', '-5', '1.234', '1,23', '12,3456', 'ten', '1e3', '$', '.5', '5.', '0x10', 'NaN', 'Infinity'])('"%s" is no amount', (text) => {
  expect(parseMoney(text)).toBeUndefined();
});

test('what is shown reads as the same amount again, for every cent', () => {
  for (let cents = 0; cents < 20_000; cents += 7) expect(parseMoney(toMoneyText(cents))).toBe(cents);
  expect(parseMoney(formatMoney(123_456_789, 'USD'))).toBe(123_456_789);
});

test('amounts are whole, not negative and not absurd', () => {
  for (const wrong of [-1, 0.5, Number.NaN, 10_000_001, '100']) expect(Cents.safeParse(wrong).success).toBe(false);
});

test('money is shown in the currency of the shop', () => {
  expect(formatMoney(108_950, 'USD')).toBe('$1,089.50');
  expect(formatMoney(108_950, 'EUR')).toBe('€1,089.50');
});
