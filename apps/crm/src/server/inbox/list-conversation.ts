import { CountersignError } from '@countersign/core';
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { fullName } from '../../shared/client.ts';
import type { ConversationView, MessageView, ReadConversation } from '../../shared/message.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import { getClient } from '../clients/get-client.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { inboundMessages } from '../db/inbox-schema.ts';
import { outbox } from '../db/schema.ts';
import { createCursorOf } from '../http/cursor.ts';
import { type ConversationKey, isInbound, readConversationId } from './conversation-key.ts';
import { instantOf } from './instant-of.ts';

const Position = z.object({
  at: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d /)
    .refine((at) => !Number.isNaN(Date.parse(at))),
  id: z.uuid(),
});

interface Row extends Record<string, unknown> {
  id: string;
  direction: MessageView['direction'];
  channel: MessageView['channel'];
  address: string;
  subject: string | null;
  body: string;
  by: string | null;
  status: MessageView['status'];
  handled_as: 'answered' | 'done' | null;
  handled_by: string | null;
  handled_at: string | null;
  at: string;
  key: string;
}

/**
 * A conversation: what came in and what went out, merged by time, the newest first, in pages.
 *
 * @throws {CountersignError} `permission_denied`, `not_found` for another shop's client or a sender who wrote nothing,
 *   `invalid_request` for a cursor of another conversation
 */
export async function listConversation(tx: CrmTx, actor: Actor, id: string, input: ReadConversation): Promise<ConversationView> {
  requirePermission(actor, 'messages:read');
  const key = readConversationId(id);
  const client = 'clientId' in key ? await getClient(tx, actor, key.clientId) : null;
  const cursor = createCursorOf(Position, id);
  const after = input.cursor === undefined ? undefined : cursor.read(input.cursor);
  const { rows } = await tx.execute<Row>(sql`
    select *, ${instantOf(sql`time`)} as at, time::text as key from (${pageOf(actor, key, after, input.limit + 1)}) message
    order by time desc, id desc limit ${input.limit + 1}`);
  if (!client && rows.length === 0 && !after) throw new CountersignError('not_found', 'There is no such conversation in this shop.');
  const page = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  return {
    id,
    client: client && { id: client.id, name: fullName(client), phone: client.phone, email: client.email },
    sender: 'clientId' in key ? null : { channel: key.channel, address: key.sender },
    waiting: await tx.$count(inboundMessages, and(isInbound(actor, key), isNull(inboundMessages.handledAt))),
    messages: page.map(toMessageView),
    next: last ? cursor.write({ at: last.key, id: last.id }) : null,
  };
}

/** Each half by its own index, and no more of it than the page can hold. */
function pageOf(actor: Actor, key: ConversationKey, after: z.output<typeof Position> | undefined, limit: number): SQL {
  const before = (time: SQL, id: SQL) => (after ? sql`(${time}, ${id}) < (${after.at}::timestamptz, ${after.id}::uuid)` : undefined);
  const inbound = sql`
    (select id, 'in' as direction, channel, sender as address, subject, body, null as by, null as status, handled_as, handled_by_name as handled_by,
      ${instantOf(sql`handled_at`)} as handled_at, received_at as time
    from ${inboundMessages} where ${and(isInbound(actor, key), before(sql`received_at`, sql`id`))}
    order by received_at desc, id desc limit ${limit})`;
  if (!('clientId' in key)) return inbound;
  return sql`${inbound} union all
    (select id, 'out', channel, recipient, subject, body, sent_by_name, status, null, null, null, created_at
    from ${outbox} where ${and(eq(outbox.tenantId, actor.tenantId), eq(outbox.clientId, key.clientId), before(sql`created_at`, sql`id`))}
    order by created_at desc, id desc limit ${limit})`;
}

function toMessageView(row: Row): MessageView {
  const { id, direction, channel, address, subject, body, at, by, status, handled_as: as, handled_by: who, handled_at: when } = row;
  const handled = as && who && when ? { as, by: who, at: when } : null;
  return { id, direction, channel, address, subject, body, at, by, status, handled };
}
