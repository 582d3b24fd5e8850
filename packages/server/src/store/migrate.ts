import { createHash } from 'node:crypto';
import { CountersignError } from '@countersign/core';
import type pg from 'pg';
import { withClient } from './database-error.ts';
import { setupLock } from './ensure-roles.ts';

export interface Migration {
  /** Sorts after the ones before it, such as `0002-grants`. Never changed once it was released. */
  name: string;
  sql: string;
}

export interface MigrateOptions {
  /** Connects as the owner of the tables. */
  url: string;
  /** Whose migrations these are: one word per list. */
  namespace: string;
  migrations: readonly Migration[];
}

const checksumOf = (migration: Migration): string => createHash('sha256').update(migration.sql).digest('hex');

type Applied = Map<string, string>;

async function readApplied(client: pg.Client, namespace: string): Promise<Applied> {
  const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from countersign.migrations where namespace = $1', [
    namespace,
  ]);
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

/** What is still to be applied. Migrations that the database knows and we do not are a newer version's: an older node may still run. */
function findPending(migrations: readonly Migration[], applied: Applied, namespace: string): Migration[] {
  const pending: Migration[] = [];
  for (const migration of migrations) {
    const checksum = applied.get(migration.name);
    if (checksum === undefined) pending.push(migration);
    else if (checksum !== checksumOf(migration))
      throw new CountersignError(
        'invalid_options',
        `Migration ${namespace}/${migration.name} was changed after it had been applied. Restore it and write a new one, or, if the data may go, start with an empty database.`,
      );
    else if (pending[0])
      throw new CountersignError(
        'invalid_options',
        `Migration ${namespace}/${pending[0].name} comes before ${migration.name}, which is applied already. Give it a name that sorts last.`,
      );
  }
  return pending;
}

async function applyNext(client: pg.Client, { namespace, migrations }: MigrateOptions): Promise<string | undefined> {
  await client.query('begin');
  try {
    await client.query(setupLock); // read again behind it: another node may have been faster
    const next = findPending(migrations, await readApplied(client, namespace), namespace)[0];
    if (next) {
      await client.query(next.sql).catch((error: unknown) => {
        throw new CountersignError('internal', `Migration ${namespace}/${next.name} failed and was rolled back: ${(error as Error).message}.`, {
          cause: error,
        });
      });
      await client.query('insert into countersign.migrations (namespace, name, checksum) values ($1, $2, $3)', [namespace, next.name, checksumOf(next)]);
    }
    await client.query('commit');
    return next?.name;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function ensureTable(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ exists: boolean }>(`select pg_catalog.to_regclass('countersign.migrations') is not null as exists`);
  if (rows[0]?.exists) return;
  // One message, so one transaction: whoever comes second finds the table behind the lock.
  await client.query(`begin; ${setupLock}; create table if not exists countersign.migrations (
    namespace text not null, name text not null, checksum text not null, applied_at timestamptz not null default now(), primary key (namespace, name)); commit`);
}

/**
 * Applies what is missing of an ordered list, each migration once, in a transaction of its own, however many nodes start
 * at the same moment. A host uses it for its own tables under a namespace of its own.
 *
 * @returns the names that were applied
 * @throws {CountersignError} `invalid_options` for a changed or misplaced migration, `internal` for one that fails
 * @example await migrate({ url: ownerUrl, namespace: 'crm', migrations: [{ name: '0001-clients', sql: '…' }] });
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  return withClient(options.url, async (client) => {
    await ensureTable(client);
    const applied: string[] = [];
    if (findPending(options.migrations, await readApplied(client, options.namespace), options.namespace).length === 0) return applied;
    for (let name = await applyNext(client, options); name !== undefined; name = await applyNext(client, options)) applied.push(name);
    return applied;
  });
}
