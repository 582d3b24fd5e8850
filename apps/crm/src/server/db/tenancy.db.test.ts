import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ask, createTestCrm, type TestCrm, withoutLanguage } from '../testing/create-test-crm.ts';

let crm: TestCrm;
let north: Ask;
let south: Ask;
beforeAll(async () => {
  crm = await createTestCrm({ countersign: withoutLanguage });
  north = await crm.signIn('owner@north.test');
  south = await crm.signIn('owner@south.test');
});
afterAll(() => crm.close());

test("with South's ids in hand, North reaches none of South's clients", async () => {
  const { body } = await south('GET', '/api/clients?q=Jordan');
  expect(body.total).toBe(1);
  const jordan = body.clients[0];
  expect((await north('GET', `/api/clients/${jordan.id}`)).status).toBe(404);
  expect((await north('PATCH', `/api/clients/${jordan.id}`, { version: jordan.version, notes: 'mine' })).status).toBe(404);
  expect((await north('GET', '/api/clients?q=Jordan')).body).toMatchObject({ clients: [], total: 0 });
  const page = await south('GET', '/api/clients?limit=5');
  const stolen = await north('GET', `/api/clients?limit=200&cursor=${page.body.next}`);
  const own = new Set((await south('GET', '/api/clients?limit=200')).body.clients.map((client: { id: string }) => client.id));
  expect(stolen.body.clients.filter((client: { id: string }) => own.has(client.id))).toEqual([]);
  expect((await south('GET', `/api/clients/${jordan.id}`)).body).toEqual(jordan);
});

test('every table of the CRM has forced row-level security, the tenant first in its key, and an owner that is not the app', async () => {
  const { rows } = await crm.database.pool.query(`
    select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced, pg_get_userbyid(c.relowner) as owner,
      (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] where i.indrelid = c.oid and i.indisprimary) as first_key,
      (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
    from pg_class c where c.relnamespace = 'crm'::regnamespace and c.relkind in ('r', 'p') order by 1`);
  expect(rows.map((row) => row.name)).toEqual([
    'activity',
    'bays',
    'clients',
    'counters',
    'deliveries',
    'inbound_messages',
    'invoice_lines',
    'invoices',
    'job_lines',
    'jobs',
    'notes',
    'outbox',
    'payments',
    'quote_lines',
    'quotes',
    'services',
    'vehicles',
  ]);
  for (const row of rows) expect(row).toMatchObject({ forced: true, owner: 'countersign_owner', first_key: 'tenant_id', policies: 1 });
});

test('code that forgets the tenant sees and changes nothing', async () => {
  const { pool } = crm.database;
  expect((await pool.query('select * from crm.clients')).rows).toEqual([]);
  expect((await pool.query(`update crm.clients set notes = 'forgotten'`)).rowCount).toBe(0);
  await expect(pool.query(`insert into crm.clients (tenant_id, id, first_name, last_name) values ('shop-north', gen_random_uuid(), 'A', 'B')`)).rejects.toThrow(
    /row-level security/,
  );
});

test("inside one shop's transaction the other's rows do not exist, whatever the query says", async () => {
  const actor = { tenantId: 'shop-north', userId: 'user-north-owner', roles: ['owner'], timeZone: 'UTC' };
  await crm.connections.database.transaction(actor, async (_tx, sql) => {
    expect((await sql(`select distinct tenant_id from crm.clients`)).rows).toEqual([{ tenant_id: 'shop-north' }]);
    expect((await sql(`select * from crm.clients where tenant_id = 'shop-south'`)).rows).toEqual([]);
  });
  const insert = `insert into crm.clients (tenant_id, id, first_name, last_name) values ('shop-south', gen_random_uuid(), 'A', 'B')`;
  await expect(crm.connections.database.transaction(actor, (_tx, sql) => sql(insert))).rejects.toThrow(/row-level security/);
  const move = `update crm.clients set tenant_id = 'shop-south'`;
  await expect(crm.connections.database.transaction(actor, (_tx, sql) => sql(move))).rejects.toThrow(/permission denied/);
});

test.each([
  'delete from crm.clients',
  'delete from crm.outbox',
  'delete from crm.vehicles',
  'delete from crm.services',
  'delete from crm.quotes',
  'delete from crm.activity',
  'update crm.activity set summary = summary',
  'update crm.quotes set client_id = client_id',
  'update crm.quotes set number = number',
  'update crm.quote_lines set price_cents = 0',
  'delete from crm.jobs',
  'delete from crm.bays',
  'update crm.jobs set client_id = client_id',
  'update crm.jobs set quote_id = quote_id',
  'update crm.job_lines set price_cents = 0',
  'update crm.vehicles set client_id = client_id',
  'update crm.outbox set body = body',
  'delete from crm.invoices',
  'update crm.invoices set client_id = client_id',
  'update crm.invoices set number = number',
  'delete from crm.payments',
  'update crm.payments set amount_cents = 1',
  'delete from crm.deliveries',
  'delete from crm.inbound_messages',
  'update crm.inbound_messages set body = body',
  'update crm.inbound_messages set sender = sender',
  'update crm.notes set author_id = author_id',
  'update auth.shop_address set organization_id = organization_id',
  'truncate crm.clients',
  'alter table crm.clients disable row level security',
  'delete from auth."user"',
])('the app may not "%s"', async (statement) => {
  await expect(crm.database.pool.query(statement)).rejects.toThrow(/permission denied|must be owner/);
});

test('each shop has its own 120 clients and more, none of them Jordan in North, two of them Maria Santos', async () => {
  const total = async (ask: Ask, q: string) => (await ask('GET', `/api/clients?q=${encodeURIComponent(q)}&limit=1`)).body.total;
  expect(await total(north, '')).toBeGreaterThanOrEqual(120);
  expect(await total(south, '')).toBeGreaterThanOrEqual(120);
  expect(await total(north, 'Jordan')).toBe(0);
  expect(await total(north, 'Miles')).toBe(0);
  expect(await total(north, 'Maria Santos')).toBe(2);
});
