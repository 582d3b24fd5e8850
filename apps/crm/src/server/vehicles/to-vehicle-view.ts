import { eq, getTableColumns, sql } from 'drizzle-orm';
import { fullName } from '../../shared/client.ts';
import type { VehicleView } from '../../shared/vehicle.ts';
import { clients, vehicles } from '../db/schema.ts';

/** What is read of a car, with whose it is. */
export const vehicleColumns = { ...getTableColumns(vehicles), firstName: clients.firstName, lastName: clients.lastName };

/** The client of a car; the foreign key says that there is one. */
export const isItsClient = sql`${eq(clients.tenantId, vehicles.tenantId)} and ${eq(clients.id, vehicles.clientId)}`;

type Row = Omit<typeof vehicles.$inferSelect, 'tenantId' | 'nameKey' | 'searchText'> & { firstName: string; lastName: string };

export function toVehicleView(row: Row): VehicleView {
  const { id, clientId, year, make, model, color, plate, size, version, createdAt, updatedAt } = row;
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return { id, clientId, clientName: fullName(row), year, make, model, color, plate, size, version, ...times };
}
