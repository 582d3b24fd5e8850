import { expect, test } from 'vitest';
import { summarize } from './summarize.ts';

const unit = { name: 'unit', passed: 20, failed: 0, failures: [], flaky: [], ms: 61_000 };
const e2e = { name: 'e2e', passed: 4, failed: 1, failures: ['a.test.ts: washes: Error: dirty'], flaky: ['b.test.ts: dries: Error: wet'], ms: 9_000 };

test('the last line has the sums and nothing else', () => {
  expect(summarize([unit, e2e], 70_000).at(-1)).toBe('24 passed, 1 failed');
});

test('what failed and what is flaky is named with its stage, and a flaky test is no failure', () => {
  const lines = summarize([unit, { ...e2e, failed: 0, failures: [] }], 70_000);
  expect(lines).toContain('flaky: [e2e] b.test.ts: dries: Error: wet');
  expect(lines.at(-1)).toBe('24 passed, 0 failed');
  expect(summarize([e2e], 1)).toContain('[e2e] a.test.ts: washes: Error: dirty');
});

test('nothing is said of flaky tests where there are none', () => {
  expect(summarize([unit], 1).join('\n')).not.toContain('flaky');
});
