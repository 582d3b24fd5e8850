import { CountersignError } from '@countersign/core';
import { and, eq, sql } from 'drizzle-orm';
import { ClientId, type ClientView, fullName, type UpdateClient } from '../../shared/client.ts';
import { nameChanges } from '../activity/name-changes.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { clients } from '../db/schema.ts';
import { requireVersion, withoutUndefined } from '../db/versioned.ts';
import { getClient } from './get-client.ts';
import { toClientView } from './to-client-view.ts';

const labels = { firstName: 'name', lastName: 'name', phone: 'phone number', email: 'email', notes: 'notes' } as const;

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
  const { version, ...asked } = input;
  const changes = withoutUndefined(asked);
  const before = await getClient(tx, actor, id);
  const [row] = await tx
    .update(clients)
    .set({ ...changes, version: sql`${clients.version} + 1`, updatedAt: sql`now()` })
    .where(and(eq(clients.tenantId, actor.tenantId), eq(clients.id, id), version === undefined ? undefined : eq(clients.version, version)))
    .returning();
  if (!row) return requireVersion('client', version, await getClient(tx, actor, id));
  const changed = nameChanges(before, { ...before, ...changes }, labels);
  const summary = `Changed the ${changed} of ${fullName(before)}`;
  if (changed) await recordActivity(tx, actor, { recordType: 'client', recordId: id, action: 'changed', summary });
  return toClientView(row);
}
