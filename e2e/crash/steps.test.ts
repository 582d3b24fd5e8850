import { SessionEvent } from '@countersign/core';
import { expect, test } from 'vitest';
import { dumpRun } from './dump-run.ts';
import { findViolations, listReceipts } from './find-violations.ts';
import { openSite } from './open-site.ts';

const count = 40;
/** Rows and texts by turns, sometimes two in one step. */
const steps = Array.from({ length: count }, (_, index) => {
  const row = { tool: 'add_row', input: { text: `row ${index}` } };
  const text = { tool: 'send_by_key', input: { text: `text ${index}` } };
  return index % 5 === 0 ? [row, text] : [index % 2 === 0 ? row : text];
});
const texts = steps.flat().map((call) => call.input.text);

test('a run of many steps whose worker is killed over and over: nothing twice, nothing lost, no gaps', async ({ onTestFinished }) => {
  const site = await openSite(onTestFinished);
  const faults = [
    { point: 'after_effect', count: 7 },
    { point: 'after_result', count: 6 },
    { point: 'after_intent', count: 4 },
    { point: 'before_intent', count: 3 },
  ] as const;
  let runId: string | undefined;
  for (const fault of faults) {
    const app = await site.startApp({ fault: { signal: 'SIGKILL', ...fault } });
    runId ??= await site.startRun(app, { steps });
    expect(await app.fired()).toMatchObject({ point: fault.point, runIds: { length: fault.count } });
    expect(await app.ended).toBe('SIGKILL');
  }
  // And once from outside, wherever it happens to be.
  const unlucky = await site.startApp();
  const { rows } = await site.superuser.query<{ step_count: number }>('select step_count from countersign.runs');
  await expect
    .poll(async () => (await site.superuser.query('select 1 from countersign.runs where step_count > $1', [rows[0]?.step_count])).rowCount, {
      interval: 5,
      timeout: 15_000,
    })
    .toBe(1);
  unlucky.signal('SIGKILL');
  expect(await unlucky.ended).toBe('SIGKILL');

  await site.startApp();
  await site.waitFor(runId ?? '', 'completed');
  const { rows: written } = await site.superuser.query<{ text: string }>('select text from host.rows');
  const sent = (await site.readLedger()).filter((entry) => entry.kind === 'effect');
  expect([...written, ...sent].map((entry) => entry.text).toSorted()).toEqual(texts.toSorted());
  const dump = await dumpRun(site.superuser, runId ?? '');
  expect((dump.steps as { step_index: number }[]).map((step) => step.step_index)).toEqual(Array.from({ length: count }, (_, index) => index));
  const events = (dump.events as { seq: string; at: Date; body: object }[]).map(({ seq, at, body }) =>
    SessionEvent.parse({ ...body, seq: Number(seq), at: at.toISOString() }),
  );
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  expect(listReceipts(events)).toEqual(texts.map(() => 'succeeded'));
  expect(await findViolations(site, [runId ?? ''])).toEqual([]);
});

test('a run that waits for an approval outlives its process, before the decision and between decision and deed', async ({ onTestFinished }) => {
  const site = await openSite(onTestFinished);
  const asked = await site.startApp();
  const runId = await site.startRun(asked, { steps: [[{ tool: 'send_approved', input: { text: 'a' } }]] });
  await site.waitFor(runId, 'awaiting_approval');
  asked.signal('SIGKILL');
  expect(await asked.ended).toBe('SIGKILL');
  expect(await site.readLedger()).toEqual([]);
  const decided = await site.startApp({ fault: { signal: 'SIGKILL', point: 'before_intent' } });
  await site.decide(decided, await site.findApproval(decided, runId), 'approve');
  expect((await decided.fired()).runIds).toEqual([runId]);
  expect(await decided.ended).toBe('SIGKILL');
  expect(await site.readLedger()).toEqual([]);
  await site.startApp();
  await site.waitFor(runId, 'completed');
  expect((await site.readLedger()).map((entry) => entry.kind)).toEqual(['effect']);
  expect((await site.superuser.query('select count(consumed_at)::int as uses from countersign.approval_items')).rows).toEqual([{ uses: 1 }]);
  expect(await findViolations(site, [runId])).toEqual([]);
});

test('a run whose text is on its way when it is cancelled and its process is killed is asked about, and never goes on', async ({ onTestFinished }) => {
  const site = await openSite(onTestFinished);
  const app = await site.startApp();
  await fetch(`${site.ledger.url}/hold`, { method: 'POST' });
  const runId = await site.startRun(app, { steps: [[{ tool: 'send_by_verify', input: { text: 'a' } }], [{ tool: 'add_row', input: { text: 'never' } }]] });
  await expect.poll(() => site.readLedger(), { interval: 10, timeout: 10_000 }).toHaveLength(1);
  const response = await fetch(`${app.url}/agent/runs/${runId}/cancel`, {
    method: 'POST',
    headers: { 'x-test-user': 'north/owner', 'content-type': 'application/json' },
    body: '{}',
  });
  expect(response.ok).toBe(true);
  app.signal('SIGKILL');
  expect(await app.ended).toBe('SIGKILL');
  await fetch(`${site.ledger.url}/release`, { method: 'POST' });
  const other = await site.startApp();
  await expect.poll(async () => (await site.getRun(other, runId)).steps[0]?.invocations[0]?.status, { interval: 50, timeout: 15_000 }).toBe('succeeded');
  expect(await site.getRun(other, runId)).toMatchObject({ status: 'cancelled', stepCount: 1 });
  expect((await site.readLedger()).map((entry) => entry.kind)).toEqual(['effect', 'question']);
  expect(await findViolations(site, [runId])).toEqual([]);
});
