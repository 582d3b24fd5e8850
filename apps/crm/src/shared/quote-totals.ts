import { z } from 'zod';
import { Cents, formatMoney, parseMoney, toMoneyText } from './money.ts';

const DISCOUNT = 'Write a discount as 10% or as an amount such as 25.00.';

/** A share of the subtotal with up to two decimals, or an amount. */
const DiscountValue = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('percent'),
    percent: z
      .number()
      .gt(0, DISCOUNT)
      .max(100, 'A discount is at most 100%.')
      .refine((percent) => Math.abs(percent * 100 - Math.round(percent * 100)) < 1e-9, 'A discount has at most two decimals.'),
  }),
  z.strictObject({ kind: z.literal('amount'), cents: Cents.min(1, DISCOUNT) }),
]);
export type Discount = z.infer<typeof DiscountValue> | null;

/** A discount; forms and sentences write it as text: "10%", "$25" or '' for none. Parsing the parsed value again changes nothing. */
export const Discount = z
  .union([DiscountValue, z.string().trim().max(20), z.null()], DISCOUNT)
  .transform((discount, ctx): z.input<typeof DiscountValue> | null => {
    if (typeof discount !== 'string') return discount;
    if (discount === '') return null;
    const read = readDiscount(discount);
    if (read) return read;
    ctx.addIssue({ code: 'custom', message: DISCOUNT });
    return z.NEVER;
  })
  .pipe(DiscountValue.nullable());

function readDiscount(text: string): z.input<typeof DiscountValue> | undefined {
  const percent = /^(\d{1,3}(?:\.\d{1,2})?)\s*%$/.exec(text)?.[1];
  if (percent !== undefined) return { kind: 'percent', percent: Number(percent) };
  const cents = parseMoney(text);
  return cents === undefined ? undefined : { kind: 'amount', cents };
}

/** A discount as an input shows it, and as `Discount` reads it again. @example '10%', '25.00', '' */
export function toDiscountText(discount: Discount): string {
  return discount?.kind === 'amount' ? toMoneyText(discount.cents) : discount ? `${discount.percent}%` : '';
}

/** A discount as people read it. @example '10%', '$25.00', '' */
export function formatDiscount(discount: Discount, currency: string): string {
  if (!discount) return '';
  return discount.kind === 'percent' ? `${discount.percent}%` : formatMoney(discount.cents, currency);
}

export interface QuoteTotals {
  subtotalCents: number;
  discountCents: number;
  totalCents: number;
}

/**
 * What the lines of a quote come to: the one place where it is computed, for the form, the service and the tools. A share
 * of the subtotal is rounded half up to a cent; a discount is never more than the subtotal.
 *
 * @example toTotals([10_000, 5_000], { kind: 'percent', percent: 10 }) // { subtotalCents: 15000, discountCents: 1500, totalCents: 13500 }
 */
export function toTotals(pricesCents: readonly number[], discount: Discount): QuoteTotals {
  const subtotalCents = pricesCents.reduce((sum, cents) => sum + cents, 0);
  const discountCents = !discount
    ? 0
    : discount.kind === 'amount'
      ? Math.min(discount.cents, subtotalCents)
      : toShare(subtotalCents, Math.round(discount.percent * 100));
  return { subtotalCents, discountCents, totalCents: subtotalCents - discountCents };
}

/** In whole numbers throughout: hundredths of a percent of cents, so that no binary fraction decides where half a cent goes. */
function toShare(cents: number, basisPoints: number): number {
  return Math.floor((cents * basisPoints + 5_000) / 10_000);
}
