import { createSlot, type Found } from './create-slot.ts';
import { numberWords, toNumber } from './number-words.ts';

const DIGITS = String.raw`(?:\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.\d{1,2})?`;
const UNIT = '(?:dollars?|bucks?|usd)';
const MONEY = new RegExp(
  [
    String.raw`(?<![\p{L}\p{N}$])\$\s?(${DIGITS})(k?)(?![\p{L}\p{N}%])`,
    String.raw`(?<![\p{L}\p{N}.,$#-])(${DIGITS})(k?)\s?${UNIT}(?![\p{L}\p{N}])`,
    String.raw`(?<![\p{L}\p{N}-])(${numberWords})\s+${UNIT}(?![\p{L}\p{N}])`,
    String.raw`(?<![\p{L}\p{N}.,:$#/-])((?:\d{1,3}(?:,\d{3})+|\d{1,6})\.\d{2})(?![\p{L}\p{N}%.,/]|\s?%)`,
  ].join('|'),
  'giu',
);

/**
 * Every amount of money, in cents: "$40", "1,040.50 dollars", "forty bucks". A bare number is none, since it may be anything.
 *
 * @example findMoney('refund $40 on invoice 1042') // [{ value: 4000, start: 7, end: 10 }]
 */
export function findMoney(text: string): Found<number>[] {
  return [...text.matchAll(MONEY)].flatMap((match) => {
    const [written, marked, markedK, named, namedK, words, plain] = match;
    const digits = marked ?? named ?? plain;
    const units = digits === undefined ? toNumber(words ?? '') : Number(digits.replaceAll(',', '')) * (markedK || namedK ? 1_000 : 1);
    return units === undefined ? [] : [{ value: Math.round(units * 100), start: match.index, end: match.index + written.length }];
  });
}

/** An amount of money, in cents. */
export const money = createSlot('money', findMoney);

const PERCENT = new RegExp(String.raw`(?<![\p{L}\p{N}.,$])(?:(\d{1,3}(?:\.\d{1,2})?)|(${numberWords}))\s?(?:%|percent|per cent|pct)(?![\p{L}\p{N}])`, 'giu');

/** Every percentage. @example findPercents('ten percent off') // [{ value: 10, start: 0, end: 11 }] */
export function findPercents(text: string): Found<number>[] {
  return [...text.matchAll(PERCENT)].flatMap((match) => {
    const value = match[1] === undefined ? toNumber(match[2] ?? '') : Number(match[1]);
    return value === undefined ? [] : [{ value, start: match.index, end: match.index + match[0].length }];
  });
}

/** A percentage. */
export const percent = createSlot('percent', findPercents);
