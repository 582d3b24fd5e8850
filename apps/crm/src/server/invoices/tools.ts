import { defineTool } from '@countersign/core';
import { z } from 'zod';
import { ClientId } from '../../shared/client.ts';
import { ClientBalance, CreateInvoice, InvoiceId, InvoiceSummary, InvoiceView, UpdateInvoice } from '../../shared/invoice.ts';
import { invoiceStates } from '../../shared/invoice-status.ts';
import { formatMoney } from '../../shared/money.ts';
import { RecordPayment } from '../../shared/payment.ts';
import { isLine, LINE } from '../../shared/printable.ts';
import '../db/crm-tx.ts';
import { createInvoice } from './create-invoice.ts';
import { getClientBalance } from './get-client-balance.ts';
import { getInvoice } from './get-invoice.ts';
import { issueInvoice } from './issue-invoice.ts';
import { listInvoices } from './list-invoices.ts';
import { recordPayment } from './record-payment.ts';
import { updateInvoice } from './update-invoice.ts';

/** What the staff has written, and sums that code has made of it. */
const invoiceOutput = InvoiceView.meta({ trust: 'tenant_user' });
export const targetInvoice = InvoiceId.meta({ meaning: 'target' });

export const findInvoicesTool = defineTool({
  name: 'find_invoices',
  description:
    'Find invoices by number, or by words of the client or the vehicle; the newest first. status "open" are all that are owed, "overdue" those of them whose day has passed; minDaysOverdue narrows them down further. balanceCents is what is owed on all that match.',
  input: z.strictObject({
    query: z.string().trim().max(200).refine(isLine, LINE).default('').meta({ meaning: 'selector' }),
    clientId: ClientId.optional().meta({ meaning: 'selector' }),
    status: z
      .enum([...invoiceStates, 'all'])
      .default('all')
      .meta({ meaning: 'selector' }),
    minDaysOverdue: z.int().min(1).max(10_000).optional().meta({ meaning: 'selector' }),
    limit: z.int().min(1).max(500).default(10).meta({ meaning: 'selector' }),
  }),
  output: z.object({ invoices: z.array(InvoiceSummary), total: z.int(), balanceCents: z.int(), currency: z.string() }).meta({ trust: 'tenant_user' }),
  risk: 'safe',
  effect: 'none',
  permission: 'invoices:read',
  execute: (ctx, { query, clientId, status, minDaysOverdue, limit }) => {
    // Whoever has waited longest comes first where that is what was asked.
    const sort = status === 'overdue' || minDaysOverdue !== undefined ? 'dueOn' : '-number';
    return listInvoices(ctx.tx, ctx.principal, { q: query, clientId, status, minDaysOverdue, sort, limit });
  },
});

export const getInvoiceTool = defineTool({
  name: 'get_invoice',
  description: 'Read one invoice with its lines, discount, payments, refunds and sums in cents, named by its id.',
  input: z.strictObject({ invoiceId: InvoiceId.meta({ meaning: 'selector' }) }),
  output: invoiceOutput,
  risk: 'safe',
  effect: 'none',
  permission: 'invoices:read',
  execute: (ctx, { invoiceId }) => getInvoice(ctx.tx, ctx.principal, invoiceId),
});

export const getClientBalanceTool = defineTool({
  name: 'get_client_balance',
  description: 'What one client owes in all and how much of it is overdue, in cents, with the invoices that are open.',
  input: z.strictObject({ clientId: ClientId.meta({ meaning: 'selector' }) }),
  output: ClientBalance.meta({ trust: 'tenant_user' }),
  risk: 'safe',
  effect: 'none',
  permission: 'invoices:read',
  execute: (ctx, { clientId }) => getClientBalance(ctx.tx, ctx.principal, clientId),
});

export const createInvoiceTool = defineTool({
  name: 'create_invoice',
  description:
    'Write an invoice as a draft. With a quoteId or a jobId nothing else is needed: client, vehicle, lines and discount are taken over. Without one it needs clientId and lines; prices that are left out come from the catalogue for the size of the vehicle.',
  input: CreateInvoice.safeExtend({
    clientId: CreateInvoice.shape.clientId.meta({ meaning: 'target' }),
    quoteId: CreateInvoice.shape.quoteId.meta({ meaning: 'target' }),
    jobId: CreateInvoice.shape.jobId.meta({ meaning: 'target' }),
    lines: CreateInvoice.shape.lines.meta({ meaning: 'amount' }),
    discount: CreateInvoice.shape.discount.meta({ meaning: 'amount' }),
    notes: CreateInvoice.shape.notes.meta({ meaning: 'content' }),
  }),
  output: invoiceOutput,
  risk: 'cautious',
  effect: 'database',
  permission: 'invoices:write',
  execute: (ctx, input) => createInvoice(ctx.tx, ctx.principal, input),
  impact: () => ({ summary: 'Write one invoice as a draft', records: 1 }),
  receipt: (output) => `Wrote invoice ${output.number} for ${output.clientName} over ${formatMoney(output.totalCents, output.currency)}.`,
});

export const updateInvoiceTool = defineTool({
  name: 'update_invoice',
  description: 'Change the vehicle, lines, discount, due day or notes of one draft, named by its id. lines replace all lines; what is left out stays as it is.',
  input: UpdateInvoice.extend({
    invoiceId: targetInvoice,
    version: UpdateInvoice.shape.version.optional(),
    lines: UpdateInvoice.shape.lines.meta({ meaning: 'amount' }),
    discount: UpdateInvoice.shape.discount.meta({ meaning: 'amount' }),
    notes: UpdateInvoice.shape.notes.meta({ meaning: 'content' }),
  }),
  output: invoiceOutput,
  risk: 'cautious',
  effect: 'database',
  permission: 'invoices:write',
  execute: (ctx, { invoiceId, ...changes }) => updateInvoice(ctx.tx, ctx.principal, invoiceId, changes),
  impact: () => ({ summary: 'Change one draft of an invoice', records: 1 }),
  receipt: (output) => `Changed invoice ${output.number} for ${output.clientName}.`,
});

export const issueInvoiceTool = defineTool({
  name: 'issue_invoice',
  description: 'Make the draft of an invoice owed, as of today. It sends nothing to the client, and the invoice can no longer be changed.',
  input: z.strictObject({ invoiceId: targetInvoice }),
  output: invoiceOutput,
  risk: 'cautious',
  effect: 'database',
  permission: 'invoices:write',
  execute: (ctx, { invoiceId }) => issueInvoice(ctx.tx, ctx.principal, invoiceId, {}),
  impact: async (ctx, { invoiceId }) => {
    const { number, totalCents } = await getInvoice(ctx.tx, ctx.principal, invoiceId);
    return { summary: `Issue invoice ${number}`, amountCents: totalCents, records: 1 };
  },
  receipt: (output) => `Issued invoice ${output.number}: ${output.clientName} owes ${formatMoney(output.balanceCents, output.currency)}.`,
});

export const recordPaymentTool = defineTool({
  name: 'record_payment',
  description: 'Write down money that a client has paid on an open invoice. It charges nobody. It cannot be more than is owed.',
  input: RecordPayment.omit({ version: true }).extend({
    invoiceId: targetInvoice,
    amountCents: RecordPayment.shape.amountCents.meta({ meaning: 'amount' }),
    method: RecordPayment.shape.method.meta({ meaning: 'selector' }),
    reason: RecordPayment.shape.reason.meta({ meaning: 'content' }),
  }),
  output: invoiceOutput,
  risk: 'cautious',
  effect: 'database',
  permission: 'invoices:write',
  execute: (ctx, { invoiceId, ...payment }) => recordPayment(ctx.tx, ctx.principal, invoiceId, payment),
  impact: (_ctx, { amountCents }) => ({ summary: 'Record one payment', amountCents, records: 1 }),
  receipt: (output, { amountCents }) => {
    const left = output.balanceCents === 0 ? 'It is paid.' : `${formatMoney(output.balanceCents, output.currency)} is still owed.`;
    return `Recorded ${formatMoney(amountCents, output.currency)} from ${output.clientName} on invoice ${output.number}. ${left}`;
  },
});
