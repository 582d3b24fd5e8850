import { CountersignError } from '@countersign/core';
import { and, eq, sql } from 'drizzle-orm';
import { ServiceId, type ServiceView, type UpdateService } from '../../shared/service.ts';
import { nameChanges } from '../activity/name-changes.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { services } from '../db/schema.ts';
import { requireVersion, withoutUndefined } from '../db/versioned.ts';
import { getService } from './get-service.ts';
import { refuseTakenName } from './refuse-taken-name.ts';
import { toServiceView } from './to-service-view.ts';

const prices = 'prices';
const labels = {
  name: 'name',
  description: 'description',
  durationMinutes: 'duration',
  smallCents: prices,
  mediumCents: prices,
  largeCents: prices,
  xlCents: prices,
  isActive: 'availability',
} as const;

/** What to change. Without a version, whatever is there is changed. */
export type ServiceChanges = Omit<UpdateService, 'version'> & { version?: number | undefined };

/**
 * Changes a service, if it still is at the version the change was made on.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`, `invalid_input` for a name that is taken, `conflict` with `{ current: ServiceView }` as details
 */
export async function updateService(tx: CrmTx, actor: Actor, id: string, input: ServiceChanges): Promise<ServiceView> {
  requirePermission(actor, 'services:write');
  if (!ServiceId.safeParse(id).success) throw new CountersignError('not_found', `There is no service ${id} in this shop.`);
  const { version, ...asked } = input;
  const changes = withoutUndefined(asked);
  const before = await getService(tx, actor, id);
  const [row] = await tx
    .update(services)
    .set({ ...changes, version: sql`${services.version} + 1`, updatedAt: sql`now()` })
    .where(and(eq(services.tenantId, actor.tenantId), eq(services.id, id), version === undefined ? undefined : eq(services.version, version)))
    .returning()
    .catch(refuseTakenName);
  if (!row) return requireVersion('service', version, await getService(tx, actor, id));
  const changed = nameChanges(before, { ...before, ...changes }, labels);
  const summary = `Changed the ${changed} of the service ${before.name}`;
  if (changed) await recordActivity(tx, actor, { recordType: 'service', recordId: id, action: 'changed', summary });
  return toServiceView(row);
}
