import { asc } from 'drizzle-orm';
import type { VehicleView } from '../../shared/vehicle.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { clients, vehicles } from '../db/schema.ts';
import { findMatching } from './list-vehicles.ts';
import { isItsClient, toVehicleView, vehicleColumns } from './to-vehicle-view.ts';

/**
 * The cars that match some words of the car or its owner, of one client where one is named. `isExact` is false when none
 * matches as typed and these are only spelled alike.
 *
 * @throws {CountersignError} `permission_denied`
 */
export async function findVehicles(
  tx: CrmTx,
  actor: Actor,
  input: { query: string; clientId?: string | undefined; limit: number },
): Promise<{ vehicles: VehicleView[]; total: number; isExact: boolean }> {
  requirePermission(actor, 'vehicles:read');
  const { where, mode, total } = await findMatching(tx, actor, input.query, input.clientId);
  const rows = await tx
    .select(vehicleColumns)
    .from(vehicles)
    .innerJoin(clients, isItsClient)
    .where(where)
    .orderBy(asc(vehicles.nameKey), asc(clients.nameKey), asc(vehicles.id))
    .limit(input.limit);
  return { vehicles: rows.map(toVehicleView), total, isExact: mode === 'words' };
}
