import { defineConfig } from 'vitest/config';
import { fromSource } from '../scripts/from-source.ts';

/**
 * Tests of whole processes: the crash tests and the tests of `npm start` on one side, the browser tests on the other, each
 * with what it needs started once. One file after the other, since they measure time and the machine has few cores.
 */
const both = {
  root: import.meta.dirname,
  exclude: ['**/node_modules/**'],
  execArgv: ['--conditions=countersign-source'],
  fileParallelism: false,
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        ...fromSource,
        test: {
          ...both,
          name: 'processes',
          include: ['**/*.test.ts'],
          exclude: [...both.exclude, 'browser/**'],
          globalSetup: ['../packages/server/src/testing/start-test-cluster.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        ...fromSource,
        test: { ...both, name: 'browser', include: ['browser/**/*.test.ts'], globalSetup: ['browser/start-shared-app.ts'], sequence: { groupOrder: 1 } },
      },
    ],
  },
});
