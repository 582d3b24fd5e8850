import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** Shows that the scan of `npm test` finds a secret, also in hidden files, and lets the URLs of test databases pass. */
const root = path.resolve(import.meta.dirname, '..');
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'countersign-secrets-'));
  await cp(path.join(root, '.secretlintrc.json'), path.join(directory, '.secretlintrc.json'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

// Put together here, so that the scan of this repository does not find this file.
const url = (password: string, host: string) => ['postgres:/', `/app:${password}@${host}:5432/product`].join('');

test.each([
  ['config.json', url('s3cr3t-v4lue', 'db.company.com'), 1],
  ['.hidden/.env', `DATABASE_URL=${url('s3cr3t-v4lue', 'db.company.com')}`, 1],
  ['key.ts', `const key = '${['ghp_', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join('')}';`, 1],
  ['fixture.ts', url('x', 'db.example'), 0],
  ['local.ts', url('x', '127.0.0.1'), 0],
])('%s ends the scan as it should', async (file, text, expected) => {
  const target = path.join(directory, file);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, `${text}\n`);
  const { promise, resolve } = Promise.withResolvers<number>();
  execFile(path.join(root, 'node_modules/.bin/secretlint'), ['**/*'], { cwd: directory }, (error) => resolve(error ? Number(error.code) : 0));
  expect(await promise).toBe(expected);
  await rm(target);
});
