import { expect, test } from 'vitest';
import { countTests } from './count-tests.ts';

const report = (passed: number, failed: number, broken = 0) =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    testResults: [
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
      ...Array.from({ length: broken }, () => ({ status: 'failed', assertionResults: [{ status: 'skipped' }] })),
    ],
  });

test('counts passed and failed tests', () => {
  expect(countTests(report(3, 0), 0)).toEqual({ passed: 3, failed: 0 });
  expect(countTests(report(3, 2), 1)).toEqual({ passed: 3, failed: 2 });
});

test('a file that could not be loaded or set up is a failure', () => {
  expect(countTests(report(3, 0, 1), 1)).toEqual({ passed: 3, failed: 1 });
});

test('a bad end without a failed test is a failure', () => {
  expect(countTests(report(3, 0), 1)).toEqual({ passed: 3, failed: 1 });
  expect(countTests(undefined, 0)).toEqual({ passed: 0, failed: 1 });
});
