import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { CountersignError } from '@countersign/core';

/** Says, inside a finished build, which sources it was made from. */
const MARK = '.sources';

/**
 * Builds the web app unless what is there was made from these very sources. Another process may build at the same time:
 * each works in a directory of its own and whoever is done moves it into place.
 *
 * @param root the directory of the CRM
 * @returns the directory of the build
 * @throws {CountersignError} `unavailable` with what the build said
 */
export async function buildWeb(root: string, note: (line: string) => void): Promise<string> {
  const target = path.join(root, 'dist/web');
  const sources = await hashSources(root);
  if (await isBuiltFrom(target, sources)) return target;
  note('Building the web app…');
  const scratch = path.join(root, `dist/.web-${process.pid}`);
  try {
    await runVite(root, scratch);
    await compressFiles(scratch);
    await writeFile(path.join(scratch, MARK), sources);
    await moveIntoPlace(scratch, target, sources);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return target;
}

async function isBuiltFrom(target: string, sources: string): Promise<boolean> {
  const mark = path.join(target, MARK);
  return existsSync(mark) && (await readFile(mark, 'utf8')) === sources;
}

/** Everything the bundle is made of: the web app, what it shares with the server, the two packages, and every dependency. */
async function hashSources(root: string): Promise<string> {
  const workspace = path.join(root, '../..');
  const places = ['src/web', 'src/shared', 'index.html', 'vite.config.ts'].map((name) => path.join(root, name));
  places.push(...['packages/core/src', 'packages/react/src', 'package-lock.json'].map((name) => path.join(workspace, name)));
  const hash = createHash('sha256');
  for (const place of places) {
    for (const file of await listFiles(place))
      hash
        .update(path.relative(workspace, file))
        .update('\0')
        .update(await readFile(file))
        .update('\0');
  }
  return hash.digest('hex');
}

async function listFiles(place: string): Promise<string[]> {
  if (!existsSync(place)) return [];
  if ((await stat(place)).isFile()) return [place];
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name));
  return files.map((entry) => path.join(entry.parentPath, entry.name)).sort();
}

/** In a process of its own: it takes half a gigabyte and both cores, and changes NODE_ENV. */
async function runVite(root: string, outDir: string): Promise<void> {
  const vite = path.join(path.dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  const args = [vite, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const kill = () => child.kill();
  process.once('exit', kill);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  process.removeListener('exit', kill);
  if (code !== 0) throw new CountersignError('unavailable', `The web app could not be built:\n${Buffer.concat(said).toString('utf8').trim()}`);
}

const squeeze = { br: promisify(brotliCompress), gz: promisify(gzip) };

/** Once here instead of once per visitor. Only what gets smaller by it is kept. */
async function compressFiles(directory: string): Promise<void> {
  const files = (await listFiles(directory)).filter((file) => /\.(css|js|json|svg|txt|webmanifest)$/.test(file));
  await Promise.all(
    files.map(async (file) => {
      const plain = await readFile(file);
      const br = await squeeze.br(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
      const gz = await squeeze.gz(plain, { level: 9 });
      if (br.length < plain.length * 0.9) await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
    }),
  );
}

async function moveIntoPlace(scratch: string, target: string, sources: string): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  await rm(target, { recursive: true, force: true });
  try {
    await rename(scratch, target);
  } catch (error) {
    // Another process was faster, with the same sources.
    if (!(await isBuiltFrom(target, sources))) throw error;
  }
}
