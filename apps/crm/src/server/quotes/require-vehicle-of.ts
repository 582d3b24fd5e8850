import { CountersignError } from '@countersign/core';
import type { VehicleView } from '../../shared/vehicle.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { getVehicle } from '../vehicles/get-vehicle.ts';

/** The car a quote or an invoice is for. @throws {CountersignError} `permission_denied`, `not_found`, `invalid_input` when it is another client's */
export async function requireVehicleOf(tx: CrmTx, actor: Actor, clientId: string, vehicleId: string): Promise<VehicleView> {
  const vehicle = await getVehicle(tx, actor, vehicleId);
  if (vehicle.clientId === clientId) return vehicle;
  const message = `This vehicle belongs to ${vehicle.clientName}, not to the client you chose.`;
  throw new CountersignError('invalid_input', message, { details: { issues: [{ path: 'vehicleId', message }] } });
}
