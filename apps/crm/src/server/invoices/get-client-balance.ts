import { and, asc, eq } from 'drizzle-orm';
import { fullName } from '../../shared/client.ts';
import type { ClientBalance } from '../../shared/invoice.ts';
import { getShop } from '../auth/get-shop.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import { getClient } from '../clients/get-client.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { invoices } from '../db/invoices-schema.ts';
import { clients, vehicles } from '../db/schema.ts';
import { shopDay } from '../quotes/shop-day.ts';
import { invoiceColumns, isItsClient, isItsVehicle, toInvoiceSummary } from './to-invoice-view.ts';

/** What a client owes, and on which invoices. @throws {CountersignError} `permission_denied`, `not_found` */
export async function getClientBalance(tx: CrmTx, actor: Actor, clientId: string): Promise<ClientBalance> {
  requirePermission(actor, 'invoices:read');
  const client = await getClient(tx, actor, clientId);
  const rows = await tx
    .select(invoiceColumns)
    .from(invoices)
    .innerJoin(clients, isItsClient)
    .leftJoin(vehicles, isItsVehicle)
    .where(and(eq(invoices.tenantId, actor.tenantId), eq(invoices.clientId, clientId), eq(invoices.status, 'open')))
    .orderBy(asc(invoices.dueOn), asc(invoices.number));
  const today = shopDay(actor, new Date());
  const owed = rows.map((row) => toInvoiceSummary(row, today));
  const sum = (some: typeof owed) => some.reduce((cents, invoice) => cents + invoice.balanceCents, 0);
  const { currency } = await getShop(tx, actor);
  return {
    clientId,
    clientName: fullName(client),
    balanceCents: sum(owed),
    overdueCents: sum(owed.filter((invoice) => invoice.isOverdue)),
    invoices: owed,
    currency,
  };
}
