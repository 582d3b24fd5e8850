import { CountersignError } from '@countersign/core';
import type { PanelEvent, RouteInput } from '@countersign/core/internal';
import { expect, test, vi } from 'vitest';
import { until } from '../../testing/until.ts';
import { createPanelReporter } from './panel-reporter.ts';

const backoff = { baseMs: 2, capMs: 4, random: Math.random };
const edit = (value: number): PanelEvent => ({ type: 'panel.field.update', key: 'p', fields: { value } });
const closed: PanelEvent = { type: 'panel.closed', key: 'p', reason: 'saved' };

/** A server that answers with the given outcomes in turn, then takes everything. */
function createTarget(outcomes: ('taken' | CountersignError)[]) {
  const taken: PanelEvent[] = [];
  const recordPanelEvent = vi.fn(async ({ sessionId: _, ...event }: RouteInput<'recordPanelEvent'>) => {
    const outcome = outcomes.shift() ?? 'taken';
    if (outcome !== 'taken') throw outcome;
    taken.push(event);
    return { seq: taken.length };
  });
  return { taken, recordPanelEvent };
}

test('repeats what fails, and keeps the order', async () => {
  const away = new CountersignError('unavailable', 'Away.');
  const target = createTarget([away, away, 'taken', away]);
  const reporter = createPanelReporter(target, backoff);
  reporter.start();
  for (const event of [edit(1), edit(2), closed]) reporter.report('s', event);
  await until('all', () => target.taken.length === 3);
  expect(target.taken).toEqual([edit(1), edit(2), closed]);
  expect(target.recordPanelEvent).toHaveBeenCalledTimes(6);
});

test('drops what the server refuses and goes on', async () => {
  const target = createTarget([new CountersignError('invalid_request', 'No.')]);
  const reporter = createPanelReporter(target, backoff);
  reporter.start();
  reporter.report('s', edit(1));
  reporter.report('s', closed);
  await until('the next', () => target.taken.length === 1);
  expect(target.taken).toEqual([closed]);
});

test('holds a bounded number, and lets the oldest edits go first', async () => {
  const target = createTarget(Array.from({ length: 3 }, () => new CountersignError('unavailable', 'Away.')));
  const reporter = createPanelReporter(target, backoff);
  reporter.start();
  reporter.report('s', { type: 'panel.opened', key: 'p', panel: 'client' });
  for (let value = 0; value < 500; value += 1) reporter.report('s', edit(value));
  reporter.report('s', closed);
  await until('the last', () => target.taken.at(-1)?.type === 'panel.closed');
  expect(target.taken).toHaveLength(200);
  expect(target.taken[0]).toMatchObject({ type: 'panel.opened' });
  expect(target.taken[1]).toEqual(edit(302));
});

test('after its end every report is tried once and no more', async () => {
  const target = createTarget(Array.from({ length: 9 }, () => new CountersignError('unavailable', 'Away.')));
  const reporter = createPanelReporter(target, { ...backoff, baseMs: 60_000, capMs: 60_000 });
  reporter.start();
  reporter.report('s', edit(1));
  reporter.report('s', edit(2));
  await until('the first try', () => target.recordPanelEvent.mock.calls.length === 1);
  reporter.dispose();
  reporter.report('s', closed);
  await until('the rest', () => target.recordPanelEvent.mock.calls.length === 3);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(target.recordPanelEvent).toHaveBeenCalledTimes(3);
});
