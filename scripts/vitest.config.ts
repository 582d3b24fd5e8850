import { defineConfig } from 'vitest/config';

/** The tests of the repository itself: its rules, its packages as others install them, its example. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 240_000,
  },
});
