import { describe, expect, it } from 'vitest';
import { findMoney, findPercents } from './money.ts';

describe('an amount', () => {
  it.each([
    ['refund $40 on invoice 1042', [4_000]],
    ['$ 1,040.50', [104_050]],
    ['40 dollars', [4_000]],
    ['40.5 bucks', [4_050]],
    ['forty dollars', [4_000]],
    ['twenty-five dollars', [2_500]],
    ['a hundred bucks', [10_000]],
    ['$2k', [200_000]],
    ['paid 89.50 in cash', [8_950]],
    ['between $10 and $20', [1_000, 2_000]],
    ['invoice 1042', []],
    ['10%', []],
    ['10.00%', []],
    ['#40', []],
    ['version 1.2.3', []],
    ['40', []],
  ])('in "%s" is %j', (text, expected) => {
    expect(findMoney(text).map(({ value }) => value)).toEqual(expected);
  });
});

describe('a percentage', () => {
  it.each([
    ['10% off', [10]],
    ['12.5 %', [12.5]],
    ['ten percent', [10]],
    ['15 pct discount', [15]],
    ['$10', []],
    ['10', []],
  ])('in "%s" is %j', (text, expected) => {
    expect(findPercents(text).map(({ value }) => value)).toEqual(expected);
  });
});
