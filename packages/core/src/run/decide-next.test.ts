import { describe, expect, test } from 'vitest';
import { defaultBounds } from '../contract/define-agent.ts';
import type { Effect } from '../contract/define-tool.ts';
import { type CallState, decideNext, type RunState } from './decide-next.ts';
import { type InvocationStatus, invocationStatuses, isFinal, isSettled, runStatuses } from './run-status.ts';

const fresh: RunState = { bounds: defaultBounds, stepCount: 0, costMicros: 0, elapsedMs: 0, unknownTools: 0, failures: 0, hasLooped: false };

function withCalls(calls: [Effect, InvocationStatus][], rest: Partial<RunState> = {}, isLast = false): RunState {
  const states: CallState[] = calls.map(([effect, status], callIndex) => ({ callIndex, effect, status }));
  return { ...fresh, stepCount: 1, ...rest, step: { calls: states, isFinal: isLast } };
}

describe('decideNext', () => {
  test.each<[string, RunState, ReturnType<typeof decideNext>]>([
    ['proposes first', fresh, { type: 'propose' }],
    ['proposes again when every call has a result', withCalls([['database', 'succeeded']]), { type: 'propose' }],
    ['ends after a final proposal', withCalls([['database', 'succeeded']], {}, true), { type: 'finish', status: 'completed' }],
    ['ends after a proposal without calls', withCalls([]), { type: 'finish', status: 'completed' }],
    ['never says completed after a failure', withCalls([['database', 'failed']], { failures: 1 }, true), { type: 'finish', status: 'completed_with_failures' }],
    [
      'makes calls with an effect one by one',
      withCalls([
        ['database', 'proposed'],
        ['database', 'proposed'],
      ]),
      { type: 'dispose', calls: [0] },
    ],
    [
      'makes calls without effect together',
      withCalls([
        ['none', 'proposed'],
        ['none', 'proposed'],
        ['database', 'proposed'],
      ]),
      { type: 'dispose', calls: [0, 1] },
    ],
    [
      'does not reach over a call with an effect',
      withCalls([
        ['none', 'succeeded'],
        ['external', 'proposed'],
        ['none', 'proposed'],
      ]),
      { type: 'dispose', calls: [1] },
    ],
    [
      'recovers a started call before anything else',
      withCalls(
        [
          ['external', 'started'],
          ['none', 'proposed'],
        ],
        { elapsedMs: 10 ** 9 },
      ),
      { type: 'recover', call: 0 },
    ],
    [
      'waits for a human at a call awaiting approval',
      withCalls([
        ['external', 'awaiting_approval'],
        ['none', 'proposed'],
      ]),
      { type: 'wait', status: 'awaiting_approval' },
    ],
    [
      'lets what comes before an approval happen',
      withCalls([
        ['none', 'proposed'],
        ['external', 'awaiting_approval'],
      ]),
      { type: 'dispose', calls: [0] },
    ],
    ['waits for a human at a doubt', withCalls([['external', 'in_doubt']]), { type: 'wait', status: 'awaiting_human' }],
    ['goes on with an approved call', withCalls([['external', 'approved']]), { type: 'dispose', calls: [0] }],
    ['stops at the second unknown tool', withCalls([['none', 'failed']], { unknownTools: 2 }), { type: 'finish', status: 'failed', reason: 'unknown_tool' }],
    ['stops in a loop', withCalls([['none', 'failed']], { hasLooped: true }), { type: 'finish', status: 'failed', reason: 'repeated_call' }],
    [
      'stops when the money is used up',
      withCalls([['none', 'succeeded']], { costMicros: 500_000 }),
      { type: 'finish', status: 'budget_exceeded', reason: 'cost' },
    ],
    ['stops at the last step', withCalls([['none', 'succeeded']], { stepCount: 25 }), { type: 'finish', status: 'budget_exceeded', reason: 'steps' }],
    ['stops when the time is over', withCalls([['none', 'succeeded']], { elapsedMs: 600_000 }), { type: 'finish', status: 'timed_out', reason: 'duration' }],
    [
      'stops between calls when the time is over',
      withCalls(
        [
          ['none', 'succeeded'],
          ['none', 'proposed'],
        ],
        { elapsedMs: 600_000 },
      ),
      { type: 'finish', status: 'timed_out', reason: 'duration' },
    ],
  ])('%s', (_title, state, act) => {
    expect(decideNext(state)).toEqual(act);
  });

  test.each(invocationStatuses.filter((status) => status !== 'proposed'))('a batch ends before a call that is %s already', (status) => {
    const calls: [Effect, InvocationStatus][] = [
      ['none', 'proposed'],
      ['none', 'proposed'],
      ['none', status],
      ['none', 'proposed'],
    ];
    expect(decideNext(withCalls(calls))).toEqual({ type: 'dispose', calls: [0, 1] });
  });

  test('a batch reaches to the end of the step when nothing stands in its way', () => {
    const calls: [Effect, InvocationStatus][] = [
      ['none', 'succeeded'],
      ['none', 'proposed'],
      ['none', 'proposed'],
      ['none', 'proposed'],
    ];
    expect(decideNext(withCalls(calls))).toEqual({ type: 'dispose', calls: [1, 2, 3] });
  });

  test('an approved call is made by itself, also where it has no effect', () => {
    const calls: [Effect, InvocationStatus][] = [
      ['none', 'succeeded'],
      ['none', 'approved'],
      ['none', 'proposed'],
    ];
    expect(decideNext(withCalls(calls))).toEqual({ type: 'dispose', calls: [1] });
  });

  test.each<[keyof RunState, number]>([
    ['unknownTools', defaultBounds.maxUnknownTools],
    ['costMicros', defaultBounds.maxCostMicros],
    ['stepCount', defaultBounds.maxSteps],
    ['elapsedMs', defaultBounds.maxDurationMs],
  ])('%s below its bound goes on, at its bound ends', (field, bound) => {
    expect(decideNext(withCalls([['none', 'succeeded']], { [field]: bound - 1 })).type).toBe('propose');
    expect(decideNext(withCalls([['none', 'succeeded']], { [field]: bound })).type).toBe('finish');
  });

  test('a call may begin until the last moment of the run', () => {
    const elapsedMs = defaultBounds.maxDurationMs;
    expect(decideNext(withCalls([['none', 'proposed']], { elapsedMs: elapsedMs - 1 })).type).toBe('dispose');
    expect(decideNext(withCalls([['none', 'proposed']], { elapsedMs })).type).toBe('finish');
  });

  test('always acts on something: no state of a call makes it stand still or repeat a settled one', () => {
    for (const status of invocationStatuses) {
      const act = decideNext(withCalls([['external', status]]));
      if (isSettled(status)) expect(act).toEqual({ type: 'propose' });
      else expect(['dispose', 'recover', 'wait']).toContain(act.type);
    }
  });

  test('knows which run states are the end', () => {
    expect(runStatuses.filter((status) => !isFinal(status))).toEqual(['pending', 'running', 'awaiting_approval', 'awaiting_human', 'paused']);
  });
});
