import type { StageResult } from './run-stage.ts';

/** The end of `npm test`, line by line: a table, what failed, what is flaky, and in the last line the sums and nothing else. */
export function summarize(results: readonly StageResult[], ms: number): string[] {
  const sum = (of: 'passed' | 'failed') => results.reduce((total, result) => total + result[of], 0);
  const row = (name: string, passed: string, failed: string, seconds: string) =>
    `${name.padEnd(14)}${passed.padStart(8)}${failed.padStart(8)}${seconds.padStart(9)}`;
  return [
    '',
    row('stage', 'passed', 'failed', 'seconds'),
    ...results.map((result) => row(result.name, String(result.passed), String(result.failed), (result.ms / 1000).toFixed(1))),
    row('all', '', '', (ms / 1000).toFixed(1)),
    '',
    ...results.flatMap(({ name, failures }) => failures.map((failure) => `[${name}] ${failure}`)),
    ...results.flatMap(({ name, flaky }) => flaky.map((test) => `flaky: [${name}] ${test}`)),
    `${sum('passed')} passed, ${sum('failed')} failed`,
  ];
}
