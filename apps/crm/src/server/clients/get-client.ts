import { CountersignError } from '@countersign/core';
import { and, eq } from 'drizzle-orm';
import { ClientId, type ClientView } from '../../shared/client.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { clients } from '../db/schema.ts';
import { toClientView } from './to-client-view.ts';

/** @throws {CountersignError} `permission_denied`, `not_found` (also for another shop's client: nobody can tell them apart) */
export async function getClient(tx: CrmTx, actor: Actor, id: string): Promise<ClientView> {
  requirePermission(actor, 'clients:read');
  const [row] = ClientId.safeParse(id).success
    ? await tx
        .select()
        .from(clients)
        .where(and(eq(clients.tenantId, actor.tenantId), eq(clients.id, id)))
    : [];
  if (!row) throw new CountersignError('not_found', `There is no client ${id} in this shop.`);
  return toClientView(row);
}
