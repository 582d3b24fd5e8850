import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findScriptProblems } from './dependencies/install-scripts.ts';
import { createManifestReader, findLicenceProblems } from './dependencies/licences.ts';
import { findSourceProblems, listFetched } from './dependencies/lock-file.ts';

/** Checks what others wrote and we install: where it comes from, what it runs, under which licence. Asks no network. */
const root = path.resolve(import.meta.dirname, '..');
const packages = listFetched(root);
const { allowScripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { allowScripts: Record<string, boolean> };

const problems = [...findSourceProblems(packages), ...findScriptProblems(packages, allowScripts), ...findLicenceProblems(packages, createManifestReader(root))];
for (const problem of problems) console.error(problem);
console.log(
  problems.length > 0
    ? `${problems.length} problems with ${packages.size} packages.`
    : `${packages.size} packages: hashes, registry, install scripts and licences are in order.`,
);
process.exitCode = problems.length > 0 || packages.size === 0 ? 1 : 0;
