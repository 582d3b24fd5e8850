import type { TestDatabase } from '@countersign/server/testing';
import pg from 'pg';

type Query = <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>;

/** Asks a test's database as the superuser, whom no policy keeps from any shop's rows. */
export async function withSuperuser<T>({ superUrl }: Pick<TestDatabase, 'superUrl'>, work: (sql: Query) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: superUrl });
  await client.connect();
  try {
    return await work(async (text, values) => (await client.query(text, values)).rows);
  } finally {
    await client.end();
  }
}
