import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { createPool } from '../store/create-pool.ts';
import { withClient } from '../store/database-error.ts';
import { ownerRole } from '../store/ensure-roles.ts';
import { toUrlOfDatabase } from '../store/role-url.ts';
import { getTestCluster, type TestCluster, toTemplateName } from './test-cluster.ts';

export interface TestDatabase extends TestCluster {
  readonly name: string;
  /** Connections of the app's role, pipelined like the runtime's. */
  readonly pool: pg.Pool;
  /**
   * Closes the pool and drops the database.
   * @throws when a connection was not given back or closed: whoever leaks one in a test leaks it in production
   */
  close(): Promise<void>;
}

const toUrls = (name: string): TestCluster => {
  const { superUrl, ownerUrl, appUrl } = getTestCluster();
  return { superUrl: toUrlOfDatabase(superUrl, name), ownerUrl: toUrlOfDatabase(ownerUrl, name), appUrl: toUrlOfDatabase(appUrl, name) };
};

/**
 * A database of one's own on the run's server, cloned from a template: migrated already, in about 30 ms. Roles belong to
 * the server, so all test databases share them.
 *
 * @param options.template made with `ensureTemplate`. @default 'countersign', the runtime's schema and queue
 * @example const database = await createTestDatabase(); afterAll(() => database.close());
 */
export async function createTestDatabase({ template = 'countersign' }: { template?: string } = {}): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const { superUrl } = getTestCluster();
  await withClient(superUrl, (client) =>
    client.query(`create database ${name} template ${pg.escapeIdentifier(toTemplateName(template))} owner ${ownerRole} strategy file_copy`),
  );
  const urls = toUrls(name);
  const pool = createPool({ url: urls.appUrl });
  return {
    name,
    ...urls,
    pool,
    close: async () => {
      const kept = await endPool(pool);
      const open = await dropDatabase(superUrl, name);
      if (kept > 0) throw new Error(`${kept} connection(s) of the test's pool were never released: a client from pool.connect() lacks its release().`);
      if (open.length > 0) throw new Error(`The test left ${open.length} connection(s) open, so something was not stopped: ${open.join('; ')}`);
    },
  };
}

/** Ends the pool, or after two seconds gives up on clients that nobody gives back; returns how many those are. */
async function endPool(pool: pg.Pool): Promise<number> {
  const inUse = (): number => pool.totalCount - pool.idleCount;
  for (const until = Date.now() + 2000; inUse() > 0 && Date.now() < until; ) await delay(10);
  const kept = inUse();
  const ending = pool.end();
  if (kept === 0) await ending;
  return kept;
}

/** Drops a database whatever is connected, and tells who was still after a second. */
async function dropDatabase(superUrl: string, name: string): Promise<string[]> {
  return withClient(superUrl, async (client) => {
    const findOpen = async (): Promise<string[]> => {
      const { rows } = await client.query<{ line: string }>(
        `select format('%s as %s, %s, last statement: %s', coalesce(nullif(application_name, ''), 'unnamed'), usename, state, left(query, 120)) as line
           from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
        [name],
      );
      return rows.map((row) => row.line);
    };
    let open = await findOpen();
    for (const until = Date.now() + 1000; open.length > 0 && Date.now() < until; open = await findOpen()) await delay(20);
    await client.query(`drop database ${name} with (force)`);
    return open;
  });
}

/**
 * Makes a further template from the runtime's, once for the whole run however many test files ask for it: migrate and seed
 * in `build`, then clone it with `createTestDatabase({ template: name })`.
 *
 * @example await ensureTemplate('crm', async ({ ownerUrl, appUrl }) => { await migrateCrm(ownerUrl); await seed(appUrl); });
 */
export async function ensureTemplate(name: string, build: (urls: TestCluster) => Promise<void>): Promise<void> {
  const finished = toTemplateName(name);
  const unfinished = `building_${name}`;
  await withClient(getTestCluster().superUrl, async (client) => {
    // Held by this connection until it closes. The other test files wait here, then find the template.
    await client.query('select pg_advisory_lock(7300411, hashtext($1))', [finished]);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [finished]);
    if (rowCount === 1) return;
    const [from, to] = [pg.escapeIdentifier(unfinished), pg.escapeIdentifier(finished)];
    await client.query(`drop database if exists ${from} with (force)`);
    await client.query(`create database ${from} template ${toTemplateName('countersign')} owner ${ownerRole}`);
    await build(toUrls(unfinished));
    await client.query(`alter database ${from} rename to ${to}`).catch((error: unknown) => {
      throw new Error(`The template "${name}" could not be finished; does its build leave a connection open?`, { cause: error });
    });
  });
}
