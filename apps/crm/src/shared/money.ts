import { z } from 'zod';

const MONEY = 'Write an amount, such as 89.50.';
/** A hundred thousand: more than anything in a shop costs. */
const MAX_CENTS = 10_000_000;

/** An amount of money as it is kept: whole cents of the shop's currency, which has two decimals. */
export const Cents = z.int(MONEY).min(0, 'An amount cannot be negative.').max(MAX_CENTS, 'This amount is too large.');

/** Reads an amount as people write it. @returns cents; undefined when it is no amount. @example parseMoney('$1,089.50') // 108950 */
export function parseMoney(text: string): number | undefined {
  const match = /^\$?\s*(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (!match) return undefined;
  const [, units = '', decimals = ''] = match;
  return Number(units.replaceAll(',', '')) * 100 + Number(decimals.padEnd(2, '0'));
}

/** An amount as an input shows it. @example toMoneyText(108950) // '1089.50' */
export function toMoneyText(cents: number): string {
  return (cents / 100).toFixed(2);
}

const formats = new Map<string, Intl.NumberFormat>();

/** An amount as people read it. @param currency ISO 4217 @example formatMoney(108950, 'USD') // '$1,089.50' */
export function formatMoney(cents: number, currency: string): string {
  let format = formats.get(currency);
  if (!format) {
    format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
    formats.set(currency, format);
  }
  return format.format(cents / 100);
}
