import { accessSync, chmodSync, constants, mkdtempSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import path from 'node:path';

/** Linux's file system in memory. */
const memoryRoot = '/dev/shm';

/** Where scratch directories may lie. */
export const scratchRoots = [tmpdir(), memoryRoot];

/** Several times what the servers of a whole test run keep, so that no run ends for want of memory. */
const ROOM_BYTES = 2 * 1024 ** 3;

/**
 * Creates a directory for files that nobody needs after the test: in memory where there is room, else with the other
 * temporary files. A database consists of 300 files; cloning one takes 20 ms in memory and 200 ms on a virtual disk.
 * PostgreSQL's user may pass through it, since as root the server does not run as ourselves.
 */
export function createScratchDirectory(prefix: string): string {
  const root = process.platform === 'linux' && hasRoom(memoryRoot) && freemem() > ROOM_BYTES ? memoryRoot : tmpdir();
  const directory = mkdtempSync(path.join(root, prefix));
  chmodSync(directory, 0o711);
  return directory;
}

function hasRoom(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize > ROOM_BYTES;
  } catch {
    // There is none, or it is not ours to write to.
    return false;
  }
}
