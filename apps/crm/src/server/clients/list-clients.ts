import { CountersignError } from '@countersign/core';
import { and, asc, count, desc, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { ClientId, type ClientPage, clientSorts, type ListClients } from '../../shared/client.ts';
import { isLine } from '../../shared/printable.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import type { MatchMode } from '../db/match-words.ts';
import { clients } from '../db/schema.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import { matchClients } from './match-clients.ts';
import { toClientView } from './to-client-view.ts';

/** Where a page ended, and what it was a page of: a cursor goes with one search and one order only. */
const Cursor = z.object({ q: z.string(), sort: z.enum(clientSorts), mode: z.enum(['words', 'similar']), key: z.string().refine(isLine), id: ClientId });

/**
 * One page of the shop's clients, by keyset: pages stay right while others add clients. Typos are forgiven only when
 * nobody matches as typed, so that a right spelling never brings up strangers.
 *
 * @throws {CountersignError} `permission_denied`, `invalid_request` for a cursor of another list
 */
export async function listClients(tx: CrmTx, actor: Actor, input: ListClients): Promise<ClientPage> {
  requirePermission(actor, 'clients:read');
  const { q, sort, limit } = input;
  const cursor = input.cursor === undefined ? undefined : readCursor(Cursor, input.cursor);
  if (cursor && (cursor.q !== q || cursor.sort !== sort))
    throw new CountersignError('invalid_request', 'This cursor belongs to another search or order. Start again without one.');
  const { mode, total } = await countMatches(tx, actor, q, cursor?.mode);
  const [order, key] = orders[sort];
  const rows = await tx
    .select({ ...getTableColumns(clients), key: sql<string>`${key}::text` })
    .from(clients)
    .where(and(eq(clients.tenantId, actor.tenantId), matchClients(q, mode), cursor && isAfter(order, key, cursor)))
    .orderBy(order(key), order(clients.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { clients: page.map(toClientView), next: last ? writeCursor({ q, sort, mode, key: last.key, id: last.id }) : null, total };
}

const orders = {
  name: [asc, clients.nameKey],
  '-name': [desc, clients.nameKey],
  createdAt: [asc, clients.createdAt],
  '-createdAt': [desc, clients.createdAt],
} as const;

type Order = (typeof orders)[keyof typeof orders];

function isAfter(order: Order[0], key: Order[1], cursor: { key: string; id: string }): SQL {
  const value = key === clients.createdAt ? sql`${cursor.key}::timestamptz` : sql`${cursor.key}`;
  return order === asc ? sql`(${key}, ${clients.id}) > (${value}, ${cursor.id}::uuid)` : sql`(${key}, ${clients.id}) < (${value}, ${cursor.id}::uuid)`;
}

/** Counts as typed first; only when that finds nobody, with typos forgiven. */
export async function countMatches(tx: CrmTx, actor: Actor, query: string, known?: MatchMode): Promise<{ mode: MatchMode; total: number }> {
  for (const mode of known ? [known] : (['words', 'similar'] as const)) {
    const [row] = await tx
      .select({ total: count() })
      .from(clients)
      .where(and(eq(clients.tenantId, actor.tenantId), matchClients(query, mode)));
    const total = row?.total ?? 0;
    if (total > 0 || mode === (known ?? 'similar')) return { mode, total };
  }
  return { mode: 'words', total: 0 };
}
