import path from 'node:path';

/** The part of Vitest's JSON report that is counted. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    status: string;
    name: string;
    /** Why the file itself could not be loaded or set up; else empty. */
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages?: string[] | null }[];
  }[];
}

export interface Counted {
  passed: number;
  failed: number;
  /** What failed and why, a line each: what is left to read where the output before it was cut off. */
  failures: string[];
}

/**
 * Counts a Vitest run. A test file that could not be loaded or set up counts as one failure, and so does a run that ended badly
 * without a failed test (an error outside a test, coverage below its floor, no report at all).
 *
 * @param json Vitest's JSON report, or undefined when it wrote none
 */
export function countTests(json: string | undefined, exitCode: number): Counted {
  if (json === undefined) return { passed: 0, failed: 1, failures: [] };
  const report = JSON.parse(json) as Report;
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (status === 'failed' && failed.length === 0) return [`${path.basename(name)}: ${toLine(message)}`];
    return failed.map(({ fullName, failureMessages }) => `${path.basename(name)}: ${fullName}: ${toLine(failureMessages?.[0])}`);
  });
  const failed = failures.length === 0 && exitCode !== 0 ? 1 : failures.length;
  return { passed: report.numPassedTests, failed, failures };
}

const toLine = (message = '') => message.split('\n', 1)[0]?.slice(0, 300) ?? '';
