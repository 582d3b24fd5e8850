import path from 'node:path';
import { expect, test } from 'vitest';
import { findCycles, findPairs, listImports, readSources, type Source, toGraph, toUnit } from './folder-cycles.ts';

const root = path.resolve(import.meta.dirname, '..');

/** Trees without a round, and how deep they were looked at. */
const untied = [
  ['packages/core/src', 3],
  ['packages/server/src', 3],
  ['apps/crm/src', 1],
  ['apps/crm/src/server', 3],
  ['apps/crm/src/web', 3],
  ['apps/crm/src/shared', 3],
] as const;

test.each(untied)('no folders of %s import each other', (tree, depth) => {
  const sources = readSources(path.join(root, tree));
  expect(sources.length).toBeGreaterThan(0);
  expect(findCycles(sources, depth).lines).toEqual([]);
});

test('every way to import is seen, and no words about one', () => {
  const text = [
    "import { a } from './a.ts';",
    "import type { B } from '../b.ts';",
    'import {',
    '  c,',
    '  type D,',
    "} from './c.ts';",
    "import './e.css';",
    "export { f } from './f.ts';",
    "export type { G } from './g.ts';",
    "export * from './h.ts';",
    "import { z } from 'zod';",
    "const load = async () => (await import('./i.ts')).I;",
    "type J = import('./j.ts').J;",
    "export const words = 'x';",
    "const k = 'from ./k.ts';",
    "// import('./l.ts')",
    " * import('./m.ts')",
    "/** as in import('./n.ts') */",
  ].join('\n');
  expect(listImports(text).toSorted()).toEqual(['../b.ts', './a.ts', './c.ts', './e.css', './f.ts', './g.ts', './h.ts', './i.ts', './j.ts']);
});

/** `imports` of a file as its text. */
const source = (file: string, ...imports: readonly string[]): Source => ({ file, text: imports.map((to) => `import '${to}';`).join('\n') });

test('a unit is a folder of the level, or a file in the root', () => {
  expect(['log.ts', 'a/x.ts', 'a/b/x.ts', 'a/b/c/x.ts'].map((file) => toUnit(file, 2))).toEqual(['log.ts', 'a', 'a/b', 'a/b']);
});

test('folders that import each other straight are a pair, once, with the imports that show it', () => {
  const sources = [source('a/one.ts', '../b/two.ts', '../c/free.ts'), source('b/two.ts', '../a/three.ts'), source('c/free.ts', '../../outside.ts')];
  expect(findCycles(sources, 2)).toEqual({ straight: 1, round: 0, lines: ['a ⇄ b\n    a/one.ts → b/two.ts\n    b/two.ts → a/three.ts'] });
});

test('a longer round is found, though no two files and no two folders import each other', () => {
  const sources = [source('a/one.ts', '../b/two.ts'), source('b/three.ts', '../c/four.ts'), source('c/five.ts', '../a/six.ts')];
  const { straight, round, lines } = findCycles(sources, 1);
  expect([straight, round]).toEqual([0, 3]);
  expect(lines[0]).toBe('a → b → c → a\n    a/one.ts → b/two.ts\n    b/three.ts → c/four.ts\n    c/five.ts → a/six.ts');
});

test('a folder and one inside it are two units below, and one above', () => {
  const sources = [source('a/one.ts', './in/two.ts'), source('a/in/two.ts', '../three.ts')];
  expect(findPairs(toGraph(sources, 1))).toEqual([]);
  expect(findCycles(sources, 2)).toMatchObject({ straight: 1, round: 0 });
});

test('folders that are in a round by what lies deeper in them are found above', () => {
  const sources = [source('a/in/one.ts', '../../b/two.ts'), source('b/in/three.ts', '../../a/four.ts')];
  expect(findCycles(sources, 2)).toMatchObject({ straight: 1, lines: [expect.stringContaining('a ⇄ b')] });
});
