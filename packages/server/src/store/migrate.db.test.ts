import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { withClient } from './database-error.ts';
import { type Migration, migrate } from './migrate.ts';
import { migrateCountersign } from './migrate-countersign.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const asOwner = (text: string): Promise<unknown[]> => withClient(database.ownerUrl, async (client) => (await client.query(text)).rows);
const first: Migration = { name: '0001-first', sql: 'create schema if not exists host; create table host.log (name text); select pg_sleep(0.05)' };
const second: Migration = { name: '0002-second', sql: `insert into host.log values ('second')` };
const third: Migration = { name: '0003-third', sql: `insert into host.log values ('third')` };
const run = (...migrations: Migration[]): Promise<string[]> => migrate({ url: database.ownerUrl, namespace: 'host', migrations });

test('applies each once, in order, however many nodes start together', async () => {
  const applied = await Promise.all(Array.from({ length: 6 }, () => run(first, second)));
  expect(applied.flat().sort()).toEqual(['0001-first', '0002-second']);
  expect(await run(first, second, third)).toEqual(['0003-third']);
  expect(await run(first, second, third)).toEqual([]);
  expect(await asOwner('select name from host.log')).toEqual([{ name: 'second' }, { name: 'third' }]);
});

test('one that fails leaves nothing, and the ones before it stay', async () => {
  const broken: Migration = { name: '0005-broken', sql: `insert into host.log values ('half'); select 1 / 0` };
  const fine: Migration = { name: '0004-fine', sql: `insert into host.log values ('fine')` };
  await expect(run(first, second, third, fine, broken)).rejects.toThrow('Migration host/0005-broken failed and was rolled back: division by zero.');
  expect(await asOwner(`select name from host.log where name in ('half', 'fine')`)).toEqual([{ name: 'fine' }]);
});

test('one that was changed after it was applied is refused', async () => {
  await expect(run({ ...first, sql: `${first.sql} ` }, second, third)).rejects.toMatchObject({
    code: 'invalid_options',
    message: expect.stringContaining('host/0001-first was changed'),
  });
});

test('one that was slipped in before an applied one is refused', async () => {
  await expect(run(first, { name: '0001-slipped', sql: 'select 1' }, second)).rejects.toThrow(/0001-slipped comes before 0002-second/);
});

test('an older node, which does not know the newest migrations, still starts', async () => {
  expect(await run(first, second)).toEqual([]);
});

test('namespaces do not meet', async () => {
  expect(await migrate({ url: database.ownerUrl, namespace: 'other', migrations: [{ name: '0001-first', sql: 'select 1' }] })).toEqual(['0001-first']);
});

test("the runtime's own find nothing to do in a migrated database", async () => {
  expect(await migrateCountersign({ ownerUrl: database.ownerUrl })).toEqual([]);
});

test("the app's role may not migrate", async () => {
  await expect(migrate({ url: database.appUrl, namespace: 'host', migrations: [first] })).rejects.toMatchObject({
    code: 'invalid_options',
    message: expect.stringMatching(/"countersign_app" lacks a permission/),
  });
});
