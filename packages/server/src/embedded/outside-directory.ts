import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CountersignError } from '@countersign/core';
import { canAccess, type ServerUser } from './server-user.ts';

/**
 * A directory outside the checkout that the database's user can enter, the same one at every start: its name is derived
 * from the path it stands for. Ours alone: in a shared directory somebody else could have put theirs there first.
 * @throws {CountersignError} `invalid_options` when there is no such place
 */
export function ensureOutsideDirectory(standsFor: string, user: ServerUser): string {
  const name = `countersign-${createHash('sha256').update(standsFor).digest('hex').slice(0, 16)}`;
  for (const root of ['/var/lib', tmpdir()]) {
    const directory = path.join(root, name);
    try {
      mkdirSync(directory, { mode: 0o755, recursive: true });
      const found = lstatSync(directory);
      if (!found.isDirectory() || found.uid !== process.getuid?.()) continue;
      chmodSync(directory, 0o755); // whatever the umask took away
    } catch {
      continue; // not writable: the next place
    }
    if (canAccess(user, [['x', directory]])) return directory;
  }
  throw new CountersignError(
    'invalid_options',
    `PostgreSQL's user may not enter ${standsFor}, and neither /var/lib nor ${tmpdir()} offers another place. Move the checkout or set DATABASE_URL.`,
  );
}
