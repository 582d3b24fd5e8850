import { createHash, randomUUID } from 'node:crypto';
import { CountersignError } from '@countersign/core';
import { and, eq, sql } from 'drizzle-orm';
import { type ClientView, fullName } from '../../shared/client.ts';
import type { Channel, Deliver, DeliveryPreview } from '../../shared/delivery.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { deliveries } from '../db/invoices-schema.ts';
import type { Sending } from '../messages/send-text.ts';
import { shopDay } from '../quotes/shop-day.ts';

/** A message in both its forms. */
export interface Words {
  /** Of a text. */
  text: string;
  /** Of an email. */
  subject: string;
  letter: string;
}

/** What is sent. */
export type Subject = { invoiceId: string } | { quoteId: string };

/** What goes to whom, resolved from the record. @throws {CountersignError} `conflict` when the client cannot be reached that way */
export function toPreview(client: ClientView, { channel }: Deliver, words: Words): DeliveryPreview {
  const clientName = fullName(client);
  const to = channel === 'sms' ? client.phone : client.email;
  if (!to) {
    const missing = channel === 'sms' ? 'phone number' : 'email address';
    throw new CountersignError('conflict', `${clientName} has no ${missing}. Add one to the client, or send it the other way.`);
  }
  const message = channel === 'sms' ? { subject: null, body: words.text } : { subject: words.subject, body: words.letter };
  return { channel, to, clientId: client.id, clientName, ...message };
}

/** @throws {CountersignError} `conflict` when it went out that way today, whoever sent it and from wherever */
export async function refuseDelivered(tx: CrmTx, actor: Actor, subject: Subject, { channel, name }: { channel: Channel; name: string }): Promise<void> {
  const [row] = await tx
    .select({ recipient: deliveries.recipient })
    .from(deliveries)
    .where(and(eq(deliveries.tenantId, actor.tenantId), isAbout(subject), eq(deliveries.channel, channel), eq(deliveries.day, shopDay(actor, new Date()))));
  if (row) refuseTwice(name, channel);
}

/**
 * Sends a message about a record, once a day by each way. The delivery is noted before the message goes and commits after
 * it: of two who send at once, one waits and is refused. A crash in between loses the note and not the key: whoever repeats
 * the call hands the same key to the provider, which knows the message.
 */
export async function deliver(
  tx: CrmTx,
  actor: Actor,
  { subject, name, preview }: { subject: Subject; name: string; preview: DeliveryPreview },
  { provider, idempotencyKey, signal }: Sending,
): Promise<{ messageId: string }> {
  const { channel, to, clientId, body } = preview;
  const by = { sentBy: actor.userId, sentByName: actor.displayName ?? actor.userId };
  // What did not go out must not be noted, also where the caller's transaction commits all the same, as the runtime's does.
  await tx.execute(sql`savepoint delivery`);
  const [noted] = await tx
    .insert(deliveries)
    .values({ tenantId: actor.tenantId, id: randomUUID(), ...subject, channel, day: shopDay(actor, new Date()), recipient: to, ...by })
    .onConflictDoNothing()
    .returning({ id: deliveries.id });
  if (!noted) return refuseTwice(name, channel);
  const message = { sender: actor, channel, clientId, to, ...(preview.subject !== null && { subject: preview.subject }), body };
  try {
    return await provider.send({ ...message, idempotencyKey, signal });
  } catch (error) {
    await tx.execute(sql`rollback to savepoint delivery`);
    throw error;
  }
}

/** The key of a button: the same for every click of a day, so that one that follows a crash finds what the first one sent. */
export function toButtonKey(actor: Actor, subject: Subject, channel: Channel): string {
  const parts = ['delivery', actor.tenantId, subject, channel, shopDay(actor, new Date())];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

function isAbout(subject: Subject) {
  return 'invoiceId' in subject ? eq(deliveries.invoiceId, subject.invoiceId) : eq(deliveries.quoteId, subject.quoteId);
}

function refuseTwice(name: string, channel: Channel): never {
  const way = channel === 'sms' ? 'text' : 'email';
  throw new CountersignError('conflict', `${name} went out by ${way} today already, so it is not sent again before tomorrow.`);
}
