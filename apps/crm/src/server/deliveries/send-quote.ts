import { CountersignError } from '@countersign/core';
import { and, eq } from 'drizzle-orm';
import type { Deliver, Delivered, DeliveryPreview } from '../../shared/delivery.ts';
import { QuoteId, type QuoteView } from '../../shared/quote.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { getShop } from '../auth/get-shop.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import { getClient } from '../clients/get-client.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { quotes } from '../db/schema.ts';
import type { Sending } from '../messages/send-text.ts';
import { changeQuoteStatus } from '../quotes/change-quote-status.ts';
import { getQuote } from '../quotes/get-quote.ts';
import { shopDay } from '../quotes/shop-day.ts';
import { deliver, refuseDelivered, toPreview } from './deliver.ts';
import { toQuoteWords } from './quote-words.ts';

/** A quote as it would be sent. */
export interface QuotePreview extends DeliveryPreview {
  number: number;
}

/**
 * Whom a quote would reach and what the message would say, without sending it.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`, `conflict` when it was answered or has run out, the client cannot
 *   be reached that way, or had it that way today
 */
export async function previewQuote(tx: CrmTx, actor: Actor, quoteId: string, input: Deliver): Promise<QuotePreview> {
  requirePermission(actor, 'messages:send');
  // Sending a draft marks it as sent: who may not do that must not get halfway.
  requirePermission(actor, 'quotes:write');
  const quote = await getQuote(tx, actor, quoteId);
  const { number } = quote;
  if (quote.status !== 'draft' && quote.status !== 'sent') {
    throw new CountersignError('conflict', `Quote ${number} is ${quote.status}: there is nothing to send any more. Write a new one.`);
  }
  if (quote.validUntil < shopDay(actor, new Date())) {
    throw new CountersignError('conflict', `The last day of quote ${number} has passed. Choose another, then send it.`);
  }
  await refuseDelivered(tx, actor, { quoteId }, { channel: input.channel, name: toName(quote) });
  const client = await getClient(tx, actor, quote.clientId);
  const { name, currency } = await getShop(tx, actor);
  const words = toQuoteWords({ shopName: name, currency, firstName: client.firstName, quote });
  return { ...toPreview(client, input, words), number };
}

/**
 * Sends a quote to its client and marks a draft as sent.
 *
 * The message and the mark do not commit together. The message goes first, since a quote that is marked and was never sent
 * would be waited for in vain. When the process dies in between, the quote still is the draft it was, and the call is
 * repeated with its key: the provider knows the message, and the mark is made then. A person who clicks again meets the
 * same key that day. The row is locked first, so that nobody changes what is on its way.
 *
 * @throws {CountersignError} what `previewQuote` throws; whatever the provider throws
 */
export async function sendQuote(tx: CrmTx, actor: Actor, quoteId: string, input: Deliver, sending: Sending): Promise<Delivered> {
  if (QuoteId.safeParse(quoteId).success)
    await tx
      .select({ id: quotes.id })
      .from(quotes)
      .where(and(eq(quotes.tenantId, actor.tenantId), eq(quotes.id, quoteId)))
      .for('update');
  const preview = await previewQuote(tx, actor, quoteId, input);
  const { number, channel, to, clientName } = preview;
  const { messageId } = await deliver(tx, actor, { subject: { quoteId }, name: toName(preview), preview }, sending);
  const summary = `Sent quote ${number} to ${clientName} by ${channel === 'sms' ? 'text' : 'email'}`;
  const entry = { recordType: 'quote', recordId: quoteId, clientId: preview.clientId, action: 'delivered', summary } as const;
  await recordActivity(tx, actor, { ...entry, once: `sent/${sending.idempotencyKey}` });
  const { status, version } = await getQuote(tx, actor, quoteId);
  if (status === 'draft') await changeQuoteStatus(tx, actor, quoteId, { status: 'sent', version });
  return { messageId, channel, to, clientName, number };
}

const toName = ({ number }: Pick<QuoteView, 'number'>) => `Quote ${number}`;
