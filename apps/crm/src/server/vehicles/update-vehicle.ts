import { CountersignError } from '@countersign/core';
import { and, eq, sql } from 'drizzle-orm';
import { type UpdateVehicle, VehicleId, type VehicleView, vehicleName } from '../../shared/vehicle.ts';
import { nameChanges } from '../activity/name-changes.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { vehicles } from '../db/schema.ts';
import { requireVersion, withoutUndefined } from '../db/versioned.ts';
import { getVehicle } from './get-vehicle.ts';

const labels = { year: 'year', make: 'make', model: 'model', color: 'color', plate: 'plate', size: 'size' } as const;

/** What to change. Without a version, whatever is there is changed. */
export type VehicleChanges = Omit<UpdateVehicle, 'version'> & { version?: number | undefined };

/**
 * Changes a car, if it still is at the version the change was made on.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`, `conflict` with `{ current: VehicleView }` as details
 */
export async function updateVehicle(tx: CrmTx, actor: Actor, id: string, input: VehicleChanges): Promise<VehicleView> {
  requirePermission(actor, 'vehicles:write');
  if (!VehicleId.safeParse(id).success) throw new CountersignError('not_found', `There is no vehicle ${id} in this shop.`);
  const { version, ...asked } = input;
  const changes = withoutUndefined(asked);
  const before = await getVehicle(tx, actor, id);
  const { rowCount } = await tx
    .update(vehicles)
    .set({ ...changes, version: sql`${vehicles.version} + 1`, updatedAt: sql`now()` })
    .where(and(eq(vehicles.tenantId, actor.tenantId), eq(vehicles.id, id), version === undefined ? undefined : eq(vehicles.version, version)));
  const current = await getVehicle(tx, actor, id);
  if (rowCount !== 1) return requireVersion('vehicle', version, current);
  const changed = nameChanges(before, { ...before, ...changes }, labels);
  const summary = `Changed the ${changed} of the ${vehicleName(before)} of ${before.clientName}`;
  if (changed) await recordActivity(tx, actor, { recordType: 'vehicle', recordId: id, clientId: before.clientId, action: 'changed', summary });
  return current;
}
