import { CountersignError } from '@countersign/core';
import { fullName } from '../../shared/client.ts';
import type { AttachSender } from '../../shared/message.ts';
import { formatPhone } from '../../shared/phone.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import { getClient } from '../clients/get-client.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { inboundMessages } from '../db/inbox-schema.ts';
import { isInbound, readConversationId } from './conversation-key.ts';

/**
 * Says which client an unknown sender is: what they wrote becomes part of the client's conversation, and so will what they
 * write next. The client's own phone and email stay as they are.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`, `conflict` when the sender is known already
 */
export async function attachSender(tx: CrmTx, actor: Actor, id: string, { clientId }: AttachSender): Promise<{ messages: number }> {
  requirePermission(actor, 'messages:send');
  const key = readConversationId(id);
  if ('clientId' in key) throw new CountersignError('conflict', 'These messages belong to a client already.');
  const client = await getClient(tx, actor, clientId);
  const { rowCount } = await tx.update(inboundMessages).set({ clientId }).where(isInbound(actor, key));
  const messages = rowCount ?? 0;
  if (messages === 0) throw new CountersignError('not_found', 'There are no messages of this sender that belong to nobody.');
  const from = key.channel === 'sms' ? formatPhone(key.sender) : key.sender;
  const summary = `Attached ${messages === 1 ? 'a message' : `${messages} messages`} from ${from} to ${fullName(client)}`;
  await recordActivity(tx, actor, { recordType: 'client', recordId: clientId, action: 'attached', summary });
  return { messages };
}
