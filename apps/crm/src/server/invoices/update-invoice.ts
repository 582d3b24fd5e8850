import { CountersignError } from '@countersign/core';
import { and, eq, sql } from 'drizzle-orm';
import type { InvoiceView, UpdateInvoice } from '../../shared/invoice.ts';
import { toTotals } from '../../shared/quote-totals.ts';
import { nameChanges } from '../activity/name-changes.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { invoiceLines, invoices } from '../db/invoices-schema.ts';
import { requireVersion, withoutUndefined } from '../db/versioned.ts';
import { toDiscountColumns } from '../quotes/to-quote-view.ts';
import { insertLines } from './create-invoice.ts';
import { getInvoice } from './get-invoice.ts';
import { priceInvoiceLines } from './price-invoice-lines.ts';
import { nameInvoice, recordInvoice } from './record-invoice.ts';

const labels = { vehicleId: 'vehicle', lines: 'services', discount: 'discount', dueOn: 'due day', notes: 'notes' } as const;

/** What to change. Without a version, whatever is there is changed. */
export type InvoiceChanges = Omit<UpdateInvoice, 'version'> & { version?: number | undefined };

/**
 * Changes a draft, if it still is at the version the change was made on. Lines that are sent replace all lines; those
 * without a price are priced anew, for the size of the vehicle that the invoice is for then.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`, `invalid_input`, `conflict` with `{ current: InvoiceView }`
 *   when it was changed meanwhile or is no draft any more
 */
export async function updateInvoice(tx: CrmTx, actor: Actor, id: string, input: InvoiceChanges): Promise<InvoiceView> {
  requirePermission(actor, 'invoices:write');
  const { version, vehicleId, discount, lines: wanted, ...changes } = input;
  const before = await getInvoice(tx, actor, id);
  if (version !== undefined && version !== before.version) return requireVersion('invoice', version, before);
  if (before.status !== 'draft') return refuseFinal(before);
  const nextVehicle = vehicleId === undefined ? before.vehicleId : vehicleId;
  const kept = before.lines.map((line) => line.serviceId);
  const lines = await priceInvoiceLines(tx, actor, { clientId: before.clientId, vehicleId: nextVehicle, lines: wanted ?? before.lines, kept });
  const nextDiscount = discount === undefined ? before.discount : discount;
  const { totalCents } = toTotals(
    lines.map((line) => line.priceCents),
    nextDiscount,
  );
  // The version that was read, not the one that was sent: two changes at one moment must not both count.
  const { rowCount } = await tx
    .update(invoices)
    .set({
      ...withoutUndefined(changes),
      vehicleId: nextVehicle,
      ...toDiscountColumns(nextDiscount),
      totalCents,
      version: sql`${invoices.version} + 1`,
      updatedAt: sql`now()`,
    })
    .where(and(eq(invoices.tenantId, actor.tenantId), eq(invoices.id, id), eq(invoices.version, before.version)));
  if (rowCount !== 1) return requireVersion('invoice', before.version, await getInvoice(tx, actor, id));
  if (wanted) {
    await tx.delete(invoiceLines).where(and(eq(invoiceLines.tenantId, actor.tenantId), eq(invoiceLines.invoiceId, id)));
    await insertLines(tx, actor, id, lines);
  }
  const after = await getInvoice(tx, actor, id);
  const changed = nameChanges(before, after, labels);
  if (changed) await recordInvoice(tx, actor, after, { action: 'changed', summary: `Changed the ${changed} of ${nameInvoice(after)}` });
  return after;
}

function refuseFinal(current: InvoiceView): never {
  const message = `Invoice ${current.number} is ${current.status} and can no longer be changed. Void it and write a new one instead.`;
  throw new CountersignError('conflict', message, { details: { current } });
}
