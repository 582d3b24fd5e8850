import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type LockedPackage, toName } from './lock-file.ts';

/** Licences that ask for no more than to be passed on with the copy. */
const allowed = new Set(['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0', 'Python-2.0', 'Unlicense']);

/** Packages under another licence, and why they may be here. A name ends with `*` where there is one for each platform. */
const exceptions: readonly { name: string; licence: string; why: string }[] = [
  { name: 'lightningcss*', licence: 'MPL-2.0', why: 'shrinks the CSS of the CRM while it is built; its own files are not changed, and none is delivered' },
  { name: 'axe-core', licence: 'MPL-2.0', why: 'runs in the browser tests only' },
  { name: 'binaryextensions', licence: 'Artistic-2.0', why: 'a part of secretlint, which is run and not delivered' },
  { name: 'editions', licence: 'Artistic-2.0', why: 'a part of secretlint, which is run and not delivered' },
  { name: 'istextorbinary', licence: 'Artistic-2.0', why: 'a part of secretlint, which is run and not delivered' },
  { name: 'textextensions', licence: 'Artistic-2.0', why: 'a part of secretlint, which is run and not delivered' },
  { name: 'version-range', licence: 'Artistic-2.0', why: 'a part of secretlint, which is run and not delivered' },
  { name: '@azu/style-format', licence: 'WTFPL', why: 'a part of secretlint, which is run and not delivered' },
  { name: 'spdx-exceptions', licence: 'CC-BY-3.0', why: 'a list of names that secretlint brings along; it is not delivered' },
];

/** An installed package as its own manifest describes it. */
interface Manifest {
  version?: string;
  license?: string | { type?: string };
}

/**
 * What is wrong with licences, and with what is installed. A package of another platform is not here to be read: then the lock
 * file's word is taken.
 *
 * @param readManifest undefined: it is not installed
 */
export function findLicenceProblems(
  packages: ReadonlyMap<string, LockedPackage>,
  readManifest: (location: string) => Manifest | undefined,
  exempt = exceptions,
): string[] {
  const used = new Set<string>();
  const problems = [...packages].flatMap(([location, entry]) => {
    const manifest = readManifest(location);
    if (!manifest && !entry.optional) return [`${location} is not installed: run npm ci.`];
    if (manifest && manifest.version !== entry.version) return [`${location} is installed in ${manifest.version}, not in ${entry.version}: run npm ci.`];
    const licence = (typeof manifest?.license === 'object' ? manifest.license.type : manifest?.license) ?? entry.license ?? 'none';
    if (isAllowed(licence)) return [];
    const exception = exempt.find(({ name, licence: known }) => known === licence && isNamed(name, toName(location)));
    if (exception) used.add(exception.name);
    return exception ? [] : [`${location} is under ${licence}: replace it, or name it with a reason in scripts/dependencies/licences.ts.`];
  });
  return [
    ...problems,
    ...exempt.filter(({ name }) => !used.has(name)).map(({ name }) => `${name} needs no exception any more: take it out of scripts/dependencies/licences.ts.`),
  ];
}

const isNamed = (pattern: string, name: string) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern);

/** Of an expression such as `(MIT OR CC0-1.0)`: one of alternatives is enough, of what is joined by AND all count. */
function isAllowed(expression: string): boolean {
  const plain = expression.replaceAll(/[()]/g, ' ').trim();
  return plain.split(/\s+OR\s+/).some((alternative) => alternative.split(/\s+AND\s+/).every((licence) => allowed.has(licence.trim())));
}

/** Reads the manifest of what is installed below a folder. */
export function createManifestReader(root: string): (location: string) => Manifest | undefined {
  return (location) => {
    try {
      return JSON.parse(readFileSync(path.join(root, location, 'package.json'), 'utf8')) as Manifest;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  };
}
