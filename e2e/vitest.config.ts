import { defineConfig } from 'vitest/config';
import { fromSource } from '../scripts/from-source.ts';
import { laneCount } from './browser/count-lanes.ts';

/**
 * Tests of whole processes: the crash tests and the tests of `npm start` first, then the browser tests, each with what it
 * needs started once. Crash tests stop workers past their lease, which on two cores leaves room for two at a time.
 */
const both = {
  root: import.meta.dirname,
  exclude: ['**/node_modules/**'],
  execArgv: ['--conditions=countersign-source'],
  testTimeout: 120_000,
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
          maxWorkers: 2,
          maxConcurrency: 8,
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
          // One browser for each lane; what a test sees is in a context of its own.
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
