import { and, desc, eq, isNotNull } from 'drizzle-orm';
import type { Channel } from '../../shared/message.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { inboundMessages } from '../db/inbox-schema.ts';
import { clients } from '../db/schema.ts';

/**
 * Whose address this is. The one client who has it on file; where none has, or several share it (families do), the one its
 * earlier messages were found to be from.
 */
export async function matchSender(tx: CrmTx, { tenantId }: Actor, { channel, sender }: { channel: Channel; sender: string }): Promise<string | null> {
  const address = channel === 'sms' ? clients.phone : clients.email;
  const onFile = await tx
    .select({ id: clients.id })
    .from(clients)
    .where(and(eq(clients.tenantId, tenantId), eq(address, sender)))
    .limit(50);
  if (onFile.length === 1 && onFile[0]) return onFile[0].id;
  const [earlier] = await tx
    .select({ clientId: inboundMessages.clientId })
    .from(inboundMessages)
    .where(
      and(
        eq(inboundMessages.tenantId, tenantId),
        eq(inboundMessages.channel, channel),
        eq(inboundMessages.sender, sender),
        isNotNull(inboundMessages.clientId),
      ),
    )
    .orderBy(desc(inboundMessages.receivedAt))
    .limit(1);
  const known = earlier?.clientId ?? null;
  return onFile.length === 0 || onFile.some(({ id }) => id === known) ? known : null;
}
