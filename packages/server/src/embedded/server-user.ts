import { execFileSync, spawnSync } from 'node:child_process';
import { platform } from 'node:os';
import { CountersignError } from '@countersign/core';

/** The account PostgreSQL runs under; undefined means our own. */
export type ServerUser = { uid: number; gid: number } | undefined;

function findIds(name: string): ServerUser {
  try {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })));
    return { uid: uid as number, gid: gid as number };
  } catch {
    return undefined;
  }
}

/**
 * PostgreSQL refuses to run as root, so root gets an account for it: `postgres`, created where it is missing.
 * @throws {CountersignError} `invalid_options` when there is none and none can be made
 */
export function findServerUser(): ServerUser {
  if (platform() === 'win32' || process.getuid?.() !== 0) return undefined;
  const existing = findIds('postgres');
  if (existing) return existing;
  const created = spawnSync('/usr/sbin/useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'], {
    encoding: 'utf8',
  });
  const user = findIds('postgres');
  if (user) return user;
  throw new CountersignError(
    'invalid_options',
    `PostgreSQL does not run as root and no user "postgres" could be created for it (${(created.stderr ?? created.error?.message ?? '').trim()}). Create one, start as another user, or set DATABASE_URL.`,
  );
}

/** Whether the account can do all of this: `test -<flag> <path>` for each. Asked of the system, which knows modes, groups and ACLs. */
export function canAccess(user: ServerUser, wants: readonly (readonly [flag: 'r' | 'w' | 'x', path: string])[]): boolean {
  const args = wants.flat();
  const script = 'while [ $# -gt 0 ]; do test "-$1" "$2" || exit 1; shift 2; done';
  return spawnSync('/bin/sh', ['-c', script, 'sh', ...args], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}
