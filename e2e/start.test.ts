import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import net from 'node:net';

import path from 'node:path';
import { createScratchDirectory, createTestDatabase } from '@countersign/server/testing';
import { expect, onTestFinished, test } from 'vitest';
import { type AppProcess, startApp } from './app-process.ts';
import { type Account, signIn } from './browser/accounts.ts';
import { createExternalPostgres, findFreePort, findPostgresPrograms } from './external-postgres.ts';

async function createDataDirectory(): Promise<string> {
  const directory = createScratchDirectory('countersign-start-');
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Starts the app and ends it with the test, should the test not have done so. */
function start(variables: Readonly<Record<string, string>>): AppProcess {
  const app = startApp(variables);
  onTestFinished(async () => {
    if (app.child.exitCode === null && app.child.signalCode === null) await app.stop();
  });
  return app;
}

/** A start that cannot be: it ends by itself with a code that says so, after one sentence. */
async function refuses(variables: Readonly<Record<string, string>>): Promise<string> {
  const app = start({ PORT: '0', DATA_DIR: await createDataDirectory(), ...variables });
  const end = await app.ended;
  expect(end).toBeTypeOf('number');
  expect(end).not.toBe(0);
  const said = app.output();
  expect(said).not.toMatch(/^\s+at |\bError:|node:internal/m);
  expect(said.split('\n')).toHaveLength(1);
  return said;
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const findClients = async (url: string, account: Account, q: string) => {
  const cookies = await signIn(url, account);
  const headers = { Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '), 'Content-Type': 'application/json' };
  const found = await fetch(`${url}/api/clients?q=${encodeURIComponent(q)}`, { headers });
  const { clients } = (await found.json()) as { clients: { firstName: string; lastName: string }[] };
  return { headers, names: clients.map(({ firstName, lastName }) => `${firstName} ${lastName}`) };
};

test('npm start on a port that is taken says which, and how to choose another', async () => {
  const other = net.createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const { port } = other.address() as net.AddressInfo;
  expect(await refuses({ PORT: String(port) })).toMatch(new RegExp(`^Port ${port} is taken.*PORT`));
});

test.for([
  ['abc', 'PORT must be a number'],
  ['70000', 'PORT must be 0 to 65535'],
] as const)('npm start with PORT=%s says what is wrong with it', async ([port, sentence]) => {
  expect(await refuses({ PORT: port })).toContain(sentence);
});

test.for([
  [{ COUNTERSIGN_MODEL_FAST: 'claude' }, 'COUNTERSIGN_MODEL_FAST names "claude"; write provider:model'],
  [{ COUNTERSIGN_MODEL_FAST: 'openai:gpt-5-mini' }, 'needs OPENAI_API_KEY, which is not set'],
] as const)('npm start with a model that cannot be asked (%j) says why', async ([variables, sentence]) => {
  expect(await refuses(variables)).toContain(sentence);
});

test('npm start with a database that cannot be reached says so', async () => {
  const said = await refuses({ DATABASE_URL: `postgres://somebody:s3cret-word@127.0.0.1:${await findFreePort()}/crm` });
  expect(said).toMatch(/database|PostgreSQL/i);
  expect(said).not.toContain('s3cret-word');
});

test('npm start with a superuser for the app refuses to run, since rows could not be kept apart', async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.close());
  expect(await refuses({ DATABASE_URL: database.superUrl, DATABASE_APP_URL: database.superUrl })).toMatch(/"postgres" is a superuser/);
});

test('Ctrl-C ends the app in order and takes its PostgreSQL along; the next start is quick, and what was saved is there', async () => {
  const directory = await createDataDirectory();
  const first = start({ PORT: '0', DATA_DIR: directory });
  const url = await first.ready();
  for (const word of ['countersign-demo', 'owner@north.test', 'manager@north.test', 'tech@north.test', 'owner@south.test']) {
    await expect.poll(() => first.output()).toContain(word);
  }
  expect(first.output()).toContain('No language model is set up: the copilot understands simple requests.');
  const health = await fetch(`${url}/healthz`);
  expect([health.status, await health.json()]).toEqual([200, { status: 'ok', database: true, worker: true }]);
  const { headers } = await findClients(url, 'owner@north.test', 'nobody');
  const body = JSON.stringify({ firstName: 'Steady', lastName: 'Keeper' });
  expect((await fetch(`${url}/api/clients`, { method: 'POST', headers, body })).status).toBe(201);

  const pidFile = path.join(directory, 'postgres/cluster/postmaster.pid');
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  expect(isAlive(pid)).toBe(true);
  // A stream has no end of its own, and must not keep the app from ending.
  const stream = await fetch(`${url}/agent/sessions`, { method: 'POST', headers, body: JSON.stringify({ agent: 'copilot' }) });
  const { sessionId } = (await stream.json()) as { sessionId: string };
  const following = await fetch(`${url}/agent/sessions/${sessionId}/events`, { headers: { ...headers, Accept: 'text/event-stream' } });
  expect(following.status).toBe(200);
  const stoppedAt = performance.now();
  expect(await first.stop()).toBe(0);
  expect(performance.now() - stoppedAt).toBeLessThan(10_000);
  // The server is gone when the app is; that the system has buried it may take a moment longer.
  await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
  expect(existsSync(pidFile)).toBe(false);
  await following.body?.cancel().catch(() => undefined);

  const startedAt = performance.now();
  const second = start({ PORT: '0', DATA_DIR: directory });
  const again = await second.ready();
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect((await fetch(`${again}/healthz`)).status).toBe(200);
  expect((await findClients(again, 'owner@north.test', 'Keeper')).names).toEqual(['Steady Keeper']);
  expect(await second.stop()).toBe(0);
});

test('npm start with a PostgreSQL of my own runs on that one, says on /healthz when it is away, and goes on when it is back', async (context) => {
  const programs = findPostgresPrograms();
  if (!programs) return context.skip('There are no programs of PostgreSQL 15 on this machine (Debian: apt-get install postgresql).');
  const postgres = await createExternalPostgres(programs);
  onTestFinished(() => postgres.remove());
  const directory = await createDataDirectory();
  const app = start({ PORT: '0', DATA_DIR: directory, DATABASE_URL: postgres.url, SEED_DEMO: '1' });
  const url = await app.ready();
  expect(existsSync(path.join(directory, 'postgres'))).toBe(false);
  expect((await findClients(url, 'manager@north.test', 'Adam Garcia')).names).toEqual(['Adam Garcia']);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);

  await postgres.stop();
  const away = await fetch(`${url}/healthz`);
  expect([away.status, await away.json()]).toMatchObject([503, { error: { message: 'The database does not answer.' } }]);
  await postgres.start();
  await expect.poll(async () => (await fetch(`${url}/healthz`)).status, { timeout: 20_000, interval: 200 }).toBe(200);
  expect((await findClients(url, 'manager@north.test', 'Adam Garcia')).names).toEqual(['Adam Garcia']);
  expect(await app.stop()).toBe(0);
});

test('npm start with a PostgreSQL of my own puts no demo data into it unless I ask for it', async (context) => {
  const programs = findPostgresPrograms();
  if (!programs) return context.skip('There are no programs of PostgreSQL 15 on this machine (Debian: apt-get install postgresql).');
  const postgres = await createExternalPostgres(programs);
  onTestFinished(() => postgres.remove());
  const app = start({ PORT: '0', DATA_DIR: await createDataDirectory(), DATABASE_URL: postgres.url });
  const url = await app.ready();
  expect(app.output()).not.toContain('countersign-demo');
  expect(await (await fetch(`${url}/api/demo`)).json()).toEqual({ demo: false, accounts: [] });
  await expect(signIn(url, 'owner@north.test')).rejects.toThrow('401');
});
