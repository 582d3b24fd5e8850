import { CountersignError } from '@countersign/core';
import { and, asc, desc, eq } from 'drizzle-orm';
import { InvoiceId, type InvoiceView } from '../../shared/invoice.ts';
import { getShop } from '../auth/get-shop.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { deliveries, invoiceLines, invoices, payments } from '../db/invoices-schema.ts';
import { clients, quotes, vehicles } from '../db/schema.ts';
import { shopDay } from '../quotes/shop-day.ts';
import { invoiceColumns, isItsClient, isItsQuote, isItsVehicle, toInvoiceView } from './to-invoice-view.ts';

/** @throws {CountersignError} `permission_denied`, `not_found` (also for another shop's invoice: nobody can tell them apart) */
export async function getInvoice(tx: CrmTx, actor: Actor, id: string): Promise<InvoiceView> {
  requirePermission(actor, 'invoices:read');
  const { tenantId } = actor;
  const [row] = InvoiceId.safeParse(id).success
    ? await tx
        .select({ ...invoiceColumns, quoteNumber: quotes.number })
        .from(invoices)
        .innerJoin(clients, isItsClient)
        .leftJoin(vehicles, isItsVehicle)
        .leftJoin(quotes, isItsQuote)
        .where(and(eq(invoices.tenantId, tenantId), eq(invoices.id, id)))
    : [];
  if (!row) throw new CountersignError('not_found', `There is no invoice ${id} in this shop.`);
  const lines = await tx
    .select()
    .from(invoiceLines)
    .where(and(eq(invoiceLines.tenantId, tenantId), eq(invoiceLines.invoiceId, id)))
    .orderBy(asc(invoiceLines.position));
  const ledger = await tx
    .select()
    .from(payments)
    .where(and(eq(payments.tenantId, tenantId), eq(payments.invoiceId, id)))
    .orderBy(asc(payments.at), asc(payments.id));
  const sent = await tx
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.tenantId, tenantId), eq(deliveries.invoiceId, id), eq(deliveries.status, 'sent')))
    .orderBy(desc(deliveries.createdAt), desc(deliveries.id));
  const { currency } = await getShop(tx, actor);
  return toInvoiceView(row, { lines, payments: ledger, deliveries: sent, quoteNumber: row.quoteNumber, currency }, shopDay(actor, new Date()));
}
