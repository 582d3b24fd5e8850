import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepSecret } from './keep-secret.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'crm-secret-'));
});
afterEach(() => rm(directory, { recursive: true }));

test('a secret is made once, kept, and readable by its owner only', async () => {
  const place = path.join(directory, 'data');
  const [first, second] = await Promise.all([keepSecret(place), keepSecret(place)]);
  expect(second).toBe(first);
  expect(await keepSecret(place)).toBe(first);
  expect((await stat(path.join(place, 'auth-secret'))).mode & 0o777).toBe(0o600);
  expect((await readFile(path.join(place, 'auth-secret'), 'utf8')).trim()).toBe(first);
});

test('a damaged secret is said to be damaged, and not used', async () => {
  await writeFile(path.join(directory, 'auth-secret'), 'short');
  await expect(keepSecret(directory)).rejects.toThrow(/damaged/);
});
