import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { withClient } from './database-error.ts';
import { withTenant } from './open-transaction.ts';

/*
 * Code that forgets its tenant filter. Tables are listed from the catalogue: one that a later migration adds without
 * forced row-level security fails here without anybody writing a test for it.
 */

let database: TestDatabase;
let tables: string[];
beforeAll(async () => {
  database = await createTestDatabase();
  tables = await listTables();
  for (const tenant of ['a', 'b']) for (const table of tables) await withTenant(database.pool, tenant, async (sql) => sql(await toInsert(table, tenant)));
});
afterAll(() => database.close());

const asOwner = <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> =>
  withClient(database.ownerUrl, async (client) => (await client.query<Row>(text, values)).rows);

/** The migrations' own record belongs to no tenant, and the app may not even look at it: tested below. */
const tenantless = ['migrations'];

async function listTables(): Promise<string[]> {
  const rows = await asOwner<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'countersign'::regnamespace and relkind in ('r', 'p', 'f') order by relname`,
  );
  return rows.map((row) => row.name).filter((name) => !tenantless.includes(name));
}

/** A row of any table: the tenant, and a plain value for every other column that needs one. */
async function toInsert(table: string, tenant: string): Promise<string> {
  const columns = await asOwner<{ name: string; value: string }>(
    `select column_name as name, case
        when column_name = 'tenant_id' then quote_literal($2::text)
        when data_type = 'uuid' then 'gen_random_uuid()'
        when data_type = 'jsonb' then quote_literal('{}')
        when data_type like 'timestamp%' then 'now()'
        when data_type = 'boolean' then 'true'
        when data_type in ('integer', 'bigint', 'smallint') then '1'
        else quote_literal('x') end as value
      from information_schema.columns
      where table_schema = 'countersign' and table_name = $1 and is_nullable = 'NO' and column_default is null and is_identity = 'NO'`,
    [table, tenant],
  );
  return `insert into countersign.${table} (${columns.map((c) => c.name).join(', ')}) values (${columns.map((c) => c.value).join(', ')})`;
}

const countAll = async (query: (text: string) => Promise<pg.QueryResult>): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const table of tables) counts[table] = Number((await query(`select count(*) as n from countersign.${table}`)).rows[0].n);
  return counts;
};
const eachTable = (n: number): Record<string, number> => Object.fromEntries(tables.map((table) => [table, n]));

test('the catalogue is the one we mean', () => {
  expect(tables).toEqual(
    expect.arrayContaining(['sessions', 'events', 'runs', 'steps', 'invocations', 'approval_requests', 'approval_items', 'audit', 'leases', 'messages']),
  );
});

test('every table forces row-level security, has the tenant first in its key and the one policy for the app', async () => {
  const facts = await asOwner(
    `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as is_forced,
       (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] where i.indrelid = c.oid and i.indisprimary) as key_starts_with,
       (select array_agg(pg_get_expr(p.polqual, c.oid) || ' / ' || pg_get_expr(p.polwithcheck, c.oid) || ' / ' || p.polcmd::text || ' ' || p.polpermissive)
          from pg_policy p where p.polrelid = c.oid and (p.polroles = '{0}' or 'countersign_app'::regrole = any(p.polroles))) as app_policies
     from pg_class c where c.relnamespace = 'countersign'::regnamespace and c.relname = any($1) order by c.relname`,
    [tables],
  );
  const compare = `(tenant_id = NULLIF(current_setting('countersign.tenant'::text, true), ''::text))`;
  expect(facts).toEqual(tables.map((name) => ({ name, is_forced: true, key_starts_with: 'tenant_id', app_policies: [`${compare} / ${compare} / * true`] })));
});

test('no view shows rows with the rights of its owner', async () => {
  expect(
    await asOwner(
      `select relname from pg_class where relnamespace = 'countersign'::regnamespace and (relkind = 'm' or (relkind = 'v' and not coalesce('security_invoker=true' = any(reloptions), false)))`,
    ),
  ).toEqual([]);
});

describe('code that forgets its tenant filter', () => {
  test('reads its own tenant only, in every table', async () => {
    expect(await withTenant(database.pool, 'a', (sql) => countAll(sql))).toEqual(eachTable(1));
    expect(await withTenant(database.pool, 'nobody', (sql) => countAll(sql))).toEqual(eachTable(0));
  });

  test('reads nothing without a tenant', async () => {
    const fresh = await withClient(database.appUrl, (client) => countAll((text) => client.query(text)));
    expect(fresh).toEqual(eachTable(0));
  });

  test('reads nothing, and does not throw, with the empty setting that a transaction leaves behind', async () => {
    await withClient(database.appUrl, async (client) => {
      await client.query(`begin; set local countersign.tenant = 'a'; commit`);
      expect((await client.query(`select current_setting('countersign.tenant', true) as tenant`)).rows).toEqual([{ tenant: '' }]);
      expect(await countAll((text) => client.query(text))).toEqual(eachTable(0));
    });
  });

  test('changes and deletes its own tenant only, in every table where it may at all', async () => {
    const changed: Record<string, number | null> = {};
    for (const table of tables)
      for (const statement of [`update countersign.${table} set tenant_id = tenant_id`, `delete from countersign.${table}`])
        await withTenant(database.pool, 'nobody', async (sql) => {
          await sql('savepoint s');
          const result = await sql(statement).catch(() => sql('rollback to savepoint s'));
          changed[statement] = result.rowCount;
        });
    expect(Object.values(changed).filter((count) => count !== 0 && count !== null)).toEqual([]);
    expect(await withTenant(database.pool, 'b', (sql) => countAll(sql))).toEqual(eachTable(1));
  });

  test('cannot write a row of another tenant, of no tenant, or of the empty tenant', async () => {
    for (const table of tables)
      for (const [tenant, row] of [
        ['a', 'b'],
        ['', 'a'],
        ['', ''],
      ] as const)
        await expect(
          withTenant(database.pool, tenant, async (sql) => sql(await toInsert(table, row))),
          `${table}: a row of "${row}" as "${tenant}"`,
        ).rejects.toMatchObject({ code: '42501', message: expect.stringContaining('row-level security') });
  });

  test('cannot hand its rows to another tenant', async () => {
    for (const table of ['sessions', 'runs', 'invocations', 'approval_items'])
      await expect(
        withTenant(database.pool, 'a', (sql) => sql(`update countersign.${table} set tenant_id = 'b'`)),
        table,
      ).rejects.toMatchObject({ code: '42501' });
  });
});

describe("the app's role", () => {
  const refused = async (statement: string): Promise<unknown> => {
    try {
      await withTenant(database.pool, 'a', (sql) => sql(statement));
      return 'was allowed';
    } catch (error) {
      return (error as { code?: string }).code;
    }
  };

  test('is nothing, owns nothing and is a member of nothing', async () => {
    const facts = await asOwner(
      `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
         (select count(*)::int from pg_auth_members where member = r.oid) as memberships,
         (select count(*)::int from pg_shdepend where refclassid = 'pg_authid'::regclass and refobjid = r.oid and deptype = 'o') as owned
       from pg_roles r where rolname = 'countersign_app'`,
    );
    expect(facts).toEqual([
      { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false, memberships: 0, owned: 0 },
    ]);
  });

  test.each([
    'alter table countersign.runs no force row level security',
    'alter table countersign.runs disable row level security',
    'drop policy tenant on countersign.runs',
    'create policy open on countersign.runs using (true)',
    'alter table countersign.runs owner to countersign_app',
    'drop table countersign.runs',
    'truncate countersign.runs',
    'create table countersign.mine (x int)',
    'create table public.mine (x int)',
    'create table pgboss.mine (x int)',
    'create schema mine',
    'create function countersign.mine() returns int language sql as $$ select 1 $$',
    'create or replace function countersign.unsafe_list_orphans(p_pending_ms integer, p_limit integer) returns table (tenant_id text, run_id uuid) language sql as $$ select tenant_id, id from countersign.runs $$',
    'alter function countersign.unsafe_renew_leases owner to countersign_app',
    'create trigger t before insert on countersign.runs execute function countersign.fence_lost()',
    'set role countersign_owner',
    'set role countersign_operator',
    'set session authorization countersign_owner',
    'alter role countersign_app bypassrls',
    'grant countersign_operator to countersign_app',
    'select * from countersign.migrations',
    'delete from countersign.migrations',
    'copy countersign.runs to program $$cat$$',
    'select * from pg_catalog.pg_authid',
  ])('cannot: %s', async (statement) => {
    expect(await refused(statement)).toBe('42501');
  });

  test('switching row security off makes queries fail, not show more', async () => {
    expect(await refused('set local row_security = off')).toBe('was allowed');
    await expect(
      withTenant(database.pool, 'a', async (sql) => {
        await sql('set local row_security = off');
        await sql('select * from countersign.runs');
      }),
    ).rejects.toMatchObject({ code: '42501' });
  });

  test.each(['events', 'steps', 'audit', 'messages', 'run_keys'])('writes a row of %s once and never changes or deletes it', async (table) => {
    expect(await refused(`update countersign.${table} set tenant_id = tenant_id`)).toBe('42501');
    expect(await refused(`delete from countersign.${table}`)).toBe('42501');
    expect(await refused(`select 1 from countersign.${table} for update`)).toBe('42501');
  });
});

describe('across tenants', () => {
  test('only the functions named unsafe run with other rights, and only the app may call them', async () => {
    const functions = await asOwner<{ name: string }>(
      `select proname as name, pg_get_userbyid(proowner) as owner, proconfig as config, proacl::text as acl from pg_proc
        where pronamespace = 'countersign'::regnamespace and prosecdef order by proname`,
    );
    expect(functions.length).toBeGreaterThan(0);
    for (const one of functions) {
      expect(one.name).toMatch(/^unsafe_/);
      expect(one).toMatchObject({
        owner: 'countersign_operator',
        config: ['search_path=""'],
        acl: '{countersign_operator=X/countersign_operator,countersign_app=X/countersign_operator}',
      });
    }
  });

  test('they see all tenants, and give ids only', async () => {
    const orphans = await database.pool.query(`select * from countersign.unsafe_list_orphans(-60000, 100)`);
    expect(new Set(orphans.rows.map((row) => row.tenant_id))).toEqual(new Set(['a', 'b']));
    expect(orphans.fields.map((field) => field.name)).toEqual(['tenant_id', 'run_id']);
  });

  test('the operator cannot sign in, cannot be taken on, and reads no content', async () => {
    const [operator] = await asOwner('select rolcanlogin, rolbypassrls, rolsuper from pg_roles where rolname = $1', ['countersign_operator']);
    expect(operator).toEqual({ rolcanlogin: false, rolbypassrls: false, rolsuper: false });
    const readable = await asOwner<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'countersign'::regnamespace and relkind in ('r', 'p') and has_table_privilege('countersign_operator', oid, 'select') order by 1`,
    );
    expect(readable.map((row) => row.name)).toEqual(['approval_requests', 'leases', 'runs', 'switches']);
  });

  test('the owner, too, sees nothing without saying so', async () => {
    expect(await withClient(database.ownerUrl, (client) => countAll((text) => client.query(text)))).toEqual(eachTable(0));
  });
});
