import { describe, expect, test } from 'vitest';
import { Discount, formatDiscount, toDiscountText, toTotals } from './quote-totals.ts';

describe('toTotals', () => {
  test.each([
    [[], null, [0, 0, 0]],
    [[22_000, 133_000], { kind: 'percent', percent: 10 }, [155_000, 15_500, 139_500]],
    [[10_000], { kind: 'amount', cents: 2_500 }, [10_000, 2_500, 7_500]],
    [[10_000], { kind: 'amount', cents: 99_999 }, [10_000, 10_000, 0]],
    [[10_000], { kind: 'percent', percent: 100 }, [10_000, 10_000, 0]],
    // Half a cent goes up: 5 % of 1.10 is 5.5 cents, 12.5 % of 0.20 is 2.5, 10 % of 0.04 is 0.4.
    [[110], { kind: 'percent', percent: 5 }, [110, 6, 104]],
    [[20], { kind: 'percent', percent: 12.5 }, [20, 3, 17]],
    [[4], { kind: 'percent', percent: 10 }, [4, 0, 4]],
    // 1.15 % is no binary fraction: 1.15 * 100 is 114.99999999999999.
    [[10_000], { kind: 'percent', percent: 1.15 }, [10_000, 115, 9_885]],
    [[333, 333, 333], { kind: 'percent', percent: 33.33 }, [999, 333, 666]],
  ] as const)('%j with %j comes to %j', (prices, discount, [subtotalCents, discountCents, totalCents]) => {
    expect(toTotals(prices, discount)).toEqual({ subtotalCents, discountCents, totalCents });
  });

  test('the parts always add up, and a discount never exceeds the sum', () => {
    for (let cents = 0; cents < 2_000; cents += 13) {
      for (let percent = 0.25; percent <= 100; percent += 3.75) {
        const totals = toTotals([cents, 99], { kind: 'percent', percent });
        expect(totals.totalCents + totals.discountCents).toBe(totals.subtotalCents);
        expect(totals.totalCents).toBeGreaterThanOrEqual(0);
        expect(Math.abs(totals.discountCents - (totals.subtotalCents * percent) / 100)).toBeLessThanOrEqual(0.5);
      }
    }
  });
});

describe('Discount', () => {
  test.each([
    ['10%', { kind: 'percent', percent: 10 }],
    ['12.5 %', { kind: 'percent', percent: 12.5 }],
    ['$25', { kind: 'amount', cents: 2_500 }],
    ['25.50', { kind: 'amount', cents: 2_550 }],
    ['', null],
    [' ', null],
    [null, null],
  ])('%j is %j, also when it is parsed twice and when it was shown', (text, discount) => {
    expect(Discount.parse(text)).toEqual(discount);
    expect(Discount.parse(discount)).toEqual(discount);
    expect(Discount.parse(toDiscountText(discount as Discount))).toEqual(discount);
    expect(Discount.parse(formatDiscount(discount as Discount, 'USD'))).toEqual(discount);
  });

  test.each(['-5', '101%', '0%', '0', 'ten', '10%%', '1.234%', '5 dollars', { kind: 'percent', percent: 0.001 }, { kind: 'amount', cents: 0.5 }, 10])(
    '%j is no discount',
    (wrong) => {
      expect(Discount.safeParse(wrong).success).toBe(false);
    },
  );
});
