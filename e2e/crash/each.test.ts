import { applyEvent, emptyView, SessionEvent } from '@countersign/core';
import { expect, test } from 'vitest';
import { dumpRun } from './dump-run.ts';
import { findViolations } from './find-violations.ts';
import { openSite } from './open-site.ts';

const texts = Array.from({ length: 8 }, (_, index) => `text ${index}`);
/** On the first page of five, one is denied. */
const denied = 1;

test('a plan of many approved texts whose worker is killed among them: each approved one exactly once, none that was denied, and the count is right', async ({
  onTestFinished,
}) => {
  const site = await openSite(onTestFinished);
  const sentTexts = async () => (await site.readLedger()).filter((entry) => entry.kind === 'effect').map((entry) => entry.text);
  const progressOf = async (runId: string) => {
    const { events } = await dumpRun(site.superuser, runId);
    const parsed = (events as { seq: string; at: Date; body: object }[]).map(({ seq, at, body }) =>
      SessionEvent.parse({ ...body, seq: Number(seq), at: at.toISOString() }),
    );
    const { nodes } = parsed.reduce(applyEvent, emptyView);
    return { progress: nodes.filter(({ type }) => type === 'progress').map(({ props }) => props), last: nodes.at(-1)?.props };
  };

  // It dies when the third text of the first page has gone out and nobody has written that down.
  const first = await site.startApp({ fault: { signal: 'SIGKILL', point: 'after_effect', count: 3 } });
  const runId = await site.startRun(first, { steps: [], each: { texts, pageSize: 5 } });
  await site.waitFor(runId, 'awaiting_approval');
  const page = await site.findApproval(first, runId);
  expect(page.items).toHaveLength(5);
  await site.decide(first, page, (index) => (index === denied ? 'deny' : 'approve'));
  expect((await first.fired()).runIds).toHaveLength(3);
  expect(await first.ended).toBe('SIGKILL');
  expect(await sentTexts()).toEqual(['text 0', 'text 2', 'text 3']);
  expect(await progressOf(runId)).toMatchObject({ progress: [{ total: 8, done: 2, denied: 1, current: 'Send approved' }] });

  // Another goes on with the rest of the page, asks for the next, and dies before the first of it goes out.
  // The repeat of the third text and the fifth reach that point before.
  const second = await site.startApp({ fault: { signal: 'SIGKILL', point: 'after_intent', count: 3 } });
  await expect.poll(async () => (await sentTexts()).length, { timeout: 15_000 }).toBe(4);
  await site.waitFor(runId, 'awaiting_approval');
  const next = await site.findApproval(second, runId);
  expect(next.items.map(({ input }) => (input as { text: string }).text)).toEqual(['text 5', 'text 6', 'text 7']);
  expect(await progressOf(runId)).toMatchObject({ progress: [{ text: '4 of 8 texts sent, 1 denied', current: null }] });
  await site.decide(second, next, 'approve');
  expect((await second.fired()).point).toBe('after_intent');
  expect(await second.ended).toBe('SIGKILL');

  await site.startApp();
  await site.waitFor(runId, 'completed_with_failures');
  const approved = texts.filter((_, index) => index !== denied);
  expect((await sentTexts()).toSorted()).toEqual(approved);
  expect(await progressOf(runId)).toMatchObject({
    progress: [{ total: 8, done: 7, denied: 1, failed: 0, inDoubt: 0, current: null, text: '7 of 8 texts sent, 1 denied' }],
    last: { role: 'agent', text: '7 of 8 texts sent, 1 denied.' },
  });
  expect(await findViolations(site, [runId])).toEqual([]);
});
