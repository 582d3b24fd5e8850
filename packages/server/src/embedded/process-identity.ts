import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { platform } from 'node:os';

/** Whether a process of this id exists, whoever owns it. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * What tells a process from a later one that was given the same id: when it began. Null when there is no such process.
 * Linux counts clock ticks since boot; elsewhere `ps` prints a date. Zombies count as gone.
 */
export function findProcessStart(pid: number): string | null {
  if (!isProcessAlive(pid)) return null;
  try {
    if (platform() !== 'linux') return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command, in parentheses, may contain spaces and parentheses of its own: fields are counted after the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null; // it ended between the two looks
  }
}

/** Whether the process is a PostgreSQL server of exactly this data directory (a postmaster works in its data directory). */
export function isPostmasterOf(pid: number, dataDirectory: string): boolean {
  if (findProcessStart(pid) === null) return false;
  try {
    if (platform() === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === dataDirectory && /postgres/.test(readFileSync(`/proc/${pid}/comm`, 'utf8'));
    const command = execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return /postgres/.test(command) && command.includes(dataDirectory);
  } catch {
    return false;
  }
}
