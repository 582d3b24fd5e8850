import type { PanelView } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { fillingOf, findReopenable } from './panel-recovery.ts';

const panel = (key: string, over: Partial<PanelView> = {}): PanelView => ({
  key,
  panel: 'client',
  prefill: {},
  status: 'open',
  outcomes: {},
  fields: {},
  isComplete: false,
  ...over,
});
const view = (...panels: PanelView[]) => ({ last: 9, nodes: [], panels, runs: {}, question: undefined });

describe('findReopenable', () => {
  test('takes the most recent panel that is neither closed nor complete', () => {
    const panels = [
      panel('a', { recordId: '1' }),
      panel('b', { recordId: '2' }),
      panel('c', { recordId: '3', status: 'closed' }),
      panel('d', { recordId: '4', isComplete: true }),
    ];
    expect(findReopenable(view(...panels))?.key).toBe('b');
    expect(findReopenable(view())).toBeUndefined();
  });

  test('takes a panel that was asked for and never opened', () => {
    expect(findReopenable(view(panel('a', { status: 'commanded' })))?.key).toBe('a');
  });

  test('does not bring back a form that was saved under a later command', () => {
    expect(findReopenable(view(panel('a'), panel('b', { isComplete: true })))).toBeUndefined();
    expect(findReopenable(view(panel('a'), panel('b', { recordId: '1', isComplete: true })))?.key).toBe('a');
  });
});

describe('fillingOf', () => {
  test('keeps the agent’s words and the user’s apart, and the user’s win', () => {
    const open = panel('a', { prefill: { phone: '1', email: 'e' }, outcomes: { phone: 'applied', email: 'applied' }, fields: { phone: '2' } });
    expect(fillingOf(view(open), open)).toEqual({ agent: { email: 'e' }, user: { phone: '2' } });
  });

  test('leaves out what was not applied then', () => {
    const open = panel('a', {
      prefill: { phone: '1', email: 'e', nick: 'n', name: 'N' },
      outcomes: { phone: 'skipped_user_touched', email: 'invalid', nick: 'unknown_field' },
    });
    expect(fillingOf(view(open), open).agent).toEqual({ name: 'N' });
  });

  test('adds up the commands of one open form', () => {
    const first = panel('a', { prefill: { name: 'Jordan', phone: '1' }, fields: { phone: '2' } });
    const second = panel('b', { prefill: { name: 'Max', phone: '3' }, outcomes: { name: 'applied', phone: 'skipped_user_touched' } });
    const other = panel('x', { recordId: '7', prefill: { notes: 'no' } });
    expect(fillingOf(view(first, other, second), second)).toEqual({ agent: { name: 'Max' }, user: { phone: '2' } });
  });

  test('a command that no form has taken yet brings its own words only', () => {
    const left = panel('a', { prefill: { email: 'jordan@example.com' } });
    const fresh = panel('b', { status: 'commanded', prefill: { name: 'Bob' } });
    expect(fillingOf(view(left, fresh), fresh)).toEqual({ agent: { name: 'Bob' }, user: {} });
  });
});
