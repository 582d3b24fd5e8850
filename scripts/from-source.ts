const resolve = { conditions: ['countersign-source'] };

/**
 * Makes Vitest read the workspace's packages from their TypeScript. All three are needed: tests in a DOM (`resolve`), tests in
 * Node (`ssr`), and the global set-ups, which run in an environment of Vitest's own. Without the last one a checkout without
 * `dist/` does not start, and one with an old `dist/` silently starts that.
 */
export const fromSource = { resolve, ssr: { resolve }, environments: { __vitest__: { resolve } } };
