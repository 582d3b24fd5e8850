import { z } from 'zod';

/** A draft is written, an open one is owed, a paid one is settled, a void one counts for nothing. */
export const invoiceStatuses = ['draft', 'open', 'paid', 'void'] as const;
export const InvoiceStatus = z.enum(invoiceStatuses);
export type InvoiceStatus = z.infer<typeof InvoiceStatus>;

/** What lists are narrowed down to: a status, or those open ones whose day has passed. */
export const invoiceStates = ['draft', 'open', 'overdue', 'paid', 'void'] as const;
export type InvoiceState = (typeof invoiceStates)[number];

/** What people read. */
export const stateLabels: Readonly<Record<InvoiceState, string>> = { draft: 'Draft', open: 'Open', overdue: 'Overdue', paid: 'Paid', void: 'Void' };

const DAY_MS = 86_400_000;

/**
 * How many days an invoice is overdue: the day it is due on is not yet one. Nobody has to say so; days are `YYYY-MM-DD` in
 * the shop's zone, and counted on the calendar.
 */
export function daysOverdueOn(today: string, invoice: { status: InvoiceStatus; dueOn: string }): number {
  if (invoice.status !== 'open') return 0;
  return Math.max(0, Math.round((Date.parse(`${today}T00:00:00Z`) - Date.parse(`${invoice.dueOn}T00:00:00Z`)) / DAY_MS));
}

/** What is still owed. A refund gives money back and does not bring a debt back (docs/decisions/0017-what-a-refund-is.md). */
export function balanceOf(invoice: { status: InvoiceStatus; totalCents: number; paidCents: number }): number {
  return invoice.status === 'open' ? invoice.totalCents - invoice.paidCents : 0;
}
