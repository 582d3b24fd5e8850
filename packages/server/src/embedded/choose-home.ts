import { chmodSync, existsSync, lstatSync, mkdirSync, readlinkSync, realpathSync, renameSync, rmdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { CountersignError } from '@countersign/core';
import { claimHome } from './cluster-files.ts';
import { ensureOutsideDirectory } from './outside-directory.ts';
import { stopLeftover } from './postmaster.ts';
import { canAccess, type ServerUser } from './server-user.ts';

/**
 * The real directory that holds the cluster. Usually the one asked for; where the database's user may not enter it, a
 * directory elsewhere, with a symbolic link left in its place so that people and later starts find it.
 * @throws {CountersignError} `invalid_options`
 */
export async function chooseHome(asked: string, user: ServerUser): Promise<string> {
  ensureDirectory(asked, user);
  const home = realpathSync(asked);
  // Only ours to write, or a server gone wrong could plant links where root writes next; its user passes through to the cluster.
  if (user) chmodSync(home, 0o711);
  if (
    canAccess(
      user,
      user
        ? [['x', home]]
        : [
            ['w', home],
            ['x', home],
          ],
    )
  )
    return home;
  if (existsSync(path.join(home, 'cluster')))
    throw new CountersignError(
      'invalid_options',
      `The database in ${asked} was made when its directory was open to PostgreSQL's user, and is not any more. Open the directory again (chmod o+x), or move ${asked} away to begin anew.`,
    );
  if (!user)
    throw new CountersignError(
      'invalid_options',
      `The data directory ${asked} belongs to another user and is not writable. Start as that user, remove it, or set DATABASE_URL.`,
    );
  return moveOutside(asked, user);
}

async function moveOutside(asked: string, user: ServerUser): Promise<string> {
  const home = path.join(ensureOutsideDirectory(asked, user), 'data');
  if (existsSync(home)) await setAside(home);
  mkdirSync(home);
  chmodSync(home, 0o711);
  rmdirSync(asked); // empty, or it would hold a cluster
  symlinkSync(home, asked);
  return realpathSync(home);
}

/** Whoever removed the link (or the whole checkout) wanted to begin anew; what it pointed to is kept beside, not deleted. */
async function setAside(home: string): Promise<void> {
  const giveBack = claimHome(home);
  try {
    await stopLeftover(path.join(home, 'cluster'));
  } finally {
    giveBack();
  }
  renameSync(home, `${home}.${Date.now()}`);
}

function ensureDirectory(asked: string, user: ServerUser): void {
  try {
    mkdirSync(path.dirname(asked), { recursive: true });
    const isLink = lstatSync(asked, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
    if (!isLink) mkdirSync(asked, { recursive: true, mode: 0o700 });
    else if (!existsSync(asked)) {
      // Our own place was removed: begin anew. Anybody else's link may point to a disk that is not mounted: not ours to fill.
      const target = readlinkSync(asked);
      if (target !== path.join(ensureOutsideDirectory(asked, user), 'data'))
        throw new CountersignError(
          'invalid_options',
          `The data directory ${asked} points to ${target}, which is not there. Bring it back, or remove the link to begin anew.`,
        );
      mkdirSync(target, { mode: 0o700 });
    }
  } catch (error) {
    if (error instanceof CountersignError) throw error;
    throw new CountersignError(
      'invalid_options',
      `The data directory ${asked} cannot be created (${(error as NodeJS.ErrnoException).code}). Make its parent writable or set DATABASE_URL.`,
      { cause: error },
    );
  }
}
