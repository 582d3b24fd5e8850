import { and, count, eq, getTableColumns } from 'drizzle-orm';
import type { ListServices, ServicePage } from '../../shared/service.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { type MatchMode, matchWords } from '../db/match-words.ts';
import { services } from '../db/schema.ts';
import { createKeyset } from '../http/keyset.ts';
import { toServiceView } from './to-service-view.ts';

const keys = {
  name: { key: services.nameKey, type: 'text' },
  durationMinutes: { key: services.durationMinutes, type: 'integer' },
  mediumCents: { key: services.mediumCents, type: 'integer' },
} as const;

/**
 * One page of the catalogue. Typos are forgiven only when nothing matches as typed.
 *
 * @throws {CountersignError} `permission_denied`, `invalid_request` for a cursor of another list
 */
export async function listServices(tx: CrmTx, actor: Actor, input: ListServices): Promise<ServicePage> {
  requirePermission(actor, 'services:read');
  const { q, state, sort, limit } = input;
  const keyset = createKeyset({ of: [q, state], sort, keys, id: services.id, cursor: input.cursor });
  const toWhere = (mode: MatchMode) =>
    and(
      eq(services.tenantId, actor.tenantId),
      state === 'all' ? undefined : eq(services.isActive, state === 'active'),
      matchWords(q, { text: services.searchText, mode }),
    );
  const toCount = async (mode: MatchMode) => {
    const where = toWhere(mode);
    const [row] = await tx.select({ total: count() }).from(services).where(where);
    return { where, total: row?.total ?? 0 };
  };
  const asTyped = await toCount('words');
  const { where, total } = asTyped.total > 0 ? asTyped : await toCount('similar');
  const rows = await tx
    .select({ ...getTableColumns(services), key: keyset.key })
    .from(services)
    .where(and(where, keyset.after))
    .orderBy(...keyset.orderBy)
    .limit(limit + 1);
  const { page, next } = keyset.split(rows, limit);
  return { services: page.map(toServiceView), next, total };
}
