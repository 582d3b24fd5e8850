import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CountersignError } from '@countersign/core';
import type { Binaries } from './find-binaries.ts';
import type { ServerUser } from './server-user.ts';

/** Environment of PostgreSQL's programs: none of our PG… variables, messages in English, since we read them. */
export const serverEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Creates the cluster unless it is there. It is made beside its place and renamed, so that a killed start leaves none half made. */
export async function initCluster(options: { home: string; binaries: Binaries; user: ServerUser; password: string; isDurable: boolean }): Promise<string> {
  const { home, binaries, user, password } = options;
  const cluster = path.join(home, 'cluster');
  if (existsSync(cluster)) {
    const major = readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8').trim();
    if (major === binaries.major) return cluster;
    throw new CountersignError(
      'invalid_options',
      `The database in ${cluster} was made by PostgreSQL ${major}, and the embedded one is ${binaries.major}. Dump it with PostgreSQL ${major}, or move it away to begin anew.`,
    );
  }
  const unfinished = path.join(home, 'cluster.new');
  const passwordFile = path.join(home, 'password.new');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) for (const target of [unfinished, passwordFile]) chownSync(target, user.uid, user.gid);
  try {
    await runInitdb(options, unfinished, passwordFile);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(unfinished, cluster);
  return cluster;
}

async function runInitdb(
  { home, binaries, user, isDurable }: { home: string; binaries: Binaries; user: ServerUser; isDurable: boolean },
  directory: string,
  passwordFile: string,
): Promise<void> {
  const args = [`--pgdata=${directory}`, `--pwfile=${passwordFile}`, '--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', '--no-instructions'];
  // The built-in locale (since 17) sorts alike on every machine; the system's own has changed under indexes before.
  args.push('--locale=C');
  if (Number(binaries.major) >= 17) args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  if (!isDurable) args.push('--no-sync');
  const child = spawn(path.join(binaries.bin, 'initdb'), args, { ...user, cwd: home, env: serverEnvironment, stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complaint += chunk;
  });
  const code = await new Promise<number | string | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve(exitCode ?? signal));
  });
  if (code !== 0)
    throw new CountersignError(
      'unavailable',
      `The embedded PostgreSQL could not create its data directory in ${home} (initdb ended with ${code}): ${complaint.trim()}`,
    );
}
