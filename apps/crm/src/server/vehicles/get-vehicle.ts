import { CountersignError } from '@countersign/core';
import { and, eq } from 'drizzle-orm';
import { VehicleId, type VehicleView } from '../../shared/vehicle.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { clients, vehicles } from '../db/schema.ts';
import { isItsClient, toVehicleView, vehicleColumns } from './to-vehicle-view.ts';

/** @throws {CountersignError} `permission_denied`, `not_found` (also for another shop's car: nobody can tell them apart) */
export async function getVehicle(tx: CrmTx, actor: Actor, id: string): Promise<VehicleView> {
  requirePermission(actor, 'vehicles:read');
  const [row] = VehicleId.safeParse(id).success
    ? await tx
        .select(vehicleColumns)
        .from(vehicles)
        .innerJoin(clients, isItsClient)
        .where(and(eq(vehicles.tenantId, actor.tenantId), eq(vehicles.id, id)))
    : [];
  if (!row) throw new CountersignError('not_found', `There is no vehicle ${id} in this shop.`);
  return toVehicleView(row);
}
