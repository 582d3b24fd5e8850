import { and, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { fullName } from '../../shared/client.ts';
import type { ListOutbox, OutboxPage } from '../../shared/outbox.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { clients, outbox } from '../db/schema.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';

const Cursor = z.object({ at: z.string().refine((at) => !Number.isNaN(Date.parse(at))), id: z.uuid() });

/** One page of what the shop sent, the newest first. @throws {CountersignError} `permission_denied`, `invalid_request` for a bad cursor */
export async function listOutbox(tx: CrmTx, actor: Actor, input: ListOutbox): Promise<OutboxPage> {
  requirePermission(actor, 'outbox:read');
  const cursor = input.cursor === undefined ? undefined : readCursor(Cursor, input.cursor);
  const rows = await tx
    .select({ message: outbox, at: sql<string>`${outbox.createdAt}::text`, firstName: clients.firstName, lastName: clients.lastName })
    .from(outbox)
    .leftJoin(clients, and(eq(clients.tenantId, outbox.tenantId), eq(clients.id, outbox.clientId)))
    .where(and(eq(outbox.tenantId, actor.tenantId), cursor && sql`(${outbox.createdAt}, ${outbox.id}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`))
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(input.limit + 1);
  const page = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  return {
    messages: page.map(({ message, firstName, lastName }) => ({
      id: message.id,
      channel: message.channel,
      to: message.recipient,
      clientId: message.clientId,
      clientName: fullName({ firstName: firstName ?? '', lastName: lastName ?? '' }),
      subject: message.subject,
      body: message.body,
      status: message.status,
      sentBy: message.sentByName,
      createdAt: message.createdAt.toISOString(),
    })),
    next: last ? writeCursor({ at: last.at, id: last.message.id }) : null,
  };
}
