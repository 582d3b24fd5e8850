/** The part of Vitest's JSON report that is counted. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

/**
 * Counts a Vitest run. A test file that could not be loaded or set up counts as one failure, and so does a run that ended badly
 * without a failed test (an error outside a test, coverage below its floor, no report at all).
 *
 * @param json Vitest's JSON report, or undefined when it wrote none
 */
export function countTests(json: string | undefined, exitCode: number): { passed: number; failed: number } {
  if (json === undefined) return { passed: 0, failed: 1 };
  const report = JSON.parse(json) as Report;
  const broken = report.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')).length;
  const failed = report.numFailedTests + broken;
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}
