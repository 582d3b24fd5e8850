import { CountersignError } from '@countersign/core';
import { and, eq, sql } from 'drizzle-orm';
import type { InvoiceView } from '../../shared/invoice.ts';
import { formatMoney } from '../../shared/money.ts';
import { type PaymentMethod, REFUND_LIMIT_CENTS, type RefundInvoice } from '../../shared/payment.ts';
import { type Actor, hasPermission, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { invoices, payments } from '../db/invoices-schema.ts';
import { requireVersion } from '../db/versioned.ts';
import { refuseState } from './change-status.ts';
import { getInvoice } from './get-invoice.ts';
import { nameInvoice, recordInvoice } from './record-invoice.ts';
import { toLedgerRow } from './record-payment.ts';

/** A refund as it would be: the invoice it is on, and how the money goes back. */
export interface PlannedRefund {
  invoice: InvoiceView;
  method: PaymentMethod;
}

/**
 * Says whether a refund may be made and how, without making it. The limit counts all that was given back on the invoice, so
 * that two refunds of $60 need an owner as much as one of $120.
 *
 * @throws {CountersignError} `permission_denied` without the permission or above the limit, `not_found`, `conflict` with
 *   `{ current: InvoiceView }` when it was changed meanwhile or there is less to give back
 */
export async function planRefund(tx: CrmTx, actor: Actor, id: string, input: RefundInvoice): Promise<PlannedRefund> {
  requirePermission(actor, 'invoices:refund');
  const invoice = await getInvoice(tx, actor, id);
  if (input.version !== undefined && input.version !== invoice.version) return requireVersion('invoice', input.version, invoice);
  refuseUnpaid(invoice, input.amountCents);
  refuseAboveLimit(actor, invoice, input.amountCents);
  const last = invoice.payments.findLast((payment) => payment.kind === 'payment');
  return { invoice, method: input.method ?? last?.method ?? 'cash' };
}

/**
 * Gives money back. The row of the invoice decides, for whoever gives how much at the same moment: together they never give
 * back more than was paid, nor a manager more than the limit.
 *
 * @throws {CountersignError} what `planRefund` throws
 */
export async function refundInvoice(tx: CrmTx, actor: Actor, id: string, input: RefundInvoice): Promise<InvoiceView> {
  const { invoice, method } = await planRefund(tx, actor, id, input);
  const { amountCents, reason } = input;
  const refunded = sql`${invoices.refundedCents} + ${amountCents}`;
  const { rowCount } = await tx
    .update(invoices)
    .set({ refundedCents: refunded, version: sql`${invoices.version} + 1`, updatedAt: sql`now()` })
    .where(
      and(
        eq(invoices.tenantId, actor.tenantId),
        eq(invoices.id, id),
        input.version === undefined ? undefined : eq(invoices.version, input.version),
        sql`${refunded} <= ${invoices.paidCents}`,
        mayRefundAny(actor) ? undefined : sql`${refunded} <= ${REFUND_LIMIT_CENTS}`,
      ),
    );
  if (rowCount !== 1) {
    const { invoice: current } = await planRefund(tx, actor, id, { ...input, version: undefined });
    return requireVersion('invoice', input.version ?? invoice.version, current);
  }
  await tx.insert(payments).values({ ...toLedgerRow(actor, id), kind: 'refund', method, amountCents, reason });
  const after = await getInvoice(tx, actor, id);
  await recordInvoice(tx, actor, after, { action: 'refunded', summary: `Refunded ${formatMoney(amountCents, after.currency)} on ${nameInvoice(after)}` });
  return after;
}

const mayRefundAny = (actor: Actor) => hasPermission(actor, 'invoices:refund-any');

/** May they give back this much on an invoice that is as it is now? */
export function isWithinLimit(actor: Actor, invoice: Pick<InvoiceView, 'refundedCents'>, amountCents: number): boolean {
  return mayRefundAny(actor) || invoice.refundedCents + amountCents <= REFUND_LIMIT_CENTS;
}

function refuseUnpaid(invoice: InvoiceView, amountCents: number): void {
  const left = invoice.paidCents - invoice.refundedCents;
  if (left === 0)
    refuseState(invoice, `There is nothing to give back on invoice ${invoice.number}: ${invoice.paidCents ? 'all of it was refunded' : 'nothing was paid'}.`);
  if (amountCents > left)
    refuseState(invoice, `Only ${formatMoney(left, invoice.currency)} of what was paid on invoice ${invoice.number} can still be refunded.`);
}

function refuseAboveLimit(actor: Actor, invoice: InvoiceView, amountCents: number): void {
  if (isWithinLimit(actor, invoice, amountCents)) return;
  const limit = formatMoney(REFUND_LIMIT_CENTS, invoice.currency);
  const before = invoice.refundedCents === 0 ? '' : ` ${formatMoney(invoice.refundedCents, invoice.currency)} of it was refunded before.`;
  throw new CountersignError(
    'permission_denied',
    `You may refund up to ${limit} on one invoice; above that only an owner can.${before} Ask an owner of the shop to refund ${formatMoney(amountCents, invoice.currency)} on invoice ${invoice.number}.`,
    { details: { permission: 'invoices:refund-any', limitCents: REFUND_LIMIT_CENTS } },
  );
}
