import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { listMeasured, thresholds } from './scripts/coverage-areas.ts';
import { fromSource } from './scripts/from-source.ts';

/**
 * Pure tests and database tests of every package and app. `*.db.test.ts` get databases from one PostgreSQL, which the
 * global set-up starts for the run. Browser and crash tests (e2e) and the tests of the repository itself (scripts) have
 * configurations of their own.
 */
export default defineConfig({
  ...fromSource,
  test: {
    include: ['{packages,apps,examples}/*/**/*.test.{ts,tsx}', 'bench/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['packages/server/src/testing/start-test-cluster.ts'],
    // Also where a test starts Node on a .ts file of ours through an import.
    execArgv: ['--conditions=countersign-source'],
    // Most of these tests wait for a database or for a lease to run out: on two cores, four at a time keep both busy.
    maxWorkers: Math.max(4, availableParallelism()),
    // A worker loads the modules under test once for all its files: a third of the processor time (340 → 225 s). Tests keep to databases and objects of their own.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Tests wait for states: how long a busy machine takes to reach one is nothing to judge by (Vitest's default is a second).
    expect: { poll: { timeout: 45_000, interval: 50 } },
    coverage: {
      provider: 'v8',
      include: listMeasured(),
      exclude: ['**/*.test.*', '**/testing/**'],
      reporter: ['text-summary', 'json-summary'],
      thresholds,
    },
  },
});
