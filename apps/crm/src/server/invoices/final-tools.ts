import { defineTool } from '@countersign/core';
import { z } from 'zod';
import { InvoiceView } from '../../shared/invoice.ts';
import { formatMoney } from '../../shared/money.ts';
import { methodLabels, RefundInvoice } from '../../shared/payment.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { getInvoice } from './get-invoice.ts';
import { planRefund, refundInvoice } from './refund-invoice.ts';
import { targetInvoice } from './tools.ts';
import { voidInvoice } from './void-invoice.ts';

/** What the copilot is asked for when money goes back. */
export const RefundInput = RefundInvoice.omit({ version: true }).extend({
  invoiceId: targetInvoice,
  amountCents: RefundInvoice.shape.amountCents.meta({ meaning: 'amount' }),
  reason: RefundInvoice.shape.reason.meta({ meaning: 'content' }),
  method: RefundInvoice.shape.method.meta({ meaning: 'selector' }),
});

/** A refund as the card shows it: what goes back, and what the invoice is like then. */
interface RefundPreview {
  number: number;
  clientName: string;
  amountCents: number;
  method: string;
  reason: string | null;
  paidCents: number;
  /** After it. */
  refundedCents: number;
  keptCents: number;
  balanceCents: number;
  currency: string;
}

async function previewRefund(tx: CrmTx, actor: Actor, { invoiceId, ...input }: z.infer<typeof RefundInput>): Promise<RefundPreview> {
  const { invoice, method } = await planRefund(tx, actor, invoiceId, input);
  const { number, clientName, paidCents, balanceCents, currency } = invoice;
  const { amountCents, reason } = input;
  const refundedCents = invoice.refundedCents + amountCents;
  const sums = { paidCents, refundedCents, keptCents: paidCents - refundedCents, balanceCents };
  return { number, clientName, amountCents, method: methodLabels[method], reason, ...sums, currency };
}

const toTitle = ({ amountCents, currency, number, clientName }: Pick<RefundPreview, 'amountCents' | 'currency' | 'number' | 'clientName'>) =>
  `Refund ${formatMoney(amountCents, currency)} on invoice ${number} to ${clientName}`;

/** Money back. A manager above the limit is refused while the impact is asked, before anybody has to approve anything. */
export const refundInvoiceTool = defineTool({
  name: 'refund_invoice',
  description:
    'Give back money that was paid on an invoice. It cannot be more than was paid and not yet refunded; above a limit only an owner may. What the client owes does not change.',
  input: RefundInput,
  output: InvoiceView.meta({ trust: 'tenant_user' }),
  risk: 'irreversible',
  effect: 'database',
  permission: 'invoices:refund',
  // Whoever says yes must be allowed to give back exactly this much (copilot/create-can.ts).
  approvalPermission: 'invoices:approve-refund',
  // Every refund is looked at: nobody says "always" to giving money back.
  grantScopes: [],
  impact: async (ctx, input) => {
    const preview = await previewRefund(ctx.tx, ctx.principal, input);
    return { summary: toTitle(preview), amountCents: input.amountCents, records: 1 };
  },
  simulate: (ctx, input) => previewRefund(ctx.tx, ctx.principal, input),
  material: ({ amountCents, method, paidCents, refundedCents }: RefundPreview) => ({ amountCents, method, paidCents, refundedCents }),
  title: (_input, preview: RefundPreview) => toTitle(preview),
  execute: (ctx, { invoiceId, ...refund }) => refundInvoice(ctx.tx, ctx.principal, invoiceId, refund),
  receipt: ({ number, clientName, currency }, { amountCents }) => `Refunded ${formatMoney(amountCents, currency)} to ${clientName} on invoice ${number}.`,
});

/** An invoice that should not have been. */
export const voidInvoiceTool = defineTool({
  name: 'void_invoice',
  description: 'Make an invoice count for nothing, for good. Only one that holds no money of the client: what was paid has to be refunded first.',
  input: z.strictObject({ invoiceId: targetInvoice }),
  output: InvoiceView.meta({ trust: 'tenant_user' }),
  risk: 'destructive',
  effect: 'database',
  permission: 'invoices:write',
  impact: async (ctx, { invoiceId }) => {
    const { number, totalCents } = await getInvoice(ctx.tx, ctx.principal, invoiceId);
    return { summary: `Void invoice ${number}`, amountCents: totalCents, records: 1 };
  },
  simulate: async (ctx, { invoiceId }) => {
    const before = await getInvoice(ctx.tx, ctx.principal, invoiceId);
    // Simulations are rolled back, so the service itself may say whether it can be done.
    const { number, clientName, totalCents, currency } = await voidInvoice(ctx.tx, ctx.principal, invoiceId, {});
    return { number, clientName, totalCents, balanceCents: before.balanceCents, currency };
  },
  title: (_input, { number, clientName }) => `Void invoice ${number} of ${clientName}`,
  execute: (ctx, { invoiceId }) => voidInvoice(ctx.tx, ctx.principal, invoiceId, {}),
  receipt: (output) => `Voided invoice ${output.number} of ${output.clientName}.`,
});
