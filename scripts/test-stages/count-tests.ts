import { type RecordLine, toFlaky } from './stage-reporter.ts';

export interface Counted {
  passed: number;
  failed: number;
  /** What failed and why, a line each: what is left to read where the output before it was cut off. */
  failures: string[];
  /** What passed only when it was repeated. */
  flaky: string[];
}

export interface CountedRun extends Counted {
  /** The run came to its end. If not, there is more than what is counted here. */
  isWhole: boolean;
  /** Files that had begun and not ended. */
  atWork: string[];
}

/**
 * Counts a Vitest run by the record that `StageReporter` has written so far. A test file that could not be loaded or set up counts
 * as one failure; so does a run that came to its end and ended badly without a failed test (an error outside a test, coverage below its floor).
 */
export function countTests(record: string, exitCode: number): CountedRun {
  const lines = parseRecord(record);
  const tests = lines.filter((line) => line.type === 'test');
  const failedTests = tests.filter(({ state }) => state === 'failed');
  const ended = lines.filter((line) => line.type === 'ended');
  // What a hook broke is told by its tests, where they failed of it.
  const broken = ended.filter(({ file, errors }) => errors.length > 0 && !failedTests.some((test) => test.file === file));
  const end = lines.find((line) => line.type === 'end');
  const failures = [
    ...failedTests.map(({ file, name, error }) => `${file}: ${name}: ${error}`),
    ...broken.map(({ file, errors }) => `${file}: ${errors[0]}`),
    ...(end?.errors ?? []),
  ];
  const isWhole = end?.isWhole ?? false;
  return {
    passed: tests.length - failedTests.length,
    failed: failures.length === 0 && isWhole && exitCode !== 0 ? 1 : failures.length,
    failures,
    flaky: tests.filter(({ isFlaky }) => isFlaky).map(toFlaky),
    isWhole,
    atWork: lines.flatMap((line) => (line.type === 'begun' && !ended.some(({ file }) => file === line.file) ? [line.file] : [])),
  };
}

/** What was being written when everything stopped is no line. */
function parseRecord(record: string): RecordLine[] {
  return record
    .slice(0, record.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RecordLine);
}
