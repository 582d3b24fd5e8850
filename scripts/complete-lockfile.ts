import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Completes `package-lock.json` with the native packages of other platforms, and with `--check` only says what is missing.
 *
 * npm leaves an optional package out of the lock file when the registry it asks has none (a mirror that carries one platform),
 * and `npm ci` then refuses the lock file on every machine. An entry with version, os and cpu is enough: where it fits,
 * npm fetches it, elsewhere it is passed over. Its hash is asked of the registry; `check-dependencies.ts` names what is left without.
 */
interface Entry {
  version?: string;
  integrity?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

const systems = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm64', 'x64', 'ia32', 'riscv64', 'ppc64', 's390x', 'loong64', 'arm'];

const file = path.resolve(import.meta.dirname, '../package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Entry> };
const missing = findMissing(lock.packages);

if (missing.size === 0) console.log('package-lock.json has every optional package.');
else if (process.argv.includes('--check')) {
  console.error(`package-lock.json lacks ${[...missing.keys()].join(', ')}: npm ci would refuse it. Run node scripts/complete-lockfile.ts.`);
  process.exitCode = 1;
} else {
  const { '': root = {}, ...rest } = lock.packages;
  const added = [...missing].map(([location, entry]): [string, Entry] => {
    const integrity = findHash(location, entry);
    return [location, { ...entry, ...(integrity && { integrity }) }];
  });
  const packages = Object.entries({ ...rest, ...Object.fromEntries(added) }).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: { '': root, ...Object.fromEntries(packages) } }, null, 2)}\n`);
  console.log(`Added ${missing.size} packages to package-lock.json.`);
}

function findMissing(packages: Record<string, Entry>): Map<string, Entry> {
  const locked = new Set(Object.keys(packages).map((location) => location.slice(location.lastIndexOf('node_modules/') + 'node_modules/'.length)));
  const needed = Object.values(packages).flatMap((entry) =>
    Object.entries(entry.optionalDependencies ?? {}).map(([name, version]) => ({ name, version, of: entry })),
  );
  return new Map(
    needed
      .filter(({ name }) => !locked.has(name))
      .map(({ name, version, of }) => [`node_modules/${name}`, { version, ...(of.dev && { dev: true }), optional: true, ...readPlatform(name) }]),
  );
}

/** What the registry at hand says of a package; undefined where it does not carry it. */
function findHash(location: string, { version }: Entry): string | undefined {
  try {
    const name = location.slice('node_modules/'.length);
    return execFileSync('npm', ['view', `${name}@${version}`, 'dist.integrity'], { encoding: 'utf8' }).trim() || undefined;
  } catch (error) {
    console.error(`There is no hash of ${location}: ${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}`);
    return undefined;
  }
}

/** Native packages are named for their platform, such as `@biomejs/cli-linux-x64-musl`. */
function readPlatform(name: string): Pick<Entry, 'os' | 'cpu' | 'libc'> {
  const words = name.split(/[/-]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  if (os.length === 0) throw new Error(`${name} is missing from package-lock.json and its name tells no platform: add it by hand.`);
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : words.some((word) => word.startsWith('gnu')) ? ['glibc'] : undefined;
  return { os, ...(cpu.length > 0 && { cpu }), ...(libc && os.includes('linux') && { libc }) };
}
