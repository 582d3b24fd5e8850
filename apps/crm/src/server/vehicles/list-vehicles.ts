import { and, count, eq, type SQL, sql } from 'drizzle-orm';
import type { ListVehicles, VehiclePage } from '../../shared/vehicle.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { type MatchMode, matchWords } from '../db/match-words.ts';
import { clients, vehicles } from '../db/schema.ts';
import { createKeyset } from '../http/keyset.ts';
import { isItsClient, toVehicleView, vehicleColumns } from './to-vehicle-view.ts';

const keys = {
  name: { key: vehicles.nameKey, type: 'text' },
  client: { key: clients.nameKey, type: 'text' },
  // Cars of an unknown year come before the oldest.
  year: { key: sql`coalesce(${vehicles.year}, 0)`, type: 'integer' },
  createdAt: { key: vehicles.createdAt, type: 'timestamptz' },
} as const;

/**
 * One page of the shop's cars. The words of a search may be of the car and of its owner: "hannah civic". Typos are
 * forgiven only when nothing matches as typed.
 *
 * @throws {CountersignError} `permission_denied`, `invalid_request` for a cursor of another list
 */
export async function listVehicles(tx: CrmTx, actor: Actor, input: ListVehicles): Promise<VehiclePage> {
  requirePermission(actor, 'vehicles:read');
  const { q, clientId, sort, limit } = input;
  const keyset = createKeyset({ of: [q, clientId], sort, keys, id: vehicles.id, cursor: input.cursor });
  const { where, total } = await findMatching(tx, actor, q, clientId);
  const rows = await tx
    .select({ ...vehicleColumns, key: keyset.key })
    .from(vehicles)
    .innerJoin(clients, isItsClient)
    .where(and(where, keyset.after))
    .orderBy(...keyset.orderBy)
    .limit(limit + 1);
  const { page, next } = keyset.split(rows, limit);
  return { vehicles: page.map(toVehicleView), next, total };
}

/** The cars that match as typed; only when none does, with typos forgiven. */
export async function findMatching(
  tx: CrmTx,
  actor: Actor,
  query: string,
  clientId: string | undefined,
): Promise<{ where: SQL | undefined; mode: MatchMode; total: number }> {
  const toWhere = (mode: MatchMode) =>
    and(
      eq(vehicles.tenantId, actor.tenantId),
      clientId === undefined ? undefined : eq(vehicles.clientId, clientId),
      matchWords(query, { text: sql`(${vehicles.searchText} || ${clients.searchText})`, mode }),
    );
  const toCount = async (mode: MatchMode) => {
    const where = toWhere(mode);
    const [row] = await tx.select({ total: count() }).from(vehicles).innerJoin(clients, isItsClient).where(where);
    return { where, mode, total: row?.total ?? 0 };
  };
  const asTyped = await toCount('words');
  return asTyped.total > 0 ? asTyped : toCount('similar');
}
