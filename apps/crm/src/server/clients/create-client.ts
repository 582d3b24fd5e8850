import { randomUUID } from 'node:crypto';
import { type ClientView, type CreateClient, fullName } from '../../shared/client.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { clients } from '../db/schema.ts';
import { toClientView } from './to-client-view.ts';

/** Adds a client to the actor's shop. @throws {CountersignError} `permission_denied` */
export async function createClient(tx: CrmTx, actor: Actor, input: CreateClient): Promise<ClientView> {
  requirePermission(actor, 'clients:write');
  const [row] = await tx
    .insert(clients)
    .values({ tenantId: actor.tenantId, id: randomUUID(), ...input })
    .returning();
  if (!row) throw new Error('The insert of a client returned no row.');
  await recordActivity(tx, actor, { recordType: 'client', recordId: row.id, action: 'created', summary: `Added the client ${fullName(row)}` });
  return toClientView(row);
}
