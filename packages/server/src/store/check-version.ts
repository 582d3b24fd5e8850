import { CountersignError } from '@countersign/core';
import type pg from 'pg';

const oldestVersion = 150000;

/** @throws {CountersignError} `invalid_options` for a PostgreSQL older than 15, whose roles and grants differ */
export async function requireVersion(client: Pick<pg.ClientBase, 'query'>): Promise<void> {
  const { rows } = await client.query<{ number: number; version: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as version`,
  );
  const found = rows[0];
  if (found && found.number < oldestVersion)
    throw new CountersignError('invalid_options', `The database is PostgreSQL ${found.version}, and Countersign needs 15 or later.`);
}
