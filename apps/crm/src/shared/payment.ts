import { z } from 'zod';
import { Cents } from './money.ts';
import { optionalText } from './optional-text.ts';
import { isText, TEXT } from './printable.ts';

/** What a manager may give back on one invoice, in all. Above it only an owner does. */
export const REFUND_LIMIT_CENTS = 10_000;

export const paymentMethods = ['cash', 'card', 'check', 'transfer'] as const;
export const PaymentMethod = z.enum(paymentMethods, 'Choose how it was paid.');
export type PaymentMethod = z.infer<typeof PaymentMethod>;

/** What people read. */
export const methodLabels: Readonly<Record<PaymentMethod, string>> = { cash: 'Cash', card: 'Card', check: 'Check', transfer: 'Bank transfer' };

const Amount = Cents.min(1, 'An amount above nothing is needed.');
const Reason = optionalText(z.string().trim().refine(isText, TEXT).nullable(), 500);

/**
 * Money that came in: the one schema of the form, `POST /api/invoices/:id/payments` and the tool `record_payment`. A
 * `version` makes a second click on the same button a conflict instead of a second payment.
 */
export const RecordPayment = z.strictObject({
  amountCents: Amount,
  method: PaymentMethod,
  /** Null (or ''): nothing to note, such as the number of a check. */
  reason: Reason.default(null),
  version: z.int().positive().optional(),
});
export type RecordPayment = z.infer<typeof RecordPayment>;

/** Money given back: the one schema of the form, `POST /api/invoices/:id/refunds` and the tool `refund_invoice`. */
export const RefundInvoice = z.strictObject({
  amountCents: Amount,
  reason: Reason.default(null),
  /** Null: the way it was paid last. */
  method: PaymentMethod.nullable().default(null),
  version: z.int().positive().optional(),
});
export type RefundInvoice = z.infer<typeof RefundInvoice>;

/** A line of an invoice's ledger. Lines are added, never changed. */
export const PaymentView = z.object({
  id: z.uuid(),
  kind: z.enum(['payment', 'refund']),
  method: PaymentMethod,
  amountCents: z.int(),
  at: z.string().describe('ISO 8601 instant'),
  by: z.string().describe('Name of the person who recorded it'),
  reason: z.string().nullable(),
});
export type PaymentView = z.infer<typeof PaymentView>;
