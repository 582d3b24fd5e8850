import { sendTick } from '@countersign/server/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ask, createTestCrm, type TestCrm } from '../../testing/create-test-crm.ts';

let crm: TestCrm;
let owner: Ask;

beforeAll(async () => {
  crm = await createTestCrm({ hasSchedules: true });
  await crm.countersign.worker.start();
  owner = await crm.signIn('owner@north.test');
});
afterAll(() => crm.close());

/** Eight o'clock in a zone. */
const strikeEight = (timeZone: string) => sendTick({ url: crm.database.appUrl, schedule: 'overdue_reminders', timeZone });

const listTasks = async (ask: Ask) => (await ask('GET', '/agent/runs?limit=50')).body.runs as { runId: string; status: string; sessionId: string }[];
const listSent = async () => (await owner('GET', '/api/outbox')).body.messages;

test('every shop has its morning, in its own zone', async () => {
  const { rows } = await crm.database.pool.query<{ cron: string; timezone: string }>(
    "select cron, timezone from pgboss.schedule where name = 'countersign-ticks' order by timezone",
  );
  expect(rows).toEqual([
    { cron: '0 8 * * *', timezone: 'America/Los_Angeles' },
    { cron: '0 8 * * *', timezone: 'America/New_York' },
  ]);
});

test('in the morning the owner finds the reminders waiting, approves all but one, and each goes out once', async () => {
  await strikeEight('America/New_York');
  await expect.poll(async () => (await listTasks(owner)).map(({ status }) => status), { timeout: 15_000 }).toEqual(['awaiting_approval']);
  const [task] = await listTasks(owner);
  // The other owner's morning comes three hours later, and a manager is asked nothing of the owner's.
  expect(await listTasks(await crm.signIn('owner@south.test'))).toEqual([]);
  const late = (await owner('GET', '/api/invoices?status=overdue&minDaysOverdue=31&limit=200')).body;
  const [request, ...more] = (await owner('GET', '/agent/approvals')).body.approvals;
  expect(more).toEqual([]);
  expect([request.runId, request.items.length]).toEqual([task?.runId, Math.min(50, late.total)]);
  expect(late.total).toBeGreaterThan(1);
  const before = (await listSent()).length;
  const decisions = request.items.map((item: { itemId: string }, index: number) => ({ itemId: item.itemId, decision: index === 1 ? 'deny' : 'approve' }));
  expect((await owner('POST', '/agent/approvals/decisions', { requestId: request.requestId, decisions })).status).toBe(200);
  await expect.poll(async () => (await listTasks(owner))[0]?.status, { timeout: 20_000 }).toBe('completed_with_failures');
  const { body } = await owner('GET', `/agent/sessions/${task?.sessionId}/events?limit=1000`, undefined, { accept: 'application/json' });
  const summary = body.events.findLast((event: { key?: string }) => event.key?.startsWith('summary:'));
  expect(summary.node.props.text).toBe(`${late.total - 1} of ${late.total} reminders sent, 1 denied.`);
  expect(await listSent()).toHaveLength(before + late.total - 1);

  // The same moment strikes again: nobody has it twice.
  await strikeEight('America/New_York');
  await expect
    .poll(
      async () =>
        (await crm.database.pool.query("select count(*)::int as open from pgboss.job where name = 'countersign-ticks' and state < 'completed'")).rows[0].open,
      { timeout: 15_000 },
    )
    .toBe(0);
  expect(await listTasks(owner)).toHaveLength(1);
});
