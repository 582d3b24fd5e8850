import { CountersignError } from '@countersign/core';
import { fullName } from '../../shared/client.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import { getClient } from '../clients/get-client.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { recordSent, type Sending } from './send-text.ts';

/** An email to a client. Nobody names an address: the client is named, the record has it. */
export interface Email {
  clientId: string;
  subject: string;
  body: string;
}

/**
 * Sends an email to a client, once per idempotency key.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`, `conflict` when the client has no email; whatever the provider throws
 */
export async function sendEmail(tx: CrmTx, actor: Actor, input: Email, sending: Sending): Promise<{ messageId: string; to: string; clientName: string }> {
  requirePermission(actor, 'messages:send');
  const { clientId, subject, body } = input;
  const client = await getClient(tx, actor, clientId);
  const clientName = fullName(client);
  if (!client.email) throw new CountersignError('conflict', `${clientName} has no email address. Add one to the client, then send the email.`);
  const { provider, idempotencyKey, signal } = sending;
  const { messageId } = await provider.send({ sender: actor, clientId, channel: 'email', to: client.email, subject, body, idempotencyKey, signal });
  await recordSent(tx, actor, { clientId, summary: `Emailed ${clientName}`, action: 'emailed', idempotencyKey });
  return { messageId, to: client.email, clientName };
}
