import { and, isNull, lte, sql } from 'drizzle-orm';
import { fullName } from '../../shared/client.ts';
import type { MarkHandled } from '../../shared/message.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import { getClient } from '../clients/get-client.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { inboundMessages } from '../db/inbox-schema.ts';
import { type ConversationKey, isInbound, readConversationId } from './conversation-key.ts';

/**
 * Marks as done what waits in a conversation, as far as it was seen. Nothing is sent.
 *
 * @returns how many messages it was
 * @throws {CountersignError} `permission_denied`, `not_found`
 */
export async function markHandled(tx: CrmTx, actor: Actor, id: string, { seenUntil }: MarkHandled): Promise<number> {
  requirePermission(actor, 'messages:send');
  const key = readConversationId(id);
  const name = 'clientId' in key ? fullName(await getClient(tx, actor, key.clientId)) : undefined;
  const count = await settleWaiting(tx, actor, key, { as: 'done', seenUntil: new Date(seenUntil) });
  if (count > 0 && name !== undefined && 'clientId' in key) {
    const summary = `Marked ${count === 1 ? 'a message' : `${count} messages`} of ${name} as done`;
    await recordActivity(tx, actor, { recordType: 'client', recordId: key.clientId, action: 'handled', summary });
  }
  return count;
}

/** Ends the waiting of what came in until then. @returns how many messages it was */
export async function settleWaiting(
  tx: CrmTx,
  actor: Actor,
  key: ConversationKey,
  { as, seenUntil }: { as: 'answered' | 'done'; seenUntil: Date },
): Promise<number> {
  const { rowCount } = await tx
    .update(inboundMessages)
    .set({ handledAt: sql`now()`, handledAs: as, handledBy: actor.userId, handledByName: actor.displayName ?? actor.userId })
    .where(and(isInbound(actor, key), isNull(inboundMessages.handledAt), lte(inboundMessages.receivedAt, seenUntil)));
  return rowCount ?? 0;
}
