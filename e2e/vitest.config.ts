import { defineConfig } from 'vitest/config';

/**
 * Crash tests and browser tests: whole processes against one PostgreSQL, which the global set-up starts. One file after the
 * other, since they measure time and the machine has few cores.
 */
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    globalSetup: ['../packages/server/src/testing/start-test-cluster.ts'],
    execArgv: ['--conditions=source'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
