import { and, desc, eq, isNull } from 'drizzle-orm';
import { fullName } from '../../shared/client.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import { getClient } from '../clients/get-client.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { inboundMessages } from '../db/inbox-schema.ts';
import { clients } from '../db/schema.ts';

interface FindMessages {
  clientId?: string | undefined;
  unansweredOnly: boolean;
  limit: number;
}

/** What clients and strangers wrote to the shop, the newest first. @throws {CountersignError} `permission_denied`, `not_found` for an unknown client */
export async function findMessages(tx: CrmTx, actor: Actor, { clientId, unansweredOnly, limit }: FindMessages) {
  requirePermission(actor, 'messages:read');
  if (clientId !== undefined) await getClient(tx, actor, clientId);
  const where = and(
    eq(inboundMessages.tenantId, actor.tenantId),
    clientId === undefined ? undefined : eq(inboundMessages.clientId, clientId),
    unansweredOnly ? isNull(inboundMessages.handledAt) : undefined,
  );
  const rows = await tx
    .select({ message: inboundMessages, firstName: clients.firstName, lastName: clients.lastName })
    .from(inboundMessages)
    .leftJoin(clients, and(eq(clients.tenantId, inboundMessages.tenantId), eq(clients.id, inboundMessages.clientId)))
    .where(where)
    .orderBy(desc(inboundMessages.receivedAt), desc(inboundMessages.id))
    .limit(limit);
  return {
    messages: rows.map(({ message, firstName, lastName }) => ({
      id: message.id,
      clientId: message.clientId,
      clientName: fullName({ firstName: firstName ?? '', lastName: lastName ?? '' }) || null,
      channel: message.channel,
      from: message.sender,
      subject: message.subject,
      body: message.body,
      receivedAt: message.receivedAt.toISOString(),
      isWaiting: message.handledAt === null,
    })),
    total: await tx.$count(inboundMessages, where),
  };
}
