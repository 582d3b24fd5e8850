import { expect, test } from 'vitest';
import { countTests } from './count-tests.ts';

const failing = { status: 'failed', fullName: 'A car is washed', failureMessages: ['Error: It is dirty.\n    at wash.ts:3'] };
const report = (passed: number, failed: number, broken = 0) =>
  JSON.stringify({
    numPassedTests: passed,
    testResults: [
      { name: '/repo/a.test.ts', status: 'passed', message: '', assertionResults: [{ status: 'passed', fullName: 'A car is found' }] },
      { name: '/repo/b.test.ts', status: failed > 0 ? 'failed' : 'passed', message: '', assertionResults: Array.from({ length: failed }, () => failing) },
      ...Array.from({ length: broken }, () => ({ name: '/repo/c.test.ts', status: 'failed', message: 'No such module\nx', assertionResults: [] })),
    ],
  });

test('counts passed and failed tests, and says which failed and why', () => {
  expect(countTests(report(3, 0), 0)).toEqual({ passed: 3, failed: 0, failures: [] });
  const line = 'b.test.ts: A car is washed: Error: It is dirty.';
  expect(countTests(report(3, 2), 1)).toEqual({ passed: 3, failed: 2, failures: [line, line] });
});

test('a file that could not be loaded or set up is a failure', () => {
  expect(countTests(report(3, 0, 1), 1)).toEqual({ passed: 3, failed: 1, failures: ['c.test.ts: No such module'] });
});

test('a bad end without a failed test is a failure', () => {
  expect(countTests(report(3, 0), 1)).toMatchObject({ passed: 3, failed: 1 });
  expect(countTests(undefined, 0)).toMatchObject({ passed: 0, failed: 1 });
});
