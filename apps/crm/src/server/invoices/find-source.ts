import { CountersignError } from '@countersign/core';
import { and, eq, ne } from 'drizzle-orm';
import type { CreateInvoice } from '../../shared/invoice.ts';
import { jobStatusLabels } from '../../shared/job-status.ts';
import type { QuoteLineInput } from '../../shared/quote.ts';
import type { Discount } from '../../shared/quote-totals.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { invoices } from '../db/invoices-schema.ts';
import { getJob } from '../jobs/get-job.ts';
import { getQuote } from '../quotes/get-quote.ts';

/** What an invoice is written from. */
export interface InvoiceSource {
  quoteId: string | null;
  jobId: string | null;
  clientId: string;
  vehicleId: string | null;
  lines: QuoteLineInput[];
  discount: Discount;
}

/**
 * What a quote or a job says of the invoice that follows it. Its prices are what was agreed, whatever the catalogue says
 * today. Null: it is written from nothing.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`, `conflict` for a quote that the client does not have or has
 *   declined, a job that was called off, and for what is billed already
 */
export async function findSource(tx: CrmTx, actor: Actor, input: Pick<CreateInvoice, 'quoteId' | 'jobId'>): Promise<InvoiceSource | null> {
  if (input.jobId !== null) return findJobSource(tx, actor, input.jobId, input.quoteId);
  return input.quoteId === null ? null : findQuoteSource(tx, actor, input.quoteId);
}

async function findJobSource(tx: CrmTx, actor: Actor, jobId: string, quoteId: string | null): Promise<InvoiceSource> {
  const job = await getJob(tx, actor, jobId);
  if (quoteId !== null && quoteId !== job.quoteId) {
    const message = `Job ${job.number} was not planned from this quote.`;
    throw new CountersignError('invalid_input', message, { details: { issues: [{ path: 'quoteId', message }] } });
  }
  if (job.status === 'cancelled' || job.status === 'no_show') {
    throw new CountersignError('conflict', `Job ${job.number} was called off (${jobStatusLabels[job.status].toLowerCase()}), so there is nothing to bill.`);
  }
  await refuseBilled(tx, actor, { by: eq(invoices.jobId, jobId), name: `Job ${job.number}` });
  // A quote that became a job is billed with it, or it would be billed twice.
  if (job.quoteId !== null) await refuseBilled(tx, actor, { by: eq(invoices.quoteId, job.quoteId), name: `Quote ${job.quoteNumber}, of which this job came,` });
  const { clientId, vehicleId, discount } = job;
  return { quoteId: job.quoteId, jobId, clientId, vehicleId, lines: toLines(job.lines), discount };
}

async function findQuoteSource(tx: CrmTx, actor: Actor, quoteId: string): Promise<InvoiceSource> {
  const quote = await getQuote(tx, actor, quoteId);
  if (quote.status === 'draft' || quote.status === 'declined') {
    const hint = quote.status === 'draft' ? 'Send it first, or mark it as sent.' : 'Write a new quote, or an invoice without one.';
    throw new CountersignError('conflict', `Quote ${quote.number} is ${quote.status}, so it cannot be billed. ${hint}`);
  }
  await refuseBilled(tx, actor, { by: eq(invoices.quoteId, quoteId), name: `Quote ${quote.number}` });
  const { clientId, vehicleId, discount } = quote;
  return { quoteId, jobId: null, clientId, vehicleId, lines: toLines(quote.lines), discount };
}

const toLines = (lines: readonly { serviceId: string; priceCents: number }[]): QuoteLineInput[] =>
  lines.map(({ serviceId, priceCents }) => ({ serviceId, priceCents }));

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
