import { CountersignError } from '@countersign/core';
import { z } from 'zod';
import { ClientId, fullName } from '../../shared/client.ts';
import { isText, TEXT } from '../../shared/printable.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import { getClient } from '../clients/get-client.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import type { TextProvider } from './text-provider.ts';

/** Text a client. Nobody names a number: the client and the role of the contact are named, the record has the number. */
export const SendText = z.strictObject({
  clientId: ClientId.meta({ meaning: 'target' }),
  role: z.enum(['primary']).default('primary'),
  body: z.string().trim().min(1).max(1_000).refine(isText, TEXT).meta({ meaning: 'content' }),
});
export type SendText = z.infer<typeof SendText>;

/** A text as it would be sent. */
export const TextPreview = z.object({ to: z.string(), clientName: z.string(), body: z.string() });
export type TextPreview = z.infer<typeof TextPreview>;

/**
 * Resolves who a text would reach, without sending it.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`, `conflict` when the client has no phone number
 */
export async function previewText(tx: CrmTx, actor: Actor, input: SendText): Promise<TextPreview> {
  requirePermission(actor, 'messages:send');
  const client = await getClient(tx, actor, input.clientId);
  const clientName = fullName(client);
  if (!client.phone) throw new CountersignError('conflict', `${clientName} has no phone number. Add one to the client, then send the text.`);
  return { to: client.phone, clientName, body: input.body };
}

export interface Sending {
  provider: TextProvider;
  idempotencyKey: string;
  signal: AbortSignal;
}

/**
 * Sends a text to a client, once per idempotency key.
 *
 * @throws {CountersignError} what `previewText` throws; whatever the provider throws
 */
export async function sendText(tx: CrmTx, actor: Actor, input: SendText, sending: Sending): Promise<{ messageId: string; to: string; clientName: string }> {
  const { to, clientName, body } = await previewText(tx, actor, input);
  const { provider, idempotencyKey, signal } = sending;
  const { messageId } = await provider.send({ sender: actor, clientId: input.clientId, channel: 'sms', to, body, idempotencyKey, signal });
  await recordSent(tx, actor, { clientId: input.clientId, summary: `Texted ${clientName}`, action: 'texted', idempotencyKey });
  return { messageId, to, clientName };
}

/** Once for a message, however often its sending is repeated after a crash. */
export async function recordSent(
  tx: CrmTx,
  actor: Actor,
  { clientId, action, summary, idempotencyKey }: { clientId: string; action: 'texted' | 'emailed'; summary: string; idempotencyKey: string },
): Promise<void> {
  await recordActivity(tx, actor, { recordType: 'client', recordId: clientId, action, summary, once: `sent/${idempotencyKey}` });
}
