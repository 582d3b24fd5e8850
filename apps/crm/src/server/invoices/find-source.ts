import { CountersignError } from '@countersign/core';
import { and, eq, ne } from 'drizzle-orm';
import type { CreateInvoice } from '../../shared/invoice.ts';
import type { QuoteLineInput } from '../../shared/quote.ts';
import type { Discount } from '../../shared/quote-totals.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { invoices } from '../db/invoices-schema.ts';
import { getQuote } from '../quotes/get-quote.ts';

/** What an invoice is written from. */
export interface InvoiceSource {
  clientId: string;
  vehicleId: string | null;
  lines: QuoteLineInput[];
  discount: Discount;
}

/**
 * What a quote says of the invoice that follows it. Its prices are those of the quote, whatever the catalogue says today.
 * Null: it is written from nothing.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`, `conflict` for a quote that the client does not have or has
 *   declined, and for one that is billed already
 */
export async function findSource(tx: CrmTx, actor: Actor, { quoteId }: Pick<CreateInvoice, 'quoteId'>): Promise<InvoiceSource | null> {
  if (quoteId === null) return null;
  const quote = await getQuote(tx, actor, quoteId);
  if (quote.status === 'draft' || quote.status === 'declined') {
    const hint = quote.status === 'draft' ? 'Send it first, or mark it as sent.' : 'Write a new quote, or an invoice without one.';
    throw new CountersignError('conflict', `Quote ${quote.number} is ${quote.status}, so it cannot be billed. ${hint}`);
  }
  await refuseBilled(tx, actor, { by: eq(invoices.quoteId, quoteId), name: `Quote ${quote.number}` });
  const { clientId, vehicleId, lines, discount } = quote;
  return { clientId, vehicleId, lines: lines.map(({ serviceId, priceCents }) => ({ serviceId, priceCents })), discount };
}

/** What was done once is billed once. A unique index says the same to two who bill it at the same moment. */
async function refuseBilled(tx: CrmTx, actor: Actor, { by, name }: { by: ReturnType<typeof eq>; name: string }): Promise<void> {
  const [row] = await tx
    .select({ id: invoices.id, number: invoices.number })
    .from(invoices)
    .where(and(eq(invoices.tenantId, actor.tenantId), by, ne(invoices.status, 'void')));
  if (row) {
    throw new CountersignError('conflict', `${name} is billed already, with invoice ${row.number}. Void that one to bill it anew.`, {
      details: { invoiceId: row.id },
    });
  }
}
