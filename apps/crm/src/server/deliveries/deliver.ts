import { CountersignError } from '@countersign/core';
import type { HostDatabase } from '@countersign/server';
import { type ClientView, fullName } from '../../shared/client.ts';
import type { Deliver, DeliveryPreview } from '../../shared/delivery.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { Sending } from '../messages/send-text.ts';
import type { TextProvider } from '../messages/text-provider.ts';
import { type Claim, claimDelivery, noteFailed, refuseDoubt, type Subject } from './claim-delivery.ts';

/** A message in both its forms. */
export interface Words {
  /** Of a text. */
  text: string;
  /** Of an email. */
  subject: string;
  letter: string;
}

/** Who brings messages to people, and the connections on which their sending is claimed before it begins. */
export interface DeliveryDesk {
  provider: TextProvider;
  /** Not those of the transaction in hand: what is claimed has to stand when that one is rolled back. */
  outside: HostDatabase;
}

/** One attempt to send. */
export type Delivering = Sending & Pick<DeliveryDesk, 'outside'>;

/** What is out. */
export interface Sent {
  /** What the provider knows it by. */
  key: string;
  messageId: string;
  to: string;
}

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

/**
 * Sends a message about a record, once a day by each way, whoever sends it: it is claimed first (`claimDelivery`), and who finds
 * a claim that was left behind sends under its key or not at all. That it is out is for the caller to note, together with what
 * else follows from it. Until then the claim stands.
 *
 * @throws {CountersignError} `conflict` when it is out, is being sent, or nobody knows; whatever the provider throws
 */
export async function deliver(
  actor: Actor,
  { subject, name, preview }: { subject: Subject; name: string; preview: DeliveryPreview },
  { provider, outside, idempotencyKey, signal }: Delivering,
): Promise<Sent> {
  const { channel, to, clientId, body } = preview;
  const claim = await claimDelivery(outside, actor, { subject, channel, name, recipient: to, key: idempotencyKey });
  const { key } = claim;
  if (!claim.isFresh) {
    const found = await provider.find?.(actor, key);
    if (found) return { key, ...found };
    if (!isRepeatable(provider, claim)) return refuseDoubt(name, channel);
  }
  const message = { sender: actor, channel, clientId, to, ...(preview.subject !== null && { subject: preview.subject }), body };
  try {
    const { messageId } = await provider.send({ ...message, idempotencyKey: key, signal });
    return { key, messageId, to };
  } catch (error) {
    // A "no" to a repeat speaks for the repeat only: the first attempt may have gone out.
    if (claim.isFresh && isRefusal(error)) await noteFailed(outside, actor, claim);
    throw error;
  }
}

/** Does the provider still recognise a message that it is handed again? */
function isRepeatable({ recovery }: TextProvider, { claimedAt }: Claim): boolean {
  const windowMs = recovery.by === 'human' ? undefined : recovery.windowMs;
  return windowMs !== undefined && Date.now() - claimedAt.getTime() < windowMs;
}

/** The provider's own word that nothing went out, as the runtime understands it; anything else leaves it open. */
export function isRefusal(error: unknown): boolean {
  return error instanceof CountersignError && error.status < 500;
}

/**
 * Puts on record what is out. Whatever goes wrong there is no word of the provider's: a caller that took it for a refusal would
 * say that nothing was sent.
 */
export async function afterSending<T>(finish: () => Promise<T>): Promise<T> {
  try {
    return await finish();
  } catch (cause) {
    throw new Error('The message is out, and that could not be put on record. It is when this is repeated.', { cause });
  }
}
