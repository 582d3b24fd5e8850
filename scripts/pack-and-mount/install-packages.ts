import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const root = path.resolve(import.meta.dirname, '../..');

/**
 * Builds and packs the three packages, and installs the tarballs with the frameworks of the consumer in `directory`, as
 * somebody does who has never seen this repository.
 *
 * @throws with npm's own words when a step fails
 */
export async function installPackages(directory: string): Promise<void> {
  await run('node', ['scripts/build-packages.ts'], { cwd: root });
  const tarballs = path.join(directory, 'tarballs');
  await mkdir(tarballs, { recursive: true });
  const { stdout } = await npm(root, [
    'pack',
    '--json',
    '--pack-destination',
    tarballs,
    '-w',
    'packages/core',
    '-w',
    'packages/server',
    '-w',
    'packages/react',
  ]);
  const packed = Object.values(JSON.parse(stdout) as Packed[] | Record<string, Packed>);
  await cp(path.join(import.meta.dirname, 'consumer'), directory, { recursive: true });
  const manifestFile = path.join(directory, 'package.json');
  const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as { dependencies: Record<string, string> };
  for (const { name, filename } of packed) manifest.dependencies[name] = `file:tarballs/${path.basename(filename)}`;
  await writeFile(manifestFile, JSON.stringify(manifest, null, 2));
  await npm(directory, ['install', '--prefer-offline', '--no-audit', '--no-fund']);
}

interface Packed {
  name: string;
  filename: string;
}

function npm(cwd: string, args: readonly string[]): Promise<{ stdout: string }> {
  // What npm hands to the scripts it runs would make this one act on the repository instead of on `cwd`.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_(package|lifecycle|command|config_local_prefix)|INIT_CWD|NODE_OPTIONS)/.test(name)),
  );
  return run('npm', [...args], { cwd, env, maxBuffer: 16 * 1024 * 1024 });
}
