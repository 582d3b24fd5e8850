import { randomUUID } from 'node:crypto';
import { type CreateVehicle, type VehicleView, vehicleName } from '../../shared/vehicle.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import { getClient } from '../clients/get-client.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { vehicles } from '../db/schema.ts';
import { getVehicle } from './get-vehicle.ts';

/** Adds a car to a client of the actor's shop. @throws {CountersignError} `permission_denied`, `not_found` for an unknown client */
export async function createVehicle(tx: CrmTx, actor: Actor, input: CreateVehicle): Promise<VehicleView> {
  requirePermission(actor, 'vehicles:write');
  await getClient(tx, actor, input.clientId);
  const id = randomUUID();
  await tx.insert(vehicles).values({ tenantId: actor.tenantId, id, ...input });
  const vehicle = await getVehicle(tx, actor, id);
  const summary = `Added the ${vehicleName(vehicle)} of ${vehicle.clientName}`;
  await recordActivity(tx, actor, { recordType: 'vehicle', recordId: id, clientId: input.clientId, action: 'created', summary });
  return vehicle;
}
