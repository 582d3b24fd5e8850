import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, statSync, unlinkSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CountersignError } from '@countersign/core';
import type { Binaries } from './find-binaries.ts';
import { serverEnvironment } from './init-cluster.ts';
import { isPostmasterOf, isProcessAlive } from './process-identity.ts';
import type { ServerUser } from './server-user.ts';

const startTimeoutMs = 30_000;
const maxLogBytes = 5_000_000;

/** The lines of postmaster.pid: process id, data directory, start, port, socket, address, shared memory, status. */
function readPidFile(cluster: string): { pid: number; isReady: boolean } | null {
  const file = path.join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  return { pid: Math.abs(Number(lines[0])), isReady: lines[7]?.trim() === 'ready' };
}

/**
 * Ends a server that an earlier, killed process of ours left running on this very data directory, and clears the way for a
 * new one. A process that merely has the number in an old file is left alone.
 */
export async function stopLeftover(cluster: string): Promise<void> {
  const found = readPidFile(cluster);
  if (!found) return;
  if (isPostmasterOf(found.pid, cluster)) return stopServer(found.pid, cluster);
  // PostgreSQL itself refuses to start while any process has the number in the file: after a reboot that is often another one.
  if (isProcessAlive(found.pid)) unlinkSync(path.join(cluster, 'postmaster.pid'));
}

/** Fast shutdown: open transactions are rolled back, everything is flushed. After ten seconds, the immediate one. */
export async function stopServer(pid: number, cluster: string): Promise<void> {
  for (const [signal, waitMs] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    if (!isPostmasterOf(pid, cluster)) return;
    process.kill(pid, signal);
    for (const until = Date.now() + waitMs; Date.now() < until; await delay(10)) if (!isPostmasterOf(pid, cluster)) return;
  }
  throw new CountersignError('unavailable', `The embedded PostgreSQL (process ${pid}) does not stop. End it by hand.`);
}

/** The port asked for when it is free on the loopback address, otherwise another. */
export async function findFreePort(wanted: number): Promise<number> {
  const port = await new Promise<number | null>((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(null));
    probe.listen({ host: '127.0.0.1', port: wanted, exclusive: true }, () => {
      const { port: bound } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(bound));
    });
  });
  if (port !== null) return port;
  if (wanted === 0) throw new CountersignError('unavailable', 'No free port on 127.0.0.1 for the embedded PostgreSQL.');
  return findFreePort(0);
}

export interface ServerStart {
  cluster: string;
  binaries: Binaries;
  user: ServerUser;
  port: number;
  settings: Readonly<Record<string, string>>;
  logFile: string;
}

/**
 * Starts the server and waits until it takes connections. It gets a process group of its own: Ctrl-C in a terminal would
 * otherwise reach it before the program has finished with its database.
 */
export async function startServer(options: ServerStart): Promise<ChildProcess & { pid: number }> {
  const { cluster, binaries, user, port, settings, logFile } = options;
  const flags = Object.entries({ listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const isLogLong = existsSync(logFile) && statSync(logFile).size > maxLogBytes;
  const log = openSync(logFile, isLogLong ? 'w' : 'a', 0o600);
  const logStart = statSync(logFile).size;
  // The log is a file, not a pipe to us: a pipe would break when we are killed, and the server outlives that.
  const child = spawn(path.join(binaries.bin, 'postgres'), ['-D', cluster, '-p', String(port), ...flags], {
    ...user,
    cwd: cluster,
    env: serverEnvironment,
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  child.unref();
  let ended: string | null = null;
  child.once('error', (error) => {
    ended = error.message;
  });
  child.once('exit', (code, signal) => {
    ended ??= `it ended with ${code ?? signal}`;
  });
  for (const until = Date.now() + startTimeoutMs; Date.now() < until; await delay(10)) {
    if (ended !== null)
      throw new CountersignError('unavailable', `The embedded PostgreSQL did not start (${ended}): ${readFileSync(logFile, 'utf8').slice(logStart).trim()}`);
    const found = readPidFile(cluster);
    if (found && found.pid === child.pid && found.isReady) return child as ChildProcess & { pid: number };
  }
  child.kill('SIGQUIT');
  throw new CountersignError('unavailable', `The embedded PostgreSQL was not ready within ${startTimeoutMs / 1000} s; its log is ${logFile}.`);
}
