import { execFileSync } from 'node:child_process';
import { cpSync, globSync, rmSync } from 'node:fs';
import path from 'node:path';

/**
 * Emits `dist/` (JavaScript and its types) of every package that is published. Core first: the others are checked against
 * its emitted types, without the `source` condition, as an installer would see them.
 */
const root = path.resolve(import.meta.dirname, '..');
for (const name of ['core', 'server', 'react']) {
  const directory = path.join(root, 'packages', name);
  const startedAt = performance.now();
  rmSync(path.join(directory, 'dist'), { recursive: true, force: true });
  try {
    execFileSync(path.join(root, 'node_modules/.bin/tsc'), ['--pretty', 'false', '-p', 'tsconfig.build.json'], { cwd: directory, stdio: 'inherit' });
  } catch {
    // The compiler has said what is wrong; the packages that follow could only repeat it.
    console.error(`packages/${name} does not build.`);
    process.exit(1);
  }
  // The compiler passes style sheets by, and the declarations beside them.
  for (const file of globSync('**/*.css{,.d.ts}', { cwd: path.join(directory, 'src') }))
    cpSync(path.join(directory, 'src', file), path.join(directory, 'dist', file));
  console.log(`packages/${name} is built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
}
