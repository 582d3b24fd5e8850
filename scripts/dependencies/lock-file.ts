import { readFileSync } from 'node:fs';
import path from 'node:path';

/** An entry of package-lock.json, as far as it is checked. */
export interface LockedPackage {
  version?: string;
  integrity?: string;
  /** Where it comes from; npm may leave it out, and then it is the registry at hand. */
  resolved?: string;
  /** A package of this repository. */
  link?: boolean;
  optional?: boolean;
  hasInstallScript?: boolean;
  license?: string;
}

const FOLDER = 'node_modules/';

/** Everything that npm would fetch, by its location; what belongs to this repository is left out. */
export function listFetched(root: string): Map<string, LockedPackage> {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, LockedPackage> };
  return new Map(Object.entries(packages).filter(([location, entry]) => location.includes(FOLDER) && !entry.link));
}

/** @example toName('node_modules/a/node_modules/@b/c') // '@b/c' */
export function toName(location: string): string {
  return location.slice(location.lastIndexOf(FOLDER) + FOLDER.length);
}

/** What is wrong with where packages come from: without a hash, or from elsewhere than the others, one may be another tomorrow. */
export function findSourceProblems(packages: ReadonlyMap<string, LockedPackage>): string[] {
  const hosts = new Map<string, string[]>();
  const problems = [...packages].flatMap(([location, { integrity, resolved }]) => {
    const found = /^sha(?:384|512)-/.test(integrity ?? '')
      ? []
      : [`${location} has no SHA-512 in package-lock.json: whatever arrives under its name is taken.`];
    if (resolved === undefined) return found;
    const url = URL.parse(resolved);
    if (url?.protocol !== 'https:') return [...found, `${location} is not fetched from a registry over HTTPS.`];
    hosts.set(url.host, [...(hosts.get(url.host) ?? []), location]);
    return found;
  });
  if (hosts.size < 2) return problems;
  // The host that most come from is the registry, whatever its name: that differs from place to place.
  const [, ...others] = [...hosts.values()].toSorted((a, b) => b.length - a.length);
  return [...problems, ...others.flat().map((location) => `${location} comes from another host than most packages do.`)];
}
