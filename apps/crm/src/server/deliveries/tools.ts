import { defineTool, type ExecuteContext, type ToolContract, type Verification } from '@countersign/core';
import { z } from 'zod';
import { fullName } from '../../shared/client.ts';
import { Deliver, Delivered, type DeliveryPreview } from '../../shared/delivery.ts';
import { InvoiceId } from '../../shared/invoice.ts';
import { formatPhone } from '../../shared/phone.ts';
import { QuoteId } from '../../shared/quote.ts';
import { getClient } from '../clients/get-client.ts';
import '../db/crm-tx.ts';
import { getInvoice } from '../invoices/get-invoice.ts';
import type { TextProvider } from '../messages/text-provider.ts';
import { getQuote } from '../quotes/get-quote.ts';
import { previewQuote, type QuotePreview, sendQuote } from './send-quote.ts';
import { previewReminder, type ReminderPreview, sendReminder } from './send-reminder.ts';

const SendReminder = z.strictObject({
  invoiceId: InvoiceId.meta({ meaning: 'target' }),
  channel: Deliver.shape.channel.meta({ meaning: 'selector' }),
  recipientRole: Deliver.shape.recipientRole.meta({ meaning: 'selector' }),
});
type SendReminder = z.infer<typeof SendReminder>;

/** One reminder of an invoice, by one way, on one day: whoever asks for it, and however often. */
export function createSendReminderTool(provider: TextProvider): ToolContract<SendReminder, Delivered, ReminderPreview> {
  const toTitle = (preview: ReminderPreview) => `Remind ${preview.clientName} of invoice ${preview.number} ${toWay(preview)}`;
  return defineTool({
    name: 'send_invoice_reminder',
    description:
      'Remind the client of one invoice that is owed, by text (sms) or email, at the address on file. The words are written by the product. Use it after finding the invoice.',
    input: SendReminder,
    output: Delivered.meta({ trust: 'system' }),
    risk: 'irreversible',
    effect: 'external',
    reach: 'outward',
    permission: 'invoices:remind',
    intentKey: (input, ctx) => [input.invoiceId, input.channel, ctx.today],
    impact: async (ctx, { invoiceId, ...input }) => {
      const preview = await previewReminder(ctx.tx, ctx.principal, invoiceId, input);
      return { summary: toTitle(preview), recipients: [preview.to], onFile: [preview.to], records: 1 };
    },
    simulate: (ctx, { invoiceId, ...input }) => previewReminder(ctx.tx, ctx.principal, invoiceId, input),
    material: toMaterial,
    title: (_input, preview: ReminderPreview) => toTitle(preview),
    execute: (ctx, { invoiceId, ...input }) => sendReminder(ctx.tx, ctx.principal, invoiceId, input, toSending(ctx, provider)),
    receipt: (output) => `Reminded ${output.clientName} of invoice ${output.number} ${toWay(output)}.`,
    recovery: provider.recovery,
    ...(provider.find && {
      verify: verifyWith(provider, async (ctx, { invoiceId }: SendReminder) => getInvoice(ctx.tx, ctx.principal, invoiceId)),
    }),
  });
}

const SendQuote = z.strictObject({
  quoteId: QuoteId.meta({ meaning: 'target' }),
  channel: Deliver.shape.channel.meta({ meaning: 'selector' }),
  recipientRole: Deliver.shape.recipientRole.meta({ meaning: 'selector' }),
});
type SendQuote = z.infer<typeof SendQuote>;

/** A quote goes to its client once a day by each way. What was sent can no longer be changed, so the same words are meant. */
export function createSendQuoteTool(provider: TextProvider): ToolContract<SendQuote, Delivered, QuotePreview> {
  const toTitle = (preview: QuotePreview) => `Send quote ${preview.number} to ${preview.clientName} ${toWay(preview)}`;
  return defineTool({
    name: 'send_quote',
    description:
      'Send a quote to its client by text (sms) or email, at the address on file: lines, total and last day, written by the product. A draft is marked as sent.',
    input: SendQuote,
    output: Delivered.meta({ trust: 'system' }),
    risk: 'irreversible',
    effect: 'external',
    reach: 'outward',
    permission: 'messages:send',
    intentKey: (input, ctx) => [input.quoteId, input.channel, ctx.today],
    impact: async (ctx, { quoteId, ...input }) => {
      const preview = await previewQuote(ctx.tx, ctx.principal, quoteId, input);
      return { summary: toTitle(preview), recipients: [preview.to], onFile: [preview.to], records: 1 };
    },
    simulate: (ctx, { quoteId, ...input }) => previewQuote(ctx.tx, ctx.principal, quoteId, input),
    material: toMaterial,
    title: (_input, preview: QuotePreview) => toTitle(preview),
    execute: (ctx, { quoteId, ...input }) => sendQuote(ctx.tx, ctx.principal, quoteId, input, toSending(ctx, provider)),
    receipt: (output) => `Sent quote ${output.number} to ${output.clientName} ${toWay(output)}.`,
    recovery: provider.recovery,
    ...(provider.find && {
      verify: verifyWith(provider, async (ctx, { quoteId }: SendQuote) => getQuote(ctx.tx, ctx.principal, quoteId)),
    }),
  });
}

const toSending = ({ idempotencyKey, signal }: ExecuteContext, provider: TextProvider) => ({ provider, idempotencyKey, signal });
const toMaterial = ({ channel, to, subject, body }: DeliveryPreview) => ({ channel, to, subject, body });
const toWay = ({ channel, to }: Pick<DeliveryPreview, 'channel' | 'to'>) => (channel === 'sms' ? `by text at ${formatPhone(to)}` : `by email at ${to}`);

/** Asks the provider by the key of the call; what else the output says is looked up in the record. */
function verifyWith<Input extends { channel: Delivered['channel'] }>(
  { find }: TextProvider,
  getRecord: (ctx: ExecuteContext, input: Input) => Promise<{ number: number; clientId: string }>,
) {
  return async (ctx: ExecuteContext, input: Input): Promise<Verification<Delivered>> => {
    const found = await find?.(ctx.principal, ctx.idempotencyKey);
    if (!found) return { status: 'not_happened' };
    const { number, clientId } = await getRecord(ctx, input);
    const clientName = fullName(await getClient(ctx.tx, ctx.principal, clientId));
    return { status: 'happened', output: { messageId: found.messageId, channel: input.channel, to: found.to, clientName, number } };
  };
}
