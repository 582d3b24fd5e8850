import { defineConfig } from 'vitest/config';

/** The tests of the repository itself: its lint rules, its packages as others install them. */
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    globalSetup: ['../packages/server/src/testing/start-test-cluster.ts'],
    execArgv: ['--conditions=source'],
    testTimeout: 90_000,
    hookTimeout: 240_000,
  },
});
