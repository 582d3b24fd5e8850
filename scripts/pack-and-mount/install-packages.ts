import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type LockEntry, listLockedVersions } from './locked-versions.ts';

const run = promisify(execFile);
export const root = path.resolve(import.meta.dirname, '../..');
const published = ['core', 'server', 'react'];

/**
 * Builds and packs the three packages, and installs the tarballs with the frameworks of the consumer in `directory`, as
 * somebody does who has never seen this repository.
 *
 * @throws with npm's own words when a step fails
 */
export async function installPackages(directory: string): Promise<void> {
  await cp(path.join(import.meta.dirname, 'consumer'), directory, { recursive: true });
  try {
    await run('node', ['scripts/build-packages.ts'], { cwd: root });
    await writeManifest(directory, await packPackages(path.join(directory, 'tarballs')));
  } finally {
    // The checkout is left without what would soon be stale, and everything else in it runs without.
    for (const name of published) await rm(path.join(root, 'packages', name, 'dist'), { recursive: true, force: true });
  }
  await npm(directory, ['install', '--prefer-offline', '--no-audit', '--no-fund']);
}

/** @returns the file of each package's tarball by the package's name */
async function packPackages(directory: string): Promise<Record<string, string>> {
  await mkdir(directory, { recursive: true });
  const workspaces = published.map((name) => `--workspace=packages/${name}`);
  const { stdout } = await npm(root, ['pack', '--json', '--pack-destination', directory, ...workspaces]);
  // npm 10 prints a list, npm 11 an object by name.
  const packed = Object.values(JSON.parse(stdout) as Record<string, { name: string; filename: string }>);
  return Object.fromEntries(packed.map(({ name, filename }) => [name, path.join(directory, path.basename(filename))]));
}

/** Our packages come from their tarballs, and what this repository has locked comes in the version it has locked. */
async function writeManifest(directory: string, tarballs: Record<string, string>): Promise<void> {
  const file = path.join(directory, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
  const { packages } = JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, LockEntry> };
  const pin = ([name, range]: [string, string]) => [name, tarballs[name] ? `file:${tarballs[name]}` : (packages[`node_modules/${name}`]?.version ?? range)];
  const locations = {
    '@countersign/server': 'packages/server',
    '@countersign/react': 'packages/react',
    express: 'node_modules/express',
    fastify: 'node_modules/fastify',
  };
  const pinned = {
    ...manifest,
    dependencies: Object.fromEntries(Object.entries(manifest.dependencies).map(pin)),
    devDependencies: Object.fromEntries(Object.entries(manifest.devDependencies).map(pin)),
    overrides: Object.fromEntries(Object.entries(locations).map(([name, location]) => [name, listLockedVersions(packages, location)])),
  };
  await writeFile(file, JSON.stringify(pinned, null, 2));
}

function npm(cwd: string, args: readonly string[]): Promise<{ stdout: string }> {
  // What npm hands to the scripts it runs would make this one act on the repository instead of on `cwd`.
  const inherited = /^(npm_(package|lifecycle|command|config_local_prefix)|INIT_CWD|NODE_OPTIONS)/;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited.test(name)));
  return run('npm', [...args], { cwd, env, maxBuffer: 16 * 1024 * 1024 });
}
