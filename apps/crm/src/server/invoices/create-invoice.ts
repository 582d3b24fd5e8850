import { randomUUID } from 'node:crypto';
import { CountersignError } from '@countersign/core';
import type { CreateInvoice, InvoiceView } from '../../shared/invoice.ts';
import { toTotals } from '../../shared/quote-totals.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import { getClient } from '../clients/get-client.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { findSqlError } from '../db/find-sql-error.ts';
import { invoiceLines, invoices } from '../db/invoices-schema.ts';
import { takeNextNumber } from '../quotes/next-number.ts';
import type { PricedLine } from '../quotes/price-lines.ts';
import { shopDay } from '../quotes/shop-day.ts';
import { toDiscountColumns } from '../quotes/to-quote-view.ts';
import { findSource } from './find-source.ts';
import { getInvoice } from './get-invoice.ts';
import { priceInvoiceLines } from './price-invoice-lines.ts';
import { nameInvoice, recordInvoice } from './record-invoice.ts';

/** How long a client has when nobody says otherwise. */
const DUE_DAYS = 14;

/**
 * Writes an invoice as a draft: from a quote or a job, from which it takes what it is not told, or from nothing.
 *
 * @throws {CountersignError} `permission_denied`, `not_found` for an unknown quote, job, client or vehicle, `conflict` for what is
 *   billed already or cannot be, `invalid_input` for a vehicle of somebody else or a service that is not offered
 */
export async function createInvoice(tx: CrmTx, actor: Actor, input: CreateInvoice): Promise<InvoiceView> {
  requirePermission(actor, 'invoices:write');
  const source = await findSource(tx, actor, input);
  const clientId = input.clientId ?? source?.clientId;
  const given = input.lines ?? source?.lines;
  if (!clientId || !given) throw new CountersignError('invalid_input', 'An invoice needs a client and at least one service.');
  if (source && source.clientId !== clientId) refuseClient();
  await getClient(tx, actor, clientId);
  const vehicleId = input.vehicleId === undefined ? (source?.vehicleId ?? null) : input.vehicleId;
  // What a quote promised may have left the catalogue since.
  const kept = source?.lines.map((line) => line.serviceId) ?? [];
  const lines = await priceInvoiceLines(tx, actor, { clientId, vehicleId, lines: given, kept });
  const discount = input.discount === undefined ? (source?.discount ?? null) : input.discount;
  const { totalCents } = toTotals(
    lines.map((line) => line.priceCents),
    discount,
  );
  const id = randomUUID();
  // Last, since from here to the commit other invoices of the shop wait.
  const number = await takeNextNumber(tx, actor, 'invoice');
  const { quoteId, jobId } = source ?? { quoteId: null, jobId: null };
  const { notes } = input;
  const dueOn = input.dueOn ?? shopDay(actor, new Date(), DUE_DAYS);
  const values = { tenantId: actor.tenantId, id, number, clientId, vehicleId, quoteId, jobId, ...toDiscountColumns(discount), totalCents, dueOn, notes };
  await tx
    .insert(invoices)
    .values(values)
    .catch((error: unknown) => refuseBilledMeanwhile(error));
  await insertLines(tx, actor, id, lines);
  const invoice = await getInvoice(tx, actor, id);
  await recordInvoice(tx, actor, invoice, { action: 'created', summary: `Wrote ${nameInvoice(invoice)}` });
  return invoice;
}

export async function insertLines(tx: CrmTx, { tenantId }: Actor, invoiceId: string, lines: readonly PricedLine[]): Promise<void> {
  await tx.insert(invoiceLines).values(lines.map((line, position) => ({ tenantId, invoiceId, position, ...line })));
}

function refuseClient(): never {
  const message = 'This is billed to the client it was made out for. Leave the client out, or write an invoice without the quote or job.';
  throw new CountersignError('invalid_input', message, { details: { issues: [{ path: 'clientId', message }] } });
}

/** Two may find it unbilled at the same moment; the unique index lets one of them through. */
function refuseBilledMeanwhile(error: unknown): never {
  const constraint = findSqlError(error)?.constraint;
  if (constraint !== 'invoices_of_quote' && constraint !== 'invoices_of_job') throw error;
  throw new CountersignError('conflict', 'This was billed by someone else at the same moment. Look at the invoices of the client.', { cause: error });
}
