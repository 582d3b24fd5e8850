import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';

import path from 'node:path';
import { createInterface } from 'node:readline';
import { createScratchDirectory } from '@countersign/server/testing';

/** A PostgreSQL of the system, as an administrator would run it. */
export interface ExternalPostgres {
  /** As its superuser. */
  readonly url: string;
  /** Comes up again after `stop`, on the same port with the same data. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
}

/** Where Debian keeps the programs of PostgreSQL 15, or where the PATH has some; undefined: there are none. */
export function findPostgresPrograms(): string | undefined {
  const places = ['/usr/lib/postgresql/15/bin', ...(process.env.PATH ?? '').split(path.delimiter)];
  return places.find((place) => existsSync(path.join(place, 'initdb')) && existsSync(path.join(place, 'postgres')));
}

const password = 'only-for-this-test';

/** Creates a cluster in a temporary directory and starts it. */
export async function createExternalPostgres(programs: string): Promise<ExternalPostgres> {
  const user = findUser();
  const home = createScratchDirectory('countersign-external-');
  const passwordFile = path.join(home, 'password');
  writeFileSync(passwordFile, password);
  if (user) for (const file of [home, passwordFile]) chownSync(file, user.uid, user.gid);
  const data = path.join(home, 'data');
  const setup = ['--pgdata', data, '--username=admin', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale=C', '--no-sync'];
  execFileSync(path.join(programs, 'initdb'), setup, { ...user, cwd: home, stdio: 'ignore' });
  const port = await findFreePort();
  let server: ReturnType<typeof spawn> | undefined;

  const start = async () => {
    const flags = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off'];
    const child = spawn(path.join(programs, 'postgres'), flags, { ...user, cwd: home, stdio: ['ignore', 'ignore', 'pipe'] });
    server = child;
    const lines: string[] = [];
    const ready = Promise.withResolvers<void>();
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      if (line.includes('ready to accept connections')) ready.resolve();
    });
    child.once('close', () => ready.reject(new Error(`PostgreSQL ended:\n${lines.join('\n')}`)));
    await ready.promise;
  };
  const stop = async () => {
    if (!server || server.exitCode !== null) return;
    const ended = once(server, 'close');
    server.kill('SIGINT');
    await ended;
  };
  await start();
  return {
    url: `postgres://admin:${password}@127.0.0.1:${port}/postgres`,
    start,
    stop,
    remove: async () => {
      await stop();
      rmSync(home, { recursive: true });
    },
  };
}

/** PostgreSQL refuses to run as root: root starts it as the user its package made, or as nobody. */
function findUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })));
      if (uid !== undefined && gid !== undefined) return { uid, gid };
    } catch {
      // There is no such user: the next name may be one.
    }
  }
  throw new Error('There is no user to run PostgreSQL as.');
}

/** A port nobody listens on now. */
export async function findFreePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
