/** One part of `npm test`. */
export interface Stage {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** A check counts as one test; a Vitest run counts its tests. */
  readonly kind: 'check' | 'vitest';
  /** `tests` and `checks` run side by side; `alone` runs after both, since its tests measure time. */
  readonly lane: 'tests' | 'checks' | 'alone';
  readonly needsChromium?: boolean;
  /** A stage that takes longer hangs: it is ended and has failed. In milliseconds. */
  readonly timeoutMs: number;
}

const MINUTE_MS = 60_000;
/**
 * All of it takes less than 15 minutes on two quiet cores, no stage more than half of that. So a machine of half the speed has
 * time to spare, and whatever hangs is ended: a test by its own timeout, and what starts and stops around the tests by these.
 */
const CHECK_MS = 6 * MINUTE_MS;
const TESTS_MS = 20 * MINUTE_MS;

const check = (name: string, ...command: [string, ...string[]]): Stage => ({ name, command, kind: 'check', lane: 'checks', timeoutMs: CHECK_MS });

export const stages: readonly Stage[] = [
  check('lockfile', 'node', 'scripts/complete-lockfile.ts', '--check'),
  check('dependencies', 'node', 'scripts/check-dependencies.ts'),
  check('format', 'biome', 'format', '--colors=off'),
  check('lint', 'biome', 'lint', '--colors=off', '--error-on-warnings'),
  check('promises', 'oxlint', '--deny-warnings'),
  check('security', 'oxlint', '--config', '.oxlintrc.security.jsonc', '--deny-warnings', '--report-unused-disable-directives'),
  check('types', 'node', 'scripts/check-types.ts'),
  check('knip', 'knip', '--no-progress', '--treat-config-hints-as-errors'),
  check('secrets', 'secretlint', '--no-color', '**/*'),
  { name: 'unit', command: ['vitest', 'run', '--coverage'], kind: 'vitest', lane: 'tests', timeoutMs: TESTS_MS },
  { name: 'packages', command: ['vitest', 'run', '--config', 'scripts/vitest.config.ts'], kind: 'vitest', lane: 'checks', timeoutMs: TESTS_MS },
  {
    name: 'e2e',
    command: ['vitest', 'run', '--config', 'e2e/vitest.config.ts'],
    kind: 'vitest',
    lane: 'alone',
    needsChromium: true,
    timeoutMs: TESTS_MS,
  },
];
