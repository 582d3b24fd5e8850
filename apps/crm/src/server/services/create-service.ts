import { randomUUID } from 'node:crypto';
import type { CreateService, ServiceView } from '../../shared/service.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { services } from '../db/schema.ts';
import { refuseTakenName } from './refuse-taken-name.ts';
import { toServiceView } from './to-service-view.ts';

/** Adds a service to the shop's catalogue. @throws {CountersignError} `permission_denied`, `invalid_input` for a name that is taken */
export async function createService(tx: CrmTx, actor: Actor, input: CreateService): Promise<ServiceView> {
  requirePermission(actor, 'services:write');
  const [row] = await tx
    .insert(services)
    .values({ tenantId: actor.tenantId, id: randomUUID(), ...input })
    .returning()
    .catch(refuseTakenName);
  if (!row) throw new Error('The insert of a service returned no row.');
  await recordActivity(tx, actor, { recordType: 'service', recordId: row.id, action: 'created', summary: `Added the service ${row.name}` });
  return toServiceView(row);
}
