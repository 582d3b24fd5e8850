import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { createPool } from './create-pool.ts';
import { withClient } from './database-error.ts';
import { openTransaction, withTenant } from './open-transaction.ts';
import { pgDatabase } from './pg-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await withClient(database.ownerUrl, (client) =>
    client.query(
      'create schema host; create table host.notes (id int primary key, body text); grant usage on schema host to countersign_app; grant all on host.notes to countersign_app',
    ),
  );
});
afterAll(() => database.close());

const principal = { tenantId: 'a', userId: 'u', roles: [], timeZone: 'UTC' };
const insertNote = 'insert into host.notes (id, body) values ($1, $2)';
const killOf = (url: string, pid: number): Promise<unknown> => withClient(url, (client) => client.query('select pg_terminate_backend($1)', [pid]));

describe.each([
  ['a pipelined pool', (url: string) => createPool({ url, max: 2 })],
  [
    'a plain pool',
    (url: string) => {
      const plain = new pg.Pool({ connectionString: url, max: 2 });
      plain.on('error', () => {});
      return plain;
    },
  ],
])('on %s', (_, makePool) => {
  let pool: pg.Pool;
  beforeEach(() => {
    pool = makePool(database.appUrl);
  });
  afterEach(async () => {
    expect(pool.totalCount, 'every connection was given back').toBe(pool.idleCount);
    await pool.end();
    await withClient(database.ownerUrl, (client) => client.query('truncate host.notes'));
  });
  const countNotes = async (): Promise<number> => Number((await pool.query<{ n: string }>('select count(*) as n from host.notes')).rows[0]?.n);

  test('commits what succeeded and rolls back what threw', async () => {
    await withTenant(pool, 'a', (sql) => sql(insertNote, [1, 'kept']));
    await expect(
      withTenant(pool, 'a', async (sql) => {
        await sql(insertNote, [2, 'lost']);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await countNotes()).toBe(1);
  });

  test('the tenant is set inside and gone outside, on the same connection', async () => {
    const single = makePool(database.appUrl);
    single.options.max = 1;
    const tenantOf = `select current_setting('countersign.tenant', true) as tenant, pg_backend_pid() as pid`;
    const [inside] = (await withTenant(single, `it's \\a "b" 日本`, (sql) => sql(tenantOf))).rows;
    const [outside] = (await single.query(tenantOf)).rows;
    expect(inside?.tenant).toBe(`it's \\a "b" 日本`);
    expect(outside).toEqual({ tenant: '', pid: inside?.pid });
    await single.end();
  });

  test('a statement that failed unseen turns the commit into an error, never into silence', async () => {
    await expect(
      withTenant(pool, 'a', async (sql) => {
        await sql(insertNote, [1, 'lost too']);
        await sql('select 1 / $1::int', [0]).catch(() => {});
        return 'fine';
      }),
    ).rejects.toMatchObject({ code: '22012' });
    await expect(withTenant(pool, 'a', (sql) => void sql('select 1 / $1::int', [0]))).rejects.toMatchObject({ code: '22012' });
    expect(await countNotes()).toBe(0);
  });

  test('the error names the cause, not the aborted transaction that follows from it', async () => {
    await expect(
      withTenant(pool, 'a', async (sql) => {
        await sql('select 1 / $1::int', [0]).catch(() => {});
        await sql('select 1');
      }),
    ).rejects.toMatchObject({ code: '22012' });
  });

  test('a failure behind a savepoint leaves the rest to commit', async () => {
    await withTenant(pool, 'a', async (sql) => {
      await sql(insertNote, [1, 'kept']);
      await sql('savepoint tool');
      await sql(insertNote, [1, 'twice']).catch(() => {});
      await sql('rollback to savepoint tool');
      await sql(insertNote, [2, 'kept']);
    });
    expect(await countNotes()).toBe(2);
  });

  test('many statements at once keep their order and need no waiting', async () => {
    const results = await withTenant(pool, 'a', (sql) => Promise.all(Array.from({ length: 20 }, (_unused, i) => sql(insertNote, [i, String(i)]))));
    expect(results).toHaveLength(20);
    expect(await countNotes()).toBe(20);
  });

  test('a connection that breaks is closed, and the next transaction gets another', async () => {
    let pid = 0;
    await expect(
      withTenant(pool, 'a', async (sql) => {
        pid = (await sql<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0;
        await sql(insertNote, [1, 'lost']);
        await killOf(database.superUrl, pid);
        await sql('select 1');
      }),
    ).rejects.toThrow();
    const next = (await withTenant(pool, 'a', (sql) => sql<{ pid: number }>('select pg_backend_pid() as pid'))).rows[0]?.pid;
    expect(next).not.toBe(pid);
    expect(await countNotes()).toBe(0);
  });

  test('a connection that breaks before the commit makes the call fail, though every statement had succeeded', async () => {
    await expect(
      withTenant(pool, 'a', async (sql) => {
        const pid = (await sql<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0;
        await killOf(database.superUrl, pid);
        await delay(50);
      }),
    ).rejects.toThrow();
  });

  test('a connection whose prepared statements no longer fit the tables is not used again', async () => {
    const single = makePool(database.appUrl);
    single.options.max = 1;
    const readAll = (): Promise<unknown> => withTenant(single, 'a', (sql) => sql('select * from host.notes where id > $1', [0]));
    await readAll();
    await withClient(database.ownerUrl, (client) => client.query('alter table host.notes add column added int'));
    try {
      await expect(readAll()).rejects.toMatchObject({ code: '0A000' });
      await expect(readAll()).resolves.toMatchObject({ rowCount: 0 });
    } finally {
      await withClient(database.ownerUrl, (client) => client.query('alter table host.notes drop column added'));
      await single.end();
    }
  });

  test('the host gets a client that is deaf once the transaction is over', async () => {
    const host = pgDatabase({ pool });
    let kept: pg.PoolClient | undefined;
    await host.transaction(principal, async (tx) => {
      kept = tx as pg.PoolClient;
      await kept.query(insertNote, [1, 'in time']);
    });
    const client = kept as pg.PoolClient;
    await expect(client.query(insertNote, [2, 'too late'])).rejects.toThrow(/transaction is over/);
    await expect(
      new Promise((resolve, reject) => client.query(insertNote, [2, 'x'], (error, result) => (error ? reject(error) : resolve(result)))),
    ).rejects.toThrow(/transaction is over/);
    expect(() => client.release()).toThrow(/belongs to the transaction/);
    expect(await countNotes()).toBe(1);
  });

  test.each(['commit', ' COMMIT ', 'rollback', 'begin', 'END', 'abort', 'start transaction', "prepare transaction 'x'", 'rollback work'])(
    'the host cannot send "%s" through it',
    async (command) => {
      const host = pgDatabase({ pool });
      await expect(host.transaction(principal, (tx) => (tx as pg.PoolClient).query({ text: command }))).rejects.toThrow(/not a tool's to send/);
    },
  );

  test('a commit smuggled into a longer text is at least not passed over', async () => {
    const host = pgDatabase({ pool });
    await expect(host.transaction(principal, (tx) => (tx as pg.PoolClient).query('select 1; commit'))).rejects.toThrow(/ended the transaction/);
  });

  test('the host may use savepoints, callbacks and our statements on the same connection', async () => {
    const host = pgDatabase({ pool, settings: (who) => ({ 'host.user_id': who.userId }) });
    const seen = await host.transaction(principal, async (tx, sql) => {
      const client = tx as pg.PoolClient;
      await client.query('savepoint s');
      await client.query('rollback to savepoint s');
      await new Promise((resolve, reject) => client.query(insertNote, [1, 'callback'], (error, result) => (error ? reject(error) : resolve(result))));
      return (
        await sql(
          `select current_setting('host.user_id') as who, current_setting('countersign.tenant') as tenant, (select count(*)::int from host.notes) as notes`,
        )
      ).rows;
    });
    expect(seen).toEqual([{ who: 'u', tenant: 'a', notes: 1 }]);
  });

  test('the host cannot change the tenant by its own settings', async () => {
    const host = pgDatabase({ pool, settings: () => ({ 'countersign.tenant': 'b' }) });
    const seen = await host.transaction(principal, async (_tx, sql) => (await sql(`select current_setting('countersign.tenant') as tenant`)).rows);
    expect(seen).toEqual([{ tenant: 'a' }]);
  });
});

test('a tenant id that cannot be set never opens a transaction', async () => {
  await expect(withTenant(database.pool, "a\0'; drop table x", (sql) => sql('select 1'))).rejects.toThrow(/zero byte/);
  await expect(openTransaction(database.pool, { "x' = 1; drop": '1' }, () => 1)).rejects.toThrow(/no name/);
  expect(database.pool.totalCount).toBe(database.pool.idleCount);
});

test('two statements of one transaction cost two round trips on a pipelined pool, the opening included', async () => {
  const client = await database.pool.connect();
  client.release();
  const sent: number[] = [];
  let answered = 0;
  const { connection } = client as unknown as { connection: { stream: NodeJS.WriteStream } };
  const write = connection.stream.write.bind(connection.stream);
  const count = (): void => {
    answered += 1;
  };
  connection.stream.on('data', count);
  connection.stream.write = ((...args: Parameters<typeof write>) => {
    sent.push(answered);
    return write(...args);
  }) as typeof write;
  await withTenant(database.pool, 'a', (sql) => sql('select $1::int', [1]));
  connection.stream.off('data', count);
  Reflect.deleteProperty(connection.stream, 'write');
  // Everything up to the commit was written before anything was answered.
  expect(sent.slice(0, -1).every((before) => before === 0)).toBe(true);
  expect(sent.at(-1)).toBeGreaterThan(0);
});
