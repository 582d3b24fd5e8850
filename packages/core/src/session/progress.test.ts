import { describe, expect, test } from 'vitest';
import type { CallResult } from '../run/call-result.ts';
import { node, readNode } from './events.ts';
import { type PlannedProgress, toProgress } from './progress.ts';

const plan: PlannedProgress = { tool: 'send', total: 9, title: 'Reminders', words: { one: 'reminder', many: 'reminders', done: 'sent' } };
const sent = (replayed = false): CallResult => ({ tool: 'send', input: {}, ok: true, output: {}, ...(replayed && { replayed }) });
const not = (code: string, tool = 'send'): CallResult => ({ tool, input: {}, ok: false, error: { code, message: '', isRetryable: false } });
const still = { inDoubt: 0, current: null };

describe('what came of a plan', () => {
  test.each([
    [[], still, '0 of 9 reminders sent'],
    [Array.from({ length: 9 }, () => sent()), still, '9 of 9 reminders sent'],
    [[...Array.from({ length: 8 }, () => sent()), not('approval_denied')], still, '8 of 9 reminders sent, 1 denied'],
    [[sent(true), sent(true), sent()], still, '3 of 9 reminders sent, 2 of them earlier, not again'],
    [[not('permission_denied'), not('policy_denied')], still, '0 of 9 reminders sent, 2 denied'],
    [
      [sent(), not('tool_failed'), not('approval_expired')],
      { inDoubt: 2, current: null },
      '1 of 9 reminders sent, 1 not decided in time, 1 failed, 2 not known',
    ],
  ])('is said from its results alone: %#', (results, open, text) => {
    expect(toProgress(plan, results, open).text).toBe(text);
  });

  test('counts the calls of its own tool only, and speaks of one as one', () => {
    const props = toProgress({ ...plan, total: 1 }, [not('tool_failed', 'find'), sent()], { inDoubt: 0, current: 'Remind Jordan' });
    expect(props).toEqual({
      ...{ title: 'Reminders', total: 1, done: 1, repeated: 0, failed: 0, denied: 0, expired: 0, inDoubt: 0 },
      ...{ current: 'Remind Jordan', text: '1 of 1 reminder sent' },
    });
    expect(readNode('progress', node('progress', props))).toEqual(props);
  });
});
