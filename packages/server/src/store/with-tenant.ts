import type pg from 'pg';
import type { Sql } from './database.ts';
import { openTransaction } from './open-transaction.ts';

/** The setting that row-level security compares `tenant_id` with. */
export const tenantSetting = 'countersign.tenant';

/**
 * The only way to a tenant's rows: a transaction in which the database shows, and takes, no other tenant's.
 *
 * @example const runs = await withTenant(pool, principal.tenantId, (sql) => sql('select id from countersign.runs'));
 */
export function withTenant<T>(pool: pg.Pool, tenantId: string, fn: (sql: Sql) => Promise<T> | T): Promise<T> {
  return openTransaction(pool, { [tenantSetting]: tenantId }, ({ sql }) => fn(sql));
}
