import { expect, test } from 'vitest';
import { toCost, toStarter, toTask, toToolWords } from './run-words.ts';

test.each([
  [0, 'Nothing'],
  [1, 'Less than $0.0001'],
  [1_234, '$0.0012'],
  [499_999, '$0.50'],
])('%i micros read as %s', (micros, words) => expect(toCost(micros)).toBe(words));

test('a task reads in the words it was given in, whatever caused it', () => {
  expect(toTask({ cause: { kind: 'task', task: 'Find Jordan' } })).toBe('Find Jordan');
  const scheduled = { cause: { kind: 'task', task: 'Remind of invoices', schedule: { name: 'overdue_reminders', at: '2026-11-26T13:00:00Z' } } };
  expect([toTask(scheduled), toStarter(scheduled)]).toEqual(['Remind of invoices', 'By the schedule overdue reminders']);
  expect(toStarter({ cause: { kind: 'task', task: 'Find Jordan' } })).toBe('By you');
  expect([toTask({ cause: null }), toStarter({ cause: null })]).toEqual(['A task', 'By you']);
  expect(toToolWords('find_clients')).toBe('Find clients');
});
