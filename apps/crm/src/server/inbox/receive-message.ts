import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { type InboundAnswer, type InboundMessage, MAX_INBOUND } from '../../shared/message.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { inboundMessages } from '../db/inbox-schema.ts';
import { matchSender } from './match-sender.ts';
import { toAddress } from './to-address.ts';

const CUT = `\n\n[The rest was left out: a message is kept up to ${MAX_INBOUND.toLocaleString('en-US')} characters.]`;
const MAX_SUBJECT = 300;

/**
 * Keeps a message that a gateway handed over, once for the gateway's id. Nobody is signed in: `shop` is only where it goes.
 *
 * @param now when it is received, unless the gateway says that it was earlier
 */
export async function receiveMessage(tx: CrmTx, shop: Actor, message: InboundMessage, now: Date): Promise<InboundAnswer> {
  const { channel } = message;
  const { tenantId } = shop;
  const sender = toAddress(channel, message.from);
  const text = toStorable(message.body);
  const said = message.receivedAt ? new Date(message.receivedAt) : now;
  const [row] = await tx
    .insert(inboundMessages)
    .values({
      tenantId,
      id: randomUUID(),
      channel,
      providerId: message.id,
      sender,
      clientId: await matchSender(tx, shop, { channel, sender }),
      subject: toLine(message.subject ?? '').slice(0, MAX_SUBJECT) || null,
      body: text.length > MAX_INBOUND ? `${text.slice(0, MAX_INBOUND).toWellFormed()}${CUT}` : text,
      // A clock that runs ahead must not keep a message on top for ever.
      receivedAt: said < now ? said : now,
    })
    .onConflictDoNothing({ target: [inboundMessages.tenantId, inboundMessages.channel, inboundMessages.providerId] })
    .returning({ id: inboundMessages.id });
  if (row) return { id: row.id, isNew: true };
  const [known] = await tx
    .select({ id: inboundMessages.id })
    .from(inboundMessages)
    .where(and(eq(inboundMessages.tenantId, tenantId), eq(inboundMessages.channel, channel), eq(inboundMessages.providerId, message.id)));
  if (!known) throw new Error(`The message ${message.id} was neither taken nor known.`);
  return { id: known.id, isNew: false };
}

/** Strangers write what they like; what cannot be kept or shown is left out, and a message is never refused for it. */
function toStorable(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\t\n]/gu, '')
    .trim();
}

function toLine(text: string): string {
  return toStorable(text).replace(/\s+/g, ' ').toWellFormed();
}
