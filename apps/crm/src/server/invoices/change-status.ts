import { CountersignError } from '@countersign/core';
import { and, eq, sql } from 'drizzle-orm';
import type { InvoiceView } from '../../shared/invoice.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { invoices } from '../db/invoices-schema.ts';
import { requireVersion } from '../db/versioned.ts';
import { getInvoice } from './get-invoice.ts';

type Changed = Partial<Pick<typeof invoices.$inferInsert, 'status' | 'issuedOn'>>;

/**
 * Moves an invoice on from exactly the version that was looked at.
 *
 * @throws {CountersignError} `conflict` with `{ current: InvoiceView }` when it was changed meanwhile
 */
export async function changeStatus(tx: CrmTx, actor: Actor, before: InvoiceView, changed: Changed): Promise<InvoiceView> {
  const { rowCount } = await tx
    .update(invoices)
    .set({ ...changed, version: sql`${invoices.version} + 1`, updatedAt: sql`now()` })
    .where(and(eq(invoices.tenantId, actor.tenantId), eq(invoices.id, before.id), eq(invoices.version, before.version)));
  const current = await getInvoice(tx, actor, before.id);
  return rowCount === 1 ? current : requireVersion('invoice', before.version, current);
}

/** @throws {CountersignError} always: `conflict` with `{ current: InvoiceView }` */
export function refuseState(current: InvoiceView, message: string): never {
  throw new CountersignError('conflict', message, { details: { current } });
}
