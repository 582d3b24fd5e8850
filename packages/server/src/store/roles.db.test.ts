import { existsSync, rmSync } from 'node:fs';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBinaries } from '../embedded/find-binaries.ts';
import { findServerUser } from '../embedded/server-user.ts';
import { type EmbeddedPostgres, startCluster } from '../embedded/start-cluster.ts';
import { createScratchDirectory } from '../testing/create-scratch-directory.ts';
import { withClient } from './database-error.ts';
import { installQueue } from './install-queue.ts';
import { countersignMigrations, migrateCountersign } from './migrate-countersign.ts';
import { toUrlOfDatabase, toUrlOfRole } from './role-url.ts';
import { prepareDatabase } from './roles.ts';

/*
 * Roles belong to a whole server, so these tests start servers of their own: the embedded 18, and PostgreSQL 15, the
 * oldest we support, where the machine has it.
 */
const migrationNames = countersignMigrations.map(({ name }) => name);
const user = findServerUser();
const bin15 = '/usr/lib/postgresql/15/bin';
const servers = [
  { name: 'PostgreSQL 18', binaries: findBinaries(user) },
  ...(existsSync(`${bin15}/postgres`) ? [{ name: 'PostgreSQL 15', binaries: { bin: bin15, major: '15' } }] : []),
];

test('PostgreSQL 15 was tested as well, or it is said that it was not', () => {
  if (servers.length < 2) console.warn(`No PostgreSQL 15 in ${bin15}: its part of roles.db.test.ts was not run.`);
  expect(servers.length).toBeGreaterThan(0);
});

describe.each(servers)('on $name', ({ binaries }) => {
  let directory: string;
  let server: EmbeddedPostgres;
  let databases = 0;

  beforeAll(async () => {
    directory = createScratchDirectory('countersign-roles-');
    server = await startCluster({ directory, settings: { fsync: 'off' } }, { user, binaries });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(directory, { recursive: true });
  });

  const asSuperuser = (text: string, url = server.url): Promise<unknown> => withClient(url, (client) => client.query(text));
  const createDatabase = async (owner = 'postgres'): Promise<string> => {
    databases += 1;
    await asSuperuser(`create database d${databases} owner ${owner}`);
    return toUrlOfDatabase(server.url, `d${databases}`);
  };
  const expectUsable = async ({ ownerUrl, appUrl }: { ownerUrl: string; appUrl: string }): Promise<void> => {
    expect(await migrateCountersign({ ownerUrl })).toEqual(migrationNames);
    await withClient(appUrl, async (client) => {
      await client.query(
        `begin; set local countersign.tenant = 'a'; insert into countersign.audit (tenant_id, actor, action, subject) values ('a', 'b', 'c', 'd')`,
      );
      expect((await client.query('select * from countersign.audit')).rowCount).toBe(1);
      await client.query('commit');
      expect((await client.query('select * from countersign.audit')).rowCount).toBe(0);
      await client.query('select name from pgboss.queue');
    });
  };

  test('many nodes and many databases of one server start at the same moment', async () => {
    // First of all tests: roles that exist already would leave nothing to collide over.
    const urls = [await createDatabase(), await createDatabase(), await createDatabase()];
    const prepared = await Promise.all([...urls, ...urls, ...urls].map((url) => prepareDatabase({ url })));
    expect(new Set(prepared.map((one) => one.appUrl)).size).toBe(3);
    const applied = await Promise.all(prepared.map((one) => migrateCountersign({ ownerUrl: one.ownerUrl })));
    expect(applied.flat().sort()).toEqual(migrationNames.flatMap((name) => [name, name, name]));
  });

  test('one URL of a superuser is enough, at every start again', async () => {
    const url = await createDatabase();
    const first = await prepareDatabase({ url });
    await expectUsable(first);
    expect(await prepareDatabase({ url })).toEqual({ ...first, notes: [] });
    expect(await withClient(first.appUrl, async (client) => (await client.query('select current_user::text as name')).rows)).toEqual([
      { name: 'countersign_app' },
    ]);
  });

  test('a user with CREATEROLE that owns its database is enough', async () => {
    // On a server of its own kind: from 16 on, roles that a superuser made are not an ordinary administrator's to change.
    const own = createScratchDirectory('countersign-createrole-');
    const second = await startCluster({ directory: own, settings: { fsync: 'off' } }, { user, binaries });
    try {
      await asSuperuser(`create role admin login createrole password 'p/w @:?#'`, second.url);
      await asSuperuser('create database product owner admin', second.url);
      const url = toUrlOfRole(toUrlOfDatabase(second.url, 'product'), 'admin', 'p/w @:?#');
      const prepared = await prepareDatabase({ url });
      await expectUsable(prepared);
      expect(await prepareDatabase({ url })).toEqual(prepared);
    } finally {
      await second.stop();
      rmSync(own, { recursive: true });
    }
  });

  test('a changed password of the administrator is followed, and said', async () => {
    const url = await createDatabase();
    const before = await prepareDatabase({ url });
    await asSuperuser(`create role other_admin login superuser password 'other'`);
    const after = await prepareDatabase({ url: toUrlOfRole(url, 'other_admin', 'other') });
    expect(after.appUrl).not.toBe(before.appUrl);
    expect(after.notes).toEqual([expect.stringContaining('"countersign_owner" was set anew'), expect.stringContaining('"countersign_app" was set anew')]);
    expect((await prepareDatabase({ url })).notes).toHaveLength(2);
  });

  test('two URLs: the owner migrates, the app is a role of any name that was given our role', async () => {
    const url = await createDatabase();
    await prepareDatabase({ url: await createDatabase() });
    await asSuperuser(`create role my_owner login password 'o'; create role my_app login password 'a'; grant all on database d${databases - 1} to my_owner`);
    const given = { url: toUrlOfRole(url, 'my_owner', 'o'), appUrl: toUrlOfRole(url, 'my_app', 'a') };
    await expect(prepareDatabase(given)).rejects.toThrow('grant countersign_app to my_app; grant countersign_operator to my_owner;');
    await asSuperuser('grant countersign_app to my_app; grant countersign_operator to my_owner');
    const prepared = await prepareDatabase(given);
    expect(prepared).toEqual({ ownerUrl: given.url, appUrl: given.appUrl, notes: [] });
    await expectUsable(prepared);
  });

  describe('refuses, in one sentence,', () => {
    let url: string;
    beforeAll(async () => {
      url = await createDatabase();
      await migrateCountersign(await prepareDatabase({ url }));
      await asSuperuser(
        `create role bad_super login superuser password 'x'; create role bad_bypass login bypassrls password 'x'; create role bad_owner login password 'x';
         create role bad_member login password 'x'; grant countersign_owner to bad_member; create role plain login password 'x'; create schema stuff authorization bad_owner`,
        url,
      );
      await withClient(toUrlOfRole(url, 'bad_owner', 'x'), (client) => client.query('create table stuff.t (x int)'));
    });

    const cases: [string, () => { url: string; appUrl?: string }, string, RegExp][] = [
      ['an app that is a superuser', () => ({ url, appUrl: toUrlOfRole(url, 'bad_super', 'x') }), 'invalid_options', /"bad_super" is a superuser/],
      [
        'an app that bypasses row-level security',
        () => ({ url, appUrl: toUrlOfRole(url, 'bad_bypass', 'x') }),
        'invalid_options',
        /"bad_bypass" bypasses row-level security/,
      ],
      [
        'an app that owns a table',
        () => ({ url, appUrl: toUrlOfRole(url, 'bad_owner', 'x') }),
        'invalid_options',
        /"bad_owner" owns tables, among them stuff\.t/,
      ],
      ['an app that can become the owner', () => ({ url, appUrl: toUrlOfRole(url, 'bad_member', 'x') }), 'invalid_options', /"bad_member" owns tables/],
      [
        'a superuser that plays the app with SET ROLE',
        () => ({ url, appUrl: `${url}?options=-c%20role%3Dplain` }),
        'invalid_options',
        /"postgres" is a superuser/,
      ],
      ['a wrong password', () => ({ url: toUrlOfRole(url, 'postgres', 'wrong') }), 'invalid_options', /does not accept the password of "postgres"/],
      ['a database that is not there', () => ({ url: toUrlOfDatabase(url, 'nowhere') }), 'invalid_options', /has no database "nowhere"/],
      ['a user that may not create what is missing', () => ({ url: toUrlOfRole(url, 'plain', 'x') }), 'invalid_options', /"plain" /],
      ['something that is no URL', () => ({ url: 'not a url' }), 'invalid_options', /looks like postgres:\/\//],
    ];
    test.each(cases)('%s', async (_, options, code, message) => {
      const error = await prepareDatabase(options()).catch((reason: unknown) => reason as Error & { code?: string });
      expect(error).toMatchObject({ name: 'CountersignError', code, message: expect.stringMatching(message) });
      expect((error as Error).message).not.toMatch(/\n|:x@|:wrong@|password 'x'/);
    });
  });

  test('a user that may create no roles on a server that has none is told what to give instead', async () => {
    const own = createScratchDirectory('countersign-plain-');
    const second = await startCluster({ directory: own, settings: { fsync: 'off' } }, { user, binaries });
    try {
      await asSuperuser(`create role plain login password 'x'`, second.url);
      await expect(prepareDatabase({ url: toUrlOfRole(second.url, 'plain', 'x') })).rejects.toThrow(
        /"plain" may create no roles.*superuser or a user with CREATEROLE/,
      );
    } finally {
      await second.stop();
      rmSync(own, { recursive: true });
    }
  });

  test("installing the queue with the app's URL is refused in words", async () => {
    const prepared = await prepareDatabase({ url: await createDatabase() });
    await expect(installQueue(prepared.appUrl)).rejects.toThrow(/permission/);
  });
});

test('a server that is not there is named, with host and port and without credentials', async () => {
  const port = await new Promise<number>((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(free));
    });
  });
  const error = await prepareDatabase({ url: `postgres://me:hidden@127.0.0.1:${port}/x` }).catch((reason: unknown) => reason as Error);
  expect(error).toMatchObject({ code: 'unavailable', message: `No PostgreSQL answers at 127.0.0.1:${port} (ECONNREFUSED). Start it or correct the URL.` });
  await expect(prepareDatabase({ url: 'postgres://me:hidden@nowhere.invalid/x' })).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.not.stringContaining('hidden'),
  });
});
