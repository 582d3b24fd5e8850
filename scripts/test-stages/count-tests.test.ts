import { expect, test } from 'vitest';
import { countTests } from './count-tests.ts';
import type { RecordLine } from './stage-reporter.ts';

const toRecord = (...lines: RecordLine[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
const result = (name: string, change: Partial<Extract<RecordLine, { type: 'test' }>> = {}): RecordLine => ({
  type: 'test',
  file: 'wash.test.ts',
  name,
  state: 'passed',
  isFlaky: false,
  error: '',
  ...change,
});
const dirty = { state: 'failed', error: 'Error: It is dirty.' } as const;
const begun: RecordLine = { type: 'begun', file: 'wash.test.ts' };
const ended = (...errors: string[]): RecordLine => ({ type: 'ended', file: 'wash.test.ts', errors });
const end: RecordLine = { type: 'end', isWhole: true, errors: [] };

test('counts passed and failed tests, and says which failed and why', () => {
  expect(countTests(toRecord(begun, result('a'), result('b'), ended(), end), 0)).toMatchObject({
    passed: 2,
    failed: 0,
    failures: [],
    flaky: [],
    isWhole: true,
  });
  expect(countTests(toRecord(begun, result('a'), result('b', dirty), ended(), end), 1)).toMatchObject({
    passed: 1,
    failed: 1,
    failures: ['wash.test.ts: b: Error: It is dirty.'],
  });
});

test('a test that passed only when it was repeated has passed, and is named', () => {
  const record = toRecord(begun, result('a', { isFlaky: true, error: 'Error: It is dirty.' }), ended(), end);
  expect(countTests(record, 0)).toMatchObject({ passed: 1, failed: 0, failures: [], flaky: ['wash.test.ts: a: Error: It is dirty.'] });
});

test('a file that could not be loaded or set up is one failure, unless its tests say so themselves', () => {
  expect(countTests(toRecord(begun, ended('Error: No such module'), end), 1)).toMatchObject({ failed: 1, failures: ['wash.test.ts: Error: No such module'] });
  expect(countTests(toRecord(begun, result('a', dirty), ended('Error: No such module'), end), 1)).toMatchObject({ failed: 1 });
});

test('a bad end without a failed test is a failure, with the error outside of tests', () => {
  expect(countTests(toRecord(begun, result('a'), ended(), end), 1)).toMatchObject({ passed: 1, failed: 1, failures: [] });
  expect(countTests(toRecord(begun, result('a'), ended(), { ...end, errors: ['Error: nobody waited'] }), 1)).toMatchObject({
    passed: 1,
    failed: 1,
    failures: ['Error: nobody waited'],
  });
});

test('of a run that was cut off, what had come to its end is counted, and what was at work is named', () => {
  const record = `${toRecord(begun, result('a'), result('b', dirty), { type: 'begun', file: 'other.test.ts' }, ended())}{"type":"te`;
  expect(countTests(record, 1)).toMatchObject({ passed: 1, failed: 1, isWhole: false, atWork: ['other.test.ts'] });
  expect(countTests('', 1)).toMatchObject({ passed: 0, failed: 0, isWhole: false, atWork: [] });
});
