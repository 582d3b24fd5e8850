import { CountersignError } from '@countersign/core';
import { and, eq, sql } from 'drizzle-orm';
import { ClientId, type ClientView, type UpdateClient } from '../../shared/client.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { clients } from '../db/schema.ts';
import { requireVersion, withoutUndefined } from '../db/versioned.ts';
import { getClient } from './get-client.ts';
import { toClientView } from './to-client-view.ts';

/** What to change. Without a version, whatever is there is changed. */
export type ClientChanges = Omit<UpdateClient, 'version'> & { version?: number | undefined };

/**
 * Changes a client, if it still is at the version the change was made on. Without a version (an agent that was told a
 * change in words, and saw no record) it is made on whatever is there.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`, `conflict` with `{ current: ClientView }` as details
 */
export async function updateClient(tx: CrmTx, actor: Actor, id: string, input: ClientChanges): Promise<ClientView> {
  requirePermission(actor, 'clients:write');
  if (!ClientId.safeParse(id).success) throw new CountersignError('not_found', `There is no client ${id} in this shop.`);
  const { version, ...changes } = input;
  const [row] = await tx
    .update(clients)
    .set({ ...withoutUndefined(changes), version: sql`${clients.version} + 1`, updatedAt: sql`now()` })
    .where(and(eq(clients.tenantId, actor.tenantId), eq(clients.id, id), version === undefined ? undefined : eq(clients.version, version)))
    .returning();
  if (row) return toClientView(row);
  return requireVersion('client', version, await getClient(tx, actor, id));
}
