import { defineTool, type ExecuteContext, type ToolContract, type Verification } from '@countersign/core';
import { z } from 'zod';
import { Deliver, Delivered, type DeliveryPreview } from '../../shared/delivery.ts';
import { InvoiceId } from '../../shared/invoice.ts';
import { formatPhone } from '../../shared/phone.ts';
import { QuoteId } from '../../shared/quote.ts';
import '../db/crm-tx.ts';
import type { TextProvider } from '../messages/text-provider.ts';
import { findDelivery } from './claim-delivery.ts';
import type { Delivering, DeliveryDesk, Sent } from './deliver.ts';
import { finishQuote, previewQuote, type QuotePreview, sendQuote } from './send-quote.ts';
import { finishReminder, previewReminder, type ReminderPreview, sendReminder } from './send-reminder.ts';

const SendReminder = z.strictObject({
  invoiceId: InvoiceId.meta({ meaning: 'target' }),
  channel: Deliver.shape.channel.meta({ meaning: 'selector' }),
  recipientRole: Deliver.shape.recipientRole.meta({ meaning: 'selector' }),
});
type SendReminder = z.infer<typeof SendReminder>;

/** One reminder of an invoice, by one way, on one day: whoever asks for it, and however often. */
export function createSendReminderTool(desk: DeliveryDesk): ToolContract<SendReminder, Delivered, ReminderPreview> {
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
    approval: {
      simulate: (ctx, { invoiceId, ...input }) => previewReminder(ctx.tx, ctx.principal, invoiceId, input),
      unchanged: toUnchanged,
      title: (_input, preview: ReminderPreview) => toTitle(preview),
    },
    execute: (ctx, { invoiceId, ...input }) => sendReminder(ctx.tx, ctx.principal, invoiceId, input, toDelivering(ctx, desk)),
    receipt: (output) => `Reminded ${output.clientName} of invoice ${output.number} ${toWay(output)}.`,
    recovery: desk.provider.recovery,
    verify: verifyWith(desk.provider, (ctx, { invoiceId, ...input }: SendReminder, sent) => finishReminder(ctx.tx, ctx.principal, invoiceId, input, sent)),
  });
}

const SendQuote = z.strictObject({
  quoteId: QuoteId.meta({ meaning: 'target' }),
  channel: Deliver.shape.channel.meta({ meaning: 'selector' }),
  recipientRole: Deliver.shape.recipientRole.meta({ meaning: 'selector' }),
});
type SendQuote = z.infer<typeof SendQuote>;

/** A quote goes to its client once a day by each way. What was sent can no longer be changed, so the same words are meant. */
export function createSendQuoteTool(desk: DeliveryDesk): ToolContract<SendQuote, Delivered, QuotePreview> {
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
    approval: {
      simulate: (ctx, { quoteId, ...input }) => previewQuote(ctx.tx, ctx.principal, quoteId, input),
      unchanged: toUnchanged,
      title: (_input, preview: QuotePreview) => toTitle(preview),
    },
    execute: (ctx, { quoteId, ...input }) => sendQuote(ctx.tx, ctx.principal, quoteId, input, toDelivering(ctx, desk)),
    receipt: (output) => `Sent quote ${output.number} to ${output.clientName} ${toWay(output)}.`,
    recovery: desk.provider.recovery,
    verify: verifyWith(desk.provider, (ctx, { quoteId, ...input }: SendQuote, sent) => finishQuote(ctx.tx, ctx.principal, quoteId, input, sent)),
  });
}

const toDelivering = ({ idempotencyKey, signal }: ExecuteContext, desk: DeliveryDesk): Delivering => ({ ...desk, idempotencyKey, signal });
const toUnchanged = ({ channel, to, subject, body }: DeliveryPreview) => ({ channel, to, subject, body });
const toWay = ({ channel, to }: Pick<DeliveryPreview, 'channel' | 'to'>) => (channel === 'sms' ? `by text at ${formatPhone(to)}` : `by email at ${to}`);

/** What became of a call, by its key: was it claimed, is it on record, does the provider know it? What was not noted yet is noted. */
function verifyWith<Input extends Deliver>(
  { find }: TextProvider,
  finish: (ctx: ExecuteContext, input: Input, sent: Sent) => Promise<Delivered>,
): (ctx: ExecuteContext, input: Input) => Promise<Verification<Delivered>> {
  return async (ctx, input) => {
    const { idempotencyKey: key } = ctx;
    const delivery = await findDelivery(ctx.tx, ctx.principal, key);
    if (!delivery) return { status: 'not_happened' };
    const { messageId, recipient } = delivery;
    const found = messageId === null ? await find?.(ctx.principal, key) : { messageId, to: recipient };
    if (!found) return { status: find ? 'not_happened' : 'unknown' };
    return { status: 'happened', output: await finish(ctx, input, { key, ...found }) };
  };
}
