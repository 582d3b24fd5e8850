import { CountersignError } from '@countersign/core';
import { and, eq } from 'drizzle-orm';
import { fullName } from '../../shared/client.ts';
import type { Deliver, Delivered, DeliveryPreview } from '../../shared/delivery.ts';
import { QuoteId, type QuoteView } from '../../shared/quote.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { getShop } from '../auth/get-shop.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import { getClient } from '../clients/get-client.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { quotes } from '../db/schema.ts';
import { changeQuoteStatus } from '../quotes/change-quote-status.ts';
import { getQuote } from '../quotes/get-quote.ts';
import { shopDay } from '../quotes/shop-day.ts';
import { noteSent, refuseDelivered } from './claim-delivery.ts';
import { afterSending, type Delivering, deliver, type Sent, toPreview } from './deliver.ts';
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
 * would be waited for in vain. When the process dies in between, the quote still is the draft it was and the delivery is claimed:
 * whoever comes next, the call's recovery or a click, finds the message by the key of the claim and makes the mark. The row is
 * locked first, so that nobody changes what is on its way; not against being referred to, which is what the claim does.
 *
 * @throws {CountersignError} what `previewQuote` and `deliver` throw; whatever the provider throws
 */
export async function sendQuote(tx: CrmTx, actor: Actor, quoteId: string, input: Deliver, sending: Delivering): Promise<Delivered> {
  if (QuoteId.safeParse(quoteId).success)
    await tx
      .select({ id: quotes.id })
      .from(quotes)
      .where(and(eq(quotes.tenantId, actor.tenantId), eq(quotes.id, quoteId)))
      .for('no key update');
  const preview = await previewQuote(tx, actor, quoteId, input);
  const sent = await deliver(actor, { subject: { quoteId }, name: toName(preview), preview }, sending);
  return afterSending(() => finishQuote(tx, actor, quoteId, input, sent));
}

/** Puts on record that a quote is out and marks a draft as sent, however often it is told. @throws {CountersignError} `not_found` */
export async function finishQuote(tx: CrmTx, actor: Actor, quoteId: string, { channel }: Deliver, sent: Sent): Promise<Delivered> {
  const { number, clientId, status, version } = await getQuote(tx, actor, quoteId);
  const clientName = fullName(await getClient(tx, actor, clientId));
  await noteSent(tx, actor, sent.key, sent);
  const summary = `Sent quote ${number} to ${clientName} by ${channel === 'sms' ? 'text' : 'email'}`;
  await recordActivity(tx, actor, { recordType: 'quote', recordId: quoteId, clientId, action: 'delivered', summary, once: `sent/${sent.key}` });
  if (status === 'draft') await changeQuoteStatus(tx, actor, quoteId, { status: 'sent', version });
  return { messageId: sent.messageId, channel, to: sent.to, clientName, number };
}

const toName = ({ number }: Pick<QuoteView, 'number'>) => `Quote ${number}`;
