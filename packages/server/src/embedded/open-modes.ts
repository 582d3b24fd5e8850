import { chmodSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Makes a tree readable, and its programs and directories enterable, for everybody. */
export function openModes(directory: string): void {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const target = path.join(directory, entry.name);
    if (entry.isDirectory()) openModes(target);
    else if (entry.isFile()) chmodSync(target, path.basename(directory) === 'bin' ? 0o755 : 0o644);
  }
}
