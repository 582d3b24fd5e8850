import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestCrm, type TestCrm, withoutLanguage } from '../testing/create-test-crm.ts';
import { withSuperuser } from '../testing/with-superuser.ts';
import { seedDemo } from './seed-demo.ts';

/** What the demo has depends on the day: here it is one and the same, also when the tests run at midnight. */
const now = new Date();
let crm: TestCrm;
beforeAll(async () => {
  crm = await createTestCrm({ countersign: withoutLanguage });
  await withSuperuser(crm.database, async (sql) => {
    const [all] = await sql<{ tables: string }>(`select string_agg('crm.' || tablename, ', ') as tables from pg_tables where schemaname = 'crm'`);
    await sql(`truncate ${all?.tables}`);
  });
  await seed();
});
afterAll(() => crm.close());

/** Every row of the CRM's tables, as the superuser sees them, by table. */
const dump = () =>
  withSuperuser(crm.database, async (sql) => {
    const tables = await sql<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'crm' order by 1`);
    const rows: Record<string, string[]> = {};
    for (const { name } of tables) rows[name] = (await sql<{ row: string }>(`select t::text as row from crm.${name} t order by 1`)).map(({ row }) => row);
    return rows;
  });
const seed = () => seedDemo(crm.connections.authPool, crm.connections.database, now);

test('seeding again changes nothing, also not what people have changed', async () => {
  const ask = await crm.signIn('owner@north.test');
  const [client] = (await ask('GET', '/api/clients?limit=1')).body.clients;
  await ask('PATCH', `/api/clients/${client.id}`, { version: client.version, notes: 'Changed by hand' });
  const before = await dump();
  await seed();
  expect(await dump()).toEqual(before);
});

test.each([
  [
    'clients only',
    'truncate crm.activity, crm.notes, crm.inbound_messages, crm.outbox, crm.bays, crm.vehicles, crm.services, crm.quotes, crm.counters cascade',
  ],
  ['no invoices', "truncate crm.invoices cascade; delete from crm.counters where name = 'invoice'"],
])('a database that an earlier version filled, with %s, gets what came later', async (_what, remove) => {
  // What the test above changed is no part of the demo.
  await withSuperuser(crm.database, (sql) => sql(`delete from crm.activity where action = 'changed'`));
  const before = await dump();
  await withSuperuser(crm.database, (sql) => sql(remove));
  await seed();
  const after = await dump();
  const counts = (rows: Record<string, string[]>) => Object.fromEntries(Object.entries(rows).map(([name, all]) => [name, all.length]));
  expect(counts(after)).toEqual(counts(before));
});
