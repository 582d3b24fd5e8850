import { describe, expect, test } from 'vitest';
import { type EventBody, node, type SessionEvent } from './events.ts';
import { applyEvent, emptyView, isWorking, type SessionView } from './fold-context.ts';

const AT = '2026-03-01T09:00:00.000Z';
const toEvents = (bodies: readonly EventBody[]): SessionEvent[] => bodies.map((body, index) => ({ ...body, seq: index + 1, at: AT }));
const fold = (...bodies: EventBody[]): SessionView => toEvents(bodies).reduce(applyEvent, emptyView);
const append = (key: string, shown: ReturnType<typeof node>): EventBody => ({ type: 'ui.append', key, node: shown });
const says = (key: string, text: string, role: 'user' | 'agent' = 'agent') => append(key, node('message', { role, text }));
const asks = (key: string, text = 'Which Jordan?') =>
  append(
    key,
    node('question', { question: text, intent: 'find', text: 'Find Jordan', slot: 'client', picked: {}, choices: [{ value: 'c1', label: 'Jordan Miles' }] }),
  );
const opens = (key: string, prefill: Record<string, string> = { phone: '555' }, recordId?: string) =>
  append(key, node('panel-open-command', recordId === undefined ? { panel: 'client', prefill } : { panel: 'client', prefill, recordId }));
const texts = (view: SessionView) => view.nodes.map(({ props }) => props.text);

describe('delivery', () => {
  test('an entry that comes again changes nothing at all', () => {
    const events = toEvents([says('a', 'one'), { type: 'ui.remove', key: 'a' }, says('b', 'two')]);
    const once = events.reduce(applyEvent, emptyView);
    expect([...events, ...events].reduce(applyEvent, emptyView)).toEqual(once);
    const first = events[0];
    if (first) expect(applyEvent(once, first)).toBe(once);
  });

  test('folding in one go and after a break gives the same', () => {
    const events = toEvents([
      says('a', 'one'),
      opens('p'),
      { type: 'panel.opened', key: 'p', panel: 'client' },
      asks('q'),
      { type: 'run.status', runId: 'r', status: 'running' },
    ]);
    const whole = events.reduce(applyEvent, emptyView);
    for (let cut = 0; cut <= events.length; cut += 1) {
      const stored = JSON.parse(JSON.stringify(events.slice(0, cut).reduce(applyEvent, emptyView))) as SessionView;
      // JSON has no undefined.
      expect(events.slice(cut).reduce(applyEvent, { ...stored, question: stored.question })).toEqual(whole);
    }
  });

  test('leaves the view it was given as it was', () => {
    const before = fold(says('a', 'one'), opens('p'));
    const copy = structuredClone(before);
    toEvents([says('a', 'one'), opens('p'), says('a', 'two'), { type: 'panel.closed', key: 'p', reason: 'saved' }]).reduce(applyEvent, before);
    expect(before).toEqual(copy);
  });

  test('an entry of a type this code does not know only moves the place in the log', () => {
    const before = fold(says('a', 'one'));
    const later = { seq: 2, at: AT, type: 'weather.changed', sky: 'blue' } as unknown as SessionEvent;
    expect(applyEvent(before, later)).toEqual({ ...before, last: 2 });
  });
});

describe('nodes', () => {
  test('stand in the order of their first appearance, with what is known of each', () => {
    const view = fold(says('a', 'one'), { ...says('b', 'two'), runId: 'r' } as EventBody, says('a', 'one again'));
    expect(texts(view)).toEqual(['one again', 'two']);
    expect(view.nodes[0]).toEqual({ key: 'a', type: 'message', props: { role: 'agent', text: 'one again' }, seq: 3, at: AT });
    expect(view.nodes[1]?.runId).toBe('r');
  });

  test('replace changes the props it names, remove takes the node away, and a missing key is nobody', () => {
    const view = fold(says('a', 'one'), says('b', 'two'), { type: 'ui.replace', key: 'a', props: { text: 'uno' } }, { type: 'ui.remove', key: 'b' });
    expect(view.nodes.map(({ props }) => props)).toEqual([{ role: 'agent', text: 'uno' }]);
    expect(fold(says('a', 'one'), { type: 'ui.replace', key: 'x', props: { text: 'no' } }, { type: 'ui.remove', key: 'y' }).nodes).toHaveLength(1);
  });

  test('nodes of unknown types and malformed known ones are kept as they are', () => {
    const view = fold(append('w', { type: 'weather', props: { sky: 'blue' } }), append('m', { type: 'question', props: { question: 'half' } }));
    expect(view.nodes.map(({ type }) => type)).toEqual(['weather', 'question']);
    expect(view.question).toBeUndefined();
  });
});

describe('panels', () => {
  test('go from commanded over open to closed, and keep outcomes and edits', () => {
    const view = fold(
      opens('p', { phone: '555' }, 'client-1'),
      { type: 'panel.opened', key: 'p', panel: 'client', recordId: 'client-1' },
      { type: 'panel.patch', key: 'p', fields: { phone: 'applied' } },
      { type: 'panel.field.update', key: 'p', fields: { phone: '556' } },
      { type: 'panel.field.update', key: 'p', fields: { email: 'j@example.com' } },
      { type: 'panel.closed', key: 'p', reason: 'dismissed' },
    );
    expect(view.panels).toEqual([
      {
        key: 'p',
        panel: 'client',
        recordId: 'client-1',
        prefill: { phone: '555' },
        status: 'closed',
        outcomes: { phone: 'applied' },
        fields: { phone: '556', email: 'j@example.com' },
        isComplete: false,
      },
    ]);
  });

  test('a saved record completes its panel and no other, and closing is not completing', () => {
    const done: EventBody = { type: 'goal.complete', key: 'p', panel: 'client', recordId: 'c', summary: 'Created Jordan.' };
    const view = fold(opens('p'), opens('o'), done, { type: 'panel.closed', key: 'o', reason: 'saved' });
    expect(view.panels.map(({ key, status, isComplete }) => [key, status, isComplete])).toEqual([
      ['p', 'commanded', true],
      ['o', 'closed', false],
    ]);
    const { key: _, ...keyless } = done;
    expect(fold(opens('p'), keyless).panels[0]?.isComplete).toBe(false);
  });

  test('a saved record completes all commands that had filled its form', () => {
    const open = (key: string, props: object): EventBody[] => [
      { type: 'ui.append', key, node: { type: 'panel-open-command', props: { panel: 'client', prefill: {}, ...props } } },
      { type: 'panel.opened', key, panel: 'client' },
    ];
    const completeOf = (...bodies: EventBody[]) => fold(...bodies).panels.map(({ isComplete }) => isComplete);
    const done: EventBody = { type: 'goal.complete', key: 'last', panel: 'client', recordId: 'c', summary: 'Created Jordan.' };
    expect(completeOf(...open('first', {}), ...open('other', {}), ...open('last', { continues: 'first' }), done)).toEqual([true, false, true]);
    expect(completeOf(...open('first', { recordId: 'c' }), ...open('other', { recordId: 'd' }), ...open('last', { recordId: 'c' }), done)).toEqual([
      true,
      false,
      true,
    ]);
    expect(completeOf(...open('last', { continues: 'last' }), done)).toEqual([true]);
  });

  test('a command under a key that is there already takes its place', () => {
    const view = fold(opens('p', { phone: '1' }), { type: 'panel.closed', key: 'p', reason: 'dismissed' }, opens('p', { phone: '2' }));
    expect(view.panels).toMatchObject([{ key: 'p', status: 'commanded', prefill: { phone: '2' } }]);
  });

  test('a command that is changed before it is followed fills with the new words', () => {
    const view = fold(opens('p', { phone: '1' }), { type: 'ui.replace', key: 'p', props: { prefill: { phone: '2' } } });
    expect(view.panels).toMatchObject([{ status: 'commanded', prefill: { phone: '2' } }]);
  });

  test('a command that is taken back is no more, but an open form stays', () => {
    expect(fold(opens('p'), { type: 'ui.remove', key: 'p' }).panels).toEqual([]);
    const opened: EventBody = { type: 'panel.opened', key: 'p', panel: 'client' };
    expect(fold(opens('p'), opened, { type: 'ui.remove', key: 'p' }).panels).toMatchObject([{ status: 'open' }]);
  });

  test('reports about a panel that nobody asked for change nothing', () => {
    expect(fold({ type: 'panel.opened', key: 'ghost', panel: 'client' }, { type: 'panel.closed', key: 'ghost', reason: 'saved' }).panels).toEqual([]);
  });
});

describe('the question that waits', () => {
  test('is the latest, until the user says something', () => {
    expect(fold(asks('q1'), asks('q2', 'Which car?')).question).toMatchObject({ key: 'q2', question: 'Which car?' });
    expect(fold(asks('q1'), says('a', 'Take your time.')).question?.key).toBe('q1');
    expect(fold(asks('q1'), says('u', 'The first', 'user')).question).toBeUndefined();
    expect(fold(says('u', 'Find Jordan', 'user'), asks('q1')).question?.key).toBe('q1');
  });

  test('goes when it is taken back, and changes when it is changed', () => {
    expect(fold(asks('q'), { type: 'ui.remove', key: 'q' }).question).toBeUndefined();
    expect(fold(asks('q'), { type: 'ui.replace', key: 'q', props: { question: 'Which of the two?' } }).question).toMatchObject({
      key: 'q',
      question: 'Which of the two?',
    });
    expect(fold(asks('q'), says('u', 'x', 'user'), { type: 'ui.replace', key: 'q', props: { question: 'Again?' } }).question).toBeUndefined();
  });
});

describe('isWorking', () => {
  test.each([
    ['pending', true],
    ['running', true],
    ['awaiting_approval', false],
    ['awaiting_human', false],
    ['paused', false],
    ['completed', false],
    ['completed_with_failures', false],
    ['failed', false],
    ['cancelled', false],
    ['budget_exceeded', false],
    ['timed_out', false],
  ] as const)('%s → %s', (status, expected) => {
    expect(isWorking(fold({ type: 'run.status', runId: 'r', status }))).toBe(expected);
  });

  test('one run at work is enough, and the last word of each counts', () => {
    const runs: EventBody[] = [
      { type: 'run.status', runId: 'a', status: 'running' },
      { type: 'run.status', runId: 'b', status: 'running' },
      { type: 'run.status', runId: 'a', status: 'completed' },
    ];
    expect(isWorking(fold(...runs))).toBe(true);
    expect(isWorking(fold(...runs, { type: 'run.status', runId: 'b', status: 'failed' }))).toBe(false);
    expect(isWorking(emptyView)).toBe(false);
  });
});
