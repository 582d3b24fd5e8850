import { expect, test } from 'vitest';
import type { ErrorCode } from '../errors.ts';
import { detectAnomaly, type WatchedResult } from './detect-anomaly.ts';

const times = (count: number, code?: ErrorCode, tool = 'send'): WatchedResult[] => Array.from({ length: count }, () => ({ tool, code }));

test.each<[string, { thisHour: number; usualPerHour: number }, boolean]>([
  ['ten times the usual hour is still usual', { thisHour: 5_000, usualPerHour: 500 }, false],
  ['one call more is not', { thisHour: 5_001, usualPerHour: 500 }, true],
  ['a small tenant may have a busy hour', { thisHour: 1_000, usualPerHour: 2 }, false],
  ['but not any hour', { thisHour: 1_001, usualPerHour: 2 }, true],
  ['a new tenant has no usual hour yet', { thisHour: 1_000, usualPerHour: 0 }, false],
])('%s', (_what, calls, isUnusual) => {
  expect(detectAnomaly({ results: [], calls })?.kind).toBe(isUnusual ? 'unusual_calls' : undefined);
});

test.each<[string, { thisHour: number; usualPerHour: number }, boolean]>([
  ['fifty refusals in an hour of a tenant that has none', { thisHour: 50, usualPerHour: 0 }, false],
  ['one more', { thisHour: 51, usualPerHour: 0 }, true],
  ['ten times the usual refusals', { thisHour: 200, usualPerHour: 20 }, false],
  ['and one more', { thisHour: 201, usualPerHour: 20 }, true],
])('%s', (_what, denials, isUnusual) => {
  expect(detectAnomaly({ results: [], denials })?.kind).toBe(isUnusual ? 'unusual_denials' : undefined);
});

test.each<[string, WatchedResult[], string | undefined]>([
  ['nine denials', times(9, 'policy_denied'), undefined],
  ['ten', times(10, 'policy_denied'), 'denials'],
  ['ten of different kinds, of different tools', [...times(5, 'policy_denied'), ...times(5, 'permission_denied', 'delete')], 'denials'],
  ['ten with a success in between', [...times(9, 'policy_denied'), ...times(1), ...times(1, 'policy_denied')], undefined],
  ['a person who says no to everything', times(50, 'approval_denied'), undefined],
  ['seven equal failures', times(7, 'tool_failed'), undefined],
  ['eight', times(8, 'tool_failed'), 'same_failure'],
  ['eight of two tools', [...times(4, 'tool_failed'), ...times(4, 'tool_failed', 'other')], undefined],
  ['eight with two errors', [...times(7, 'tool_failed'), ...times(1, 'timed_out')], undefined],
  ['eight, and a success after them', [...times(8, 'tool_failed'), ...times(1)], undefined],
  ['a hundred that go well', times(100), undefined],
])('%s', (_what, results, kind) => {
  expect(detectAnomaly({ results })?.kind).toBe(kind);
});
