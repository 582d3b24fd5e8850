import { and, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { fullName } from '../../shared/client.ts';
import type { Channel, ConversationPage, ListConversations } from '../../shared/message.ts';
import { isLine } from '../../shared/printable.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import { matchClients } from '../clients/match-clients.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { inboundMessages } from '../db/inbox-schema.ts';
import { clients, outbox } from '../db/schema.ts';
import { createCursorOf } from '../http/cursor.ts';
import { instantOf } from './instant-of.ts';

const At = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d /)
  .refine((at) => !Number.isNaN(Date.parse(at)));
const Position = z.object({ isWaiting: z.boolean(), at: At, id: z.string().max(400).refine(isLine) });

/** How much of a message a list shows. */
const SNIPPET = 160;

interface Row extends Record<string, unknown> {
  id: string;
  client_id: string | null;
  first_name: string | null;
  last_name: string | null;
  sender: string | null;
  direction: 'in' | 'out';
  channel: Channel;
  snippet: string;
  at: string;
  key: string;
  waiting: number;
}

/**
 * One page of the shop's conversations, each with its latest message: those in which somebody waits first, then the newest.
 *
 * @throws {CountersignError} `permission_denied`, `invalid_request` for a cursor of another list
 */
export async function listConversations(tx: CrmTx, actor: Actor, input: ListConversations): Promise<ConversationPage> {
  requirePermission(actor, 'messages:read');
  const { show, q, limit } = input;
  const cursor = createCursorOf(Position, [show, q]);
  const after = input.cursor === undefined ? undefined : cursor.read(input.cursor);
  const where = and(
    q === '' ? undefined : or(matchClients(q, 'words'), sql`strpos(lower(latest.sender), ${q.toLowerCase()}) > 0`),
    after && sql`(coalesce(waiting.count, 0) > 0, latest.at, latest.id) < (${after.isWaiting}::boolean, ${after.at}::timestamptz, ${after.id})`,
  );
  const { rows } = await tx.execute<Row>(sql`
    with waiting as (
      select ${conversationOf} as id, count(*)::int as count from ${inboundMessages} where tenant_id = ${actor.tenantId} and handled_at is null group by 1),
    latest as (select distinct on (id) * from (${messagesOf(actor, show)}) message order by id, at desc)
    select latest.id, latest.client_id, ${clients.firstName}, ${clients.lastName}, latest.sender, latest.direction, latest.channel, latest.snippet,
      ${instantOf(sql`latest.at`)} as at, latest.at::text as key, coalesce(waiting.count, 0) as waiting
    from latest
    left join waiting on waiting.id = latest.id
    left join ${clients} on ${clients.tenantId} = ${actor.tenantId} and ${clients.id} = latest.client_id
    ${where ? sql`where ${where}` : sql``}
    order by coalesce(waiting.count, 0) > 0 desc, latest.at desc, latest.id desc
    limit ${limit + 1}`);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    conversations: page.map(toSummary),
    next: last ? cursor.write({ isWaiting: last.waiting > 0, at: last.key, id: last.id }) : null,
    waiting: await countWaiting(tx, actor),
  };
}

/** In how many conversations somebody waits. @throws {CountersignError} `permission_denied` */
export async function countWaiting(tx: CrmTx, actor: Actor): Promise<number> {
  requirePermission(actor, 'messages:read');
  const { rows } = await tx.execute<{ count: number }>(
    sql`select count(distinct ${conversationOf})::int as count from ${inboundMessages} where tenant_id = ${actor.tenantId} and handled_at is null`,
  );
  return rows[0]?.count ?? 0;
}

/** The id of the conversation that an inbound message belongs to, "C" so that pages and their cursors agree on the order. */
const conversationOf = sql`coalesce(${inboundMessages.clientId}::text, ${inboundMessages.channel} || ':' || ${inboundMessages.sender}) collate "C"`;

/**
 * Everything that was written, in either direction, or all of those conversations in which somebody waits. What went to
 * nobody on file belongs to no conversation.
 */
function messagesOf({ tenantId }: Actor, show: ListConversations['show']): SQL {
  const isShown = (conversation: SQL) => (show === 'waiting' ? sql` and ${conversation} in (select id from waiting)` : sql``);
  const toClient = sql`client_id::text collate "C"`;
  return sql`
    select ${conversationOf} as id, client_id, case when client_id is null then sender end as sender, 'in' as direction, channel,
      left(coalesce(subject, body), ${SNIPPET}) as snippet, received_at as at
    from ${inboundMessages} where tenant_id = ${tenantId}${isShown(conversationOf)}
    union all
    select ${toClient}, client_id, null, 'out', channel, left(coalesce(subject, body), ${SNIPPET}), created_at
    from ${outbox} where tenant_id = ${tenantId} and client_id is not null${isShown(toClient)}`;
}

function toSummary(row: Row): ConversationPage['conversations'][number] {
  const { id, sender, waiting, direction, channel, at } = row;
  return {
    id,
    clientId: row.client_id,
    clientName: fullName({ firstName: row.first_name ?? '', lastName: row.last_name ?? '' }),
    sender,
    waiting,
    latest: { direction, channel, text: row.snippet, at },
  };
}
