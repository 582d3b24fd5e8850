/** An entry of package-lock.json, as far as it is read here. */
export interface LockEntry {
  version?: string;
  dependencies?: Record<string, string>;
}

/**
 * The versions that this repository has locked, of everything a package brings along. Names that are locked in more than one
 * version are left to npm. With them an install elsewhere does not depend on what was published this morning, nor on whether
 * the registry at hand carries all of it yet.
 *
 * @param location where the lock file has the package, such as `packages/server` or `node_modules/express`
 */
export function listLockedVersions(packages: Record<string, LockEntry>, location: string): Record<string, string> {
  const found = new Map<string, string>();
  const visit = (entry: LockEntry | undefined): void => {
    for (const name of Object.keys(entry?.dependencies ?? {})) {
      const locked = packages[`node_modules/${name}`];
      if (found.has(name) || !locked?.version) continue;
      found.set(name, locked.version);
      visit(locked);
    }
  };
  visit(packages[location]);
  const isNested = (name: string): boolean => Object.keys(packages).some((key) => key.endsWith(`/node_modules/${name}`));
  return Object.fromEntries([...found].filter(([name]) => !isNested(name)));
}
