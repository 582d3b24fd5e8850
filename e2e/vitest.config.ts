import { defineConfig } from 'vitest/config';
import { fromSource } from '../scripts/from-source.ts';
import { laneCount } from './browser/count-lanes.ts';

/**
 * Tests of whole processes: the crash tests and the tests of `npm start` first, then the browser tests, each with what it
 * needs started once. Crash tests mostly wait for a lease to run out, so more of them run side by side than there are cores.
 */
const both = {
  root: import.meta.dirname,
  exclude: ['**/node_modules/**'],
  execArgv: ['--conditions=countersign-source'],
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
          maxWorkers: 4,
          sequence: { groupOrder: 0 },
        },
      },
      {
        ...fromSource,
        test: {
          ...both,
          name: 'browser',
          include: ['browser/**/*.test.ts'],
          globalSetup: ['browser/start-shared-apps.ts'],
          maxWorkers: laneCount,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
