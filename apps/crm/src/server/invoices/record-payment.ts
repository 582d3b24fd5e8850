import { randomUUID } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import type { InvoiceView } from '../../shared/invoice.ts';
import { formatMoney } from '../../shared/money.ts';
import { methodLabels, type RecordPayment } from '../../shared/payment.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { invoices, payments } from '../db/invoices-schema.ts';
import { requireVersion } from '../db/versioned.ts';
import { refuseState } from './change-status.ts';
import { getInvoice } from './get-invoice.ts';
import { nameInvoice, recordInvoice } from './record-invoice.ts';

/**
 * Writes down money that came in. With the last of what is owed the invoice is paid. The row of the invoice decides: two who
 * record the same money at the same moment cannot both do so once nothing is owed any more.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`, `conflict` with `{ current: InvoiceView }` when it was changed
 *   meanwhile, is not open, or less is owed
 */
export async function recordPayment(tx: CrmTx, actor: Actor, id: string, input: RecordPayment): Promise<InvoiceView> {
  requirePermission(actor, 'invoices:write');
  const { amountCents, method, reason, version } = input;
  const before = await getInvoice(tx, actor, id);
  if (version !== undefined && version !== before.version) return requireVersion('invoice', version, before);
  refuseUnowed(before, amountCents);
  const paid = sql`${invoices.paidCents} + ${amountCents}`;
  const { rowCount } = await tx
    .update(invoices)
    .set({
      paidCents: paid,
      status: sql`case when ${paid} = ${invoices.totalCents} then 'paid' else 'open' end`,
      version: sql`${invoices.version} + 1`,
      updatedAt: sql`now()`,
    })
    .where(
      and(
        eq(invoices.tenantId, actor.tenantId),
        eq(invoices.id, id),
        version === undefined ? undefined : eq(invoices.version, version),
        eq(invoices.status, 'open'),
        sql`${paid} <= ${invoices.totalCents}`,
      ),
    );
  if (rowCount !== 1) {
    const current = await getInvoice(tx, actor, id);
    refuseUnowed(current, amountCents);
    return requireVersion('invoice', version, current);
  }
  await tx.insert(payments).values({ ...toLedgerRow(actor, id), kind: 'payment', method, amountCents, reason });
  const after = await getInvoice(tx, actor, id);
  const summary = `Recorded ${formatMoney(amountCents, after.currency)} (${methodLabels[method].toLowerCase()}) on ${nameInvoice(after)}`;
  await recordInvoice(tx, actor, after, { action: 'paid', summary });
  return after;
}

/** What every line of a ledger has. */
export function toLedgerRow(actor: Actor, invoiceId: string) {
  return { tenantId: actor.tenantId, id: randomUUID(), invoiceId, by: actor.userId, byName: actor.displayName ?? actor.userId };
}

function refuseUnowed(invoice: InvoiceView, amountCents: number): void {
  if (invoice.status === 'draft') refuseState(invoice, `Invoice ${invoice.number} is a draft. Issue it, then record the payment.`);
  if (invoice.status !== 'open') refuseState(invoice, `Invoice ${invoice.number} is ${invoice.status}: nothing is owed on it.`);
  const owed = formatMoney(invoice.balanceCents, invoice.currency);
  if (amountCents > invoice.balanceCents) refuseState(invoice, `Only ${owed} is owed on invoice ${invoice.number}, so no more than that can be paid.`);
}
