import { expect, test } from 'vitest';
import { listLockedVersions } from './locked-versions.ts';

test('lists what a package brings along, at any depth, and leaves names with two versions out', () => {
  const packages = {
    'packages/server': { version: '0.1.0', dependencies: { pg: '^8', queue: '^1' } },
    'node_modules/pg': { version: '8.1.0' },
    'node_modules/queue': { version: '1.2.0', dependencies: { rule: '^2', pg: '^8', queue: '*', split: '^1' } },
    'node_modules/rule': { version: '2.2.7' },
    'node_modules/split': { version: '1.0.0' },
    'node_modules/other/node_modules/split': { version: '2.0.0' },
    'node_modules/other': { version: '3.0.0' },
  };
  expect(listLockedVersions(packages, 'packages/server')).toEqual({ pg: '8.1.0', queue: '1.2.0', rule: '2.2.7' });
});
