import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CountersignError } from '@countersign/core';
import { z } from 'zod';
import { findProcessStart } from './process-identity.ts';

const Settings = z.object({ password: z.string().min(20), port: z.number().int().positive().optional() });
export type ClusterSettings = z.infer<typeof Settings>;

const Owner = z.object({ pid: z.number().int().positive(), startedAt: z.string() });

/** What must outlive a start: the password, drawn once, and the port, so that an address that was noted down stays true. */
export function loadSettings(home: string): ClusterSettings {
  const file = path.join(home, 'settings.json');
  if (!existsSync(file)) return { password: randomBytes(24).toString('base64url') };
  const parsed = Settings.safeParse(readJson(file));
  if (parsed.success) return parsed.data;
  throw new CountersignError(
    'invalid_options',
    `${file} is damaged, and with it the password of the embedded PostgreSQL. Restore it, or remove ${home} to begin anew.`,
  );
}

export function saveSettings(home: string, settings: ClusterSettings): void {
  const file = path.join(home, 'settings.json');
  // Renamed into place: a start that is killed in between leaves the old file, never half of one.
  writeFileSync(`${file}.new`, JSON.stringify(settings), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/**
 * Makes this process the one owner of the cluster, or says who is. Returns what gives it back.
 * An owner that was killed left its file behind: it counts only while that very process lives.
 * @throws {CountersignError} `invalid_options` while another process uses the cluster
 */
export function claimHome(home: string): () => void {
  const file = path.join(home, 'owner.json');
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, startedAt: findProcessStart(process.pid) ?? '' }), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        linkSync(mine, file); // fails when it exists: creating it and writing it are one act
        return () => unlinkSync(file);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const owner = Owner.safeParse(readJson(file));
      if (owner.success && findProcessStart(owner.data.pid) === owner.data.startedAt)
        throw new CountersignError(
          'invalid_options',
          `The embedded PostgreSQL in ${home} is in use by process ${owner.data.pid}. Stop that one first, or choose another data directory.`,
        );
      if (existsSync(file)) unlinkSync(file);
    }
    throw new CountersignError('invalid_options', `Several processes are starting the embedded PostgreSQL in ${home} at once. Start one.`);
  } finally {
    unlinkSync(mine);
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // absent or damaged: the caller's schema says what that means
  }
}
