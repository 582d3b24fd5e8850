import { CountersignError } from '@countersign/core';
import { fullName } from '../../shared/client.ts';
import type { Deliver, Delivered, DeliveryPreview } from '../../shared/delivery.ts';
import type { InvoiceView } from '../../shared/invoice.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { getShop } from '../auth/get-shop.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import { getClient } from '../clients/get-client.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { getInvoice } from '../invoices/get-invoice.ts';
import { noteSent, refuseDelivered } from './claim-delivery.ts';
import { afterSending, type Delivering, deliver, type Sent, toPreview } from './deliver.ts';
import { toReminderWords } from './reminder-words.ts';

/** A reminder as it would be sent. */
export interface ReminderPreview extends DeliveryPreview {
  number: number;
}

/**
 * Whom a reminder would reach and what it would say, without sending it.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`, `conflict` when nothing is owed, the client cannot be reached
 *   that way, or was reminded that way today
 */
export async function previewReminder(tx: CrmTx, actor: Actor, invoiceId: string, input: Deliver): Promise<ReminderPreview> {
  requirePermission(actor, 'invoices:remind');
  const invoice = await getInvoice(tx, actor, invoiceId);
  const { number, clientId } = invoice;
  if (invoice.status !== 'open') throw new CountersignError('conflict', `Invoice ${number} is ${invoice.status}: there is nothing to remind of.`);
  await refuseDelivered(tx, actor, { invoiceId }, { channel: input.channel, name: toName(invoice) });
  const client = await getClient(tx, actor, clientId);
  const { name } = await getShop(tx, actor);
  const words = toReminderWords({ shopName: name, firstName: client.firstName, invoice });
  return { ...toPreview(client, input, words), number };
}

/** Reminds the client of one invoice. @throws {CountersignError} what `previewReminder` and `deliver` throw; whatever the provider throws */
export async function sendReminder(tx: CrmTx, actor: Actor, invoiceId: string, input: Deliver, sending: Delivering): Promise<Delivered> {
  const preview = await previewReminder(tx, actor, invoiceId, input);
  const sent = await deliver(actor, { subject: { invoiceId }, name: toName(preview), preview }, sending);
  return afterSending(() => finishReminder(tx, actor, invoiceId, input, sent));
}

/** Puts on record that a reminder is out, however often it is told. @throws {CountersignError} `not_found` */
export async function finishReminder(tx: CrmTx, actor: Actor, invoiceId: string, { channel }: Deliver, sent: Sent): Promise<Delivered> {
  const { number, clientId } = await getInvoice(tx, actor, invoiceId);
  const clientName = fullName(await getClient(tx, actor, clientId));
  await noteSent(tx, actor, sent.key, sent);
  const summary = `Reminded ${clientName} of invoice ${number} by ${channel === 'sms' ? 'text' : 'email'}`;
  await recordActivity(tx, actor, { recordType: 'invoice', recordId: invoiceId, clientId, action: 'reminded', summary, once: `sent/${sent.key}` });
  return { messageId: sent.messageId, channel, to: sent.to, clientName, number };
}

const toName = ({ number }: Pick<InvoiceView, 'number'>) => `A reminder of invoice ${number}`;
