import { CountersignError } from '@countersign/core';
import { and, desc, eq, isNotNull } from 'drizzle-orm';
import type { ReplySent, SendReply } from '../../shared/message.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { inboundMessages } from '../db/inbox-schema.ts';
import { sendEmail } from '../messages/send-email.ts';
import { type Sending, sendText } from '../messages/send-text.ts';
import { isInbound, readConversationId } from './conversation-key.ts';
import { settleWaiting } from './mark-handled.ts';

/** The subject of an email that begins a conversation. */
const FIRST_SUBJECT = 'About your car';

/**
 * Writes to the client of a conversation, at the number or the address on file, and takes what was seen of it as answered.
 * What came in meanwhile still waits.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`, `conflict` for a sender who is no client yet or a client
 *   without the phone or email; whatever the provider throws
 */
export async function sendReply(tx: CrmTx, actor: Actor, id: string, input: SendReply, sending: Omit<Sending, 'idempotencyKey'>): Promise<ReplySent> {
  requirePermission(actor, 'messages:send');
  const key = readConversationId(id);
  if (!('clientId' in key)) throw new CountersignError('conflict', 'Nobody knows whose address this is. Say which client it is, then write to them.');
  const { clientId } = key;
  const { channel, body, seenUntil } = input;
  const once = { ...sending, idempotencyKey: `reply/${actor.userId}/${input.key}` };
  const { messageId, to } =
    channel === 'sms'
      ? await sendText(tx, actor, { clientId, role: 'primary', body }, once)
      : await sendEmail(tx, actor, { clientId, subject: await toSubject(tx, actor, clientId), body }, once);
  if (seenUntil) await settleWaiting(tx, actor, key, { as: 'answered', seenUntil: new Date(seenUntil) });
  return { messageId, to };
}

/** Goes on under the subject of the client's last email. */
async function toSubject(tx: CrmTx, actor: Actor, clientId: string): Promise<string> {
  const [last] = await tx
    .select({ subject: inboundMessages.subject })
    .from(inboundMessages)
    .where(and(isInbound(actor, { clientId }), eq(inboundMessages.channel, 'email'), isNotNull(inboundMessages.subject)))
    .orderBy(desc(inboundMessages.receivedAt), desc(inboundMessages.id))
    .limit(1);
  return last?.subject ? `Re: ${last.subject.replace(/^(re:\s*)+/i, '')}` : FIRST_SUBJECT;
}
