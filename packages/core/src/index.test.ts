import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const listExports = (file: string) =>
  [...readFileSync(path.join(import.meta.dirname, file), 'utf8').matchAll(/^export (?:type )?\{([^}]*)\} from/gm)].flatMap(([, names = '']) =>
    names
      .split(',')
      .map((name) => name.trim().replace(/^type /, ''))
      .filter((name) => name !== ''),
  );

test('what hosts can use is few enough to be learnt, and is in one entry only', () => {
  const forHosts = listExports('index.ts');
  expect(forHosts).toContain('defineTool');
  expect(forHosts.length).toBeLessThanOrEqual(90);
  const internal = listExports('internal.ts');
  expect(internal).toContain('decideNext');
  expect(forHosts.filter((name) => internal.includes(name))).toEqual([]);
});
