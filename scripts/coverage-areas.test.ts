import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { areas, listMeasured, metrics, sumAreas, thresholds } from './coverage-areas.ts';

const root = path.resolve(import.meta.dirname, '..');

test('every package, and every folder of an app, has a floor of its own', () => {
  const folders = globSync('packages/*/src', { cwd: root }).concat(
    globSync('apps/*/src/*/', { cwd: root, withFileTypes: true }).map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
  );
  expect(areas.toSorted()).toEqual(folders.toSorted());
  for (const [glob, floor] of Object.entries(thresholds)) expect([glob, Object.keys(floor).toSorted()]).toEqual([glob, metrics.toSorted()]);
});

test('screens are measured where they have a unit test beside them, everything else always', () => {
  const measured = listMeasured();
  expect(measured).toContain('packages/server/src/**');
  expect(measured).toContain('apps/crm/src/web/panels/merge-versions.ts');
  expect(measured).not.toContain('apps/crm/src/web/**');
  for (const file of measured.filter((name) => !name.includes('*'))) expect(readFileSync(path.join(root, file), 'utf8')).not.toBe('');
});

test('an area is the sum of its files, and one that nobody measured is an error', () => {
  const counts = (total: number, covered: number) => ({
    lines: { total, covered },
    statements: { total, covered },
    functions: { total, covered },
    branches: { total: 0, covered: 0 },
  });
  const summary = Object.fromEntries(areas.map((area) => [path.join(root, area, 'a.ts'), counts(10, 5)]));
  const second = path.join(root, 'packages/core/src/run/b.ts');
  expect(sumAreas({ ...summary, [second]: counts(30, 30) })['packages/core/src']).toEqual({ lines: 87.5, statements: 87.5, functions: 87.5, branches: 100 });
  expect(() => sumAreas({ [second]: counts(1, 1) })).toThrow('No file of');
});
