import { defineConfig } from 'vitest/config';
import { fromSource } from './from-source.ts';

/** The tests of the repository itself: its lint rules, its packages as others install them. */
export default defineConfig({
  ...fromSource,
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    globalSetup: ['../packages/server/src/testing/start-test-cluster.ts'],
    execArgv: ['--conditions=countersign-source'],
    testTimeout: 90_000,
    hookTimeout: 240_000,
  },
});
