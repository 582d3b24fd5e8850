import { expect, test } from 'vitest';
import { type EventBody, node } from './events.ts';
import { applyEvent, emptyView } from './fold-context.ts';
import { listRecentRecords } from './list-recent-records.ts';

const fold = (...events: EventBody[]) => events.reduce((view, event, index) => applyEvent(view, { ...event, seq: index + 1, at: '' }), emptyView);
const command = (key: string, recordId?: string): EventBody => ({
  type: 'ui.append',
  key,
  node: node('panel-open-command', { panel: 'quote', prefill: {}, ...(recordId === undefined ? {} : { recordId }) }),
});
const records = (key: string, ...ids: string[]): EventBody => ({
  type: 'ui.append',
  key,
  node: node('records', { title: 'x', panel: 'job', items: ids.map((id) => ({ id, label: id })) }),
});

test('a new record that was saved in its panel is known by its id', () => {
  const saved = { type: 'goal.complete', key: 'a', panel: 'quote', recordId: 'q1', summary: 'Saved.' } as const;
  expect(listRecentRecords(fold(command('a')))).toEqual([]);
  expect(listRecentRecords(fold(command('a'), saved))).toEqual([{ panel: 'quote', id: 'q1' }]);
});

test('the latest comes last, and of several that were shown none is meant', () => {
  const view = fold(command('a', 'q1'), records('b', 'j1'), records('c', 'j2', 'j3'));
  expect(listRecentRecords(view)).toEqual([
    { panel: 'quote', id: 'q1' },
    { panel: 'job', id: 'j1' },
  ]);
});

test('what came after a message does not count for it', () => {
  const view = fold(command('a', 'q1'), records('b', 'j1'));
  expect(listRecentRecords(view, 'b')).toEqual([{ panel: 'quote', id: 'q1' }]);
});
