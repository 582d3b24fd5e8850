import { CountersignError } from '@countersign/core';
import pg from 'pg';
import type { Sql } from './database.ts';
import { toUnavailable } from './database-error.ts';
import { TransactionConnection } from './transaction-connection.ts';

/** A transaction in hand: how to speak on its connection, and the connection itself, guarded, for the host's adapters. */
export interface OpenTransaction {
  readonly sql: Sql;
  /** A pg client whose `query` refuses once the transaction is over; `release`, `end` and transaction commands are not its holder's. */
  readonly client: pg.PoolClient;
}

/** Settings local to a transaction, such as `{ 'countersign.tenant': 't_1' }`. */
export type LocalSettings = Readonly<Record<string, string>>;

const settingName = /^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/;

function toOpening(settings: LocalSettings): string {
  const statements = Object.entries(settings).map(([name, value]) => {
    if (!settingName.test(name)) throw new CountersignError('invalid_options', `"${name}" is no name of a PostgreSQL setting.`);
    // A zero byte would end the statement on the wire before the setting is made.
    if (value.includes('\0')) throw new CountersignError('invalid_request', `The value of "${name}" contains a zero byte.`);
    return `set local ${name} = ${pg.escapeLiteral(value)}`;
  });
  return ['begin', ...statements].join(';');
}

/**
 * Runs `fn` in one transaction on a connection of the pool. The opening travels in front of the first statement: on a
 * pipelined pool (`pipeline: true`) it costs no round trip of its own. Resolves after the commit.
 *
 * Statements that `fn` did not wait for are still part of it: when one of them fails, so does the call. A transaction is
 * never reported as committed that the server rolled back. A connection that broke is closed, not returned to the pool.
 */
export async function openTransaction<T>(pool: pg.Pool, settings: LocalSettings, fn: (open: OpenTransaction) => Promise<T> | T): Promise<T> {
  const opening = toOpening(settings);
  const connection = new TransactionConnection(await connect(pool));
  try {
    connection.open(opening);
    const result = await fn({ sql: connection.sql, client: connection.guarded });
    await connection.commit();
    return result;
  } catch (error) {
    await connection.rollback();
    throw toUnavailable(connection.explain(error));
  } finally {
    connection.release();
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (cause) {
    throw new CountersignError('unavailable', 'The database lets nobody in just now. Try again in a moment.', { cause });
  }
}

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
