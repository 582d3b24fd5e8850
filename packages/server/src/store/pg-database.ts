import type { HostTx, Principal } from '@countersign/core';
import type pg from 'pg';
import type { HostDatabase } from './database.ts';
import { openTransaction, tenantSetting } from './open-transaction.ts';

export interface PgDatabaseOptions {
  /** Connections of the role `countersign_app`, such as `createPool({ url: appUrl })` makes. */
  pool: pg.Pool;
  /** What the host's services take, made from the connection. @default the client itself */
  toTx?: (client: pg.PoolClient) => HostTx;
  /** Further settings local to the transaction, for the host's own row-level security. @default none */
  settings?: (principal: Principal) => Record<string, string>;
}

/**
 * The database of a host whose services speak pg, or anything that wraps a pg client, on the same server.
 *
 * @example pgDatabase({ pool, toTx: (client) => drizzle({ client, schema }) })
 */
export function pgDatabase({ pool, toTx = (client) => client as unknown as HostTx, settings = () => ({}) }: PgDatabaseOptions): HostDatabase {
  return {
    pool,
    reportsEveryFailure: true,
    transaction: (principal, fn, { statementTimeoutMs } = {}) => {
      const timeout = statementTimeoutMs === undefined ? {} : { statement_timeout: String(statementTimeoutMs) };
      return openTransaction(pool, { ...settings(principal), ...timeout, [tenantSetting]: principal.tenantId }, ({ client, sql }) => fn(toTx(client), sql));
    },
  };
}
