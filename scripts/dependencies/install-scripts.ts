import { type LockedPackage, toName } from './lock-file.ts';

/**
 * Compares the packages that run a script when they are installed with the list `allowScripts` of package.json: everyone of
 * them is let or refused there by name, and nobody else.
 */
export function findScriptProblems(packages: ReadonlyMap<string, LockedPackage>, allowScripts: Readonly<Record<string, boolean>>): string[] {
  const running = new Set([...packages].filter(([, entry]) => entry.hasInstallScript).map(([location]) => toName(location)));
  const unlisted = [...running].filter((name) => !Object.hasOwn(allowScripts, name));
  const stale = Object.keys(allowScripts).filter((name) => !running.has(name));
  return [
    ...unlisted.map((name) => `${name} runs a script when it is installed: let it (true) or refuse it (false) under "allowScripts" of package.json.`),
    ...stale.map((name) => `${name} runs no script any more: take it off "allowScripts" of package.json.`),
  ];
}
