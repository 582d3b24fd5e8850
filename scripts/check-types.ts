import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';

/** Type checks every workspace that has a tsconfig.json, and the scripts. All are checked, so that one run shows every error. */
const root = path.resolve(import.meta.dirname, '..');
const projects = globSync(['tsconfig.json', '{packages,apps,examples}/*/tsconfig*.json', '{e2e,bench}/tsconfig.json'], { cwd: root })
  .filter((file) => !file.includes('tsconfig.build'))
  .toSorted();

let failures = 0;
for (const project of projects) {
  const output = await check(project);
  if (output === undefined) continue;
  failures += 1;
  console.log(`${project}:\n${output}`);
}
console.log(`${projects.length - failures} of ${projects.length} projects have right types.`);
process.exitCode = failures > 0 || projects.length === 0 ? 1 : 0;

/** @returns the errors of the project, or undefined when there are none */
function check(project: string): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  execFile(path.join(root, 'node_modules/.bin/tsc'), ['--pretty', 'false', '-p', project], { cwd: root }, (error, stdout, stderr) => {
    resolve(error ? `${stdout}${stderr}` || error.message : undefined);
  });
  return promise;
}
