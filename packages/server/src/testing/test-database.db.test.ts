import pg from 'pg';
import { expect, test } from 'vitest';
import { withClient } from '../store/database-error.ts';
import { createTestDatabase, ensureTemplate } from './test-database.ts';

const exists = (superUrl: string, name: string): Promise<boolean> =>
  withClient(
    superUrl.replace(/\/[^/]*$/, '/postgres'),
    async (client) => (await client.query('select from pg_database where datname = $1', [name])).rowCount === 1,
  );

test('databases are apart, migrated, and gone when closed', async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await withClient(one.ownerUrl, (client) => client.query('create table public.only_here (x int)'));
  expect((await two.pool.query(`select to_regclass('public.only_here') as found, to_regclass('countersign.runs') is not null as migrated`)).rows).toEqual([
    { found: null, migrated: true },
  ]);
  await Promise.all([one.close(), two.close()]);
  expect(await exists(one.superUrl, one.name)).toBe(false);
});

test('a client of the pool that nobody released fails the close, which still drops the database', async () => {
  const database = await createTestDatabase();
  const leaked = await database.pool.connect();
  leaked.on('error', () => {});
  await expect(database.close()).rejects.toThrow("1 connection(s) of the test's pool were never released");
  expect(await exists(database.superUrl, database.name)).toBe(false);
  leaked.release(true);
});

test('a connection that something left open fails the close and is named', async () => {
  const database = await createTestDatabase();
  const leaked = new pg.Client({ connectionString: database.appUrl, application_name: 'forgotten worker' });
  leaked.on('error', () => {});
  await leaked.connect();
  await leaked.query('select 42');
  await expect(database.close()).rejects.toThrow(/1 connection\(s\) open.*forgotten worker as countersign_app, idle, last statement: select 42/);
  expect(await exists(database.superUrl, database.name)).toBe(false);
});

test('a template of another package is built once and cloned by many', async () => {
  let built = 0;
  const build = async ({ ownerUrl }: { ownerUrl: string }): Promise<void> => {
    built += 1;
    await withClient(ownerUrl, (client) => client.query('create schema shop; create table shop.seeded as select 1 as x'));
  };
  await Promise.all([ensureTemplate('shop', build), ensureTemplate('shop', build), ensureTemplate('shop', build)]);
  expect(built).toBe(1);
  const [one, two] = await Promise.all([createTestDatabase({ template: 'shop' }), createTestDatabase({ template: 'shop' })]);
  for (const database of [one, two])
    expect(await withClient(database.ownerUrl, async (client) => (await client.query('select x from shop.seeded')).rows)).toEqual([{ x: 1 }]);
  await Promise.all([one.close(), two.close()]);
});

test('a template whose build failed is built again by the next who asks', async () => {
  await expect(ensureTemplate('flaky', () => Promise.reject(new Error('no luck')))).rejects.toThrow('no luck');
  await ensureTemplate('flaky', async () => {});
  await (await createTestDatabase({ template: 'flaky' })).close();
});
