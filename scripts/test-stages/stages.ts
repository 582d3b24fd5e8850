/** One part of `npm test`. */
export interface Stage {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** A check counts as one test; a Vitest run counts its tests. */
  readonly kind: 'check' | 'vitest';
  /** `tests` and `checks` run side by side; `alone` runs after both, since its tests measure time. */
  readonly lane: 'tests' | 'checks' | 'alone';
  readonly needsChromium?: boolean;
  /** A stage that takes longer hangs: it is ended and has failed. In milliseconds, generous for a busy machine. */
  readonly timeoutMs: number;
}

const MINUTE_MS = 60_000;
const check = (name: string, ...command: [string, ...string[]]): Stage => ({ name, command, kind: 'check', lane: 'checks', timeoutMs: 3 * MINUTE_MS });

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
  { name: 'unit', command: ['vitest', 'run', '--coverage'], kind: 'vitest', lane: 'tests', timeoutMs: 8 * MINUTE_MS },
  { name: 'packages', command: ['vitest', 'run', '--config', 'scripts/vitest.config.ts'], kind: 'vitest', lane: 'checks', timeoutMs: 8 * MINUTE_MS },
  {
    name: 'e2e',
    command: ['vitest', 'run', '--config', 'e2e/vitest.config.ts'],
    kind: 'vitest',
    lane: 'alone',
    needsChromium: true,
    timeoutMs: 8 * MINUTE_MS,
  },
];
