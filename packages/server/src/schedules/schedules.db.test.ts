import { defineAgent, defineIntent, defineTool, type Identity, type RunSummary } from '@countersign/core';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Schedule, Tick } from '../options.ts';
import { withClient } from '../store/database-error.ts';
import { createTestServer, type TestServer, type TestServerOptions } from '../testing/create-test-server.ts';
import { sendTick } from '../testing/send-tick.ts';

let server: TestServer;
afterEach(() => server?.close());

const send = defineTool({
  name: 'send_reminder',
  description: 'Reminds.',
  input: z.object({}),
  output: z.object({}),
  risk: 'irreversible',
  effect: 'database',
  permission: 'reminders:send',
  execute: () => ({}),
});
const remind = defineIntent({
  name: 'remind',
  title: 'Remind',
  examples: ['remind'],
  slots: {},
  propose: () => ({ calls: [{ tool: send.name, input: {} }], isFinal: true }),
});
const agent = defineAgent({ name: 'clerk', description: 'Reminds.', tools: [send], intents: [remind] });

const owners: Identity[] = [
  { tenantId: 'north', userId: 'north-owner' },
  { tenantId: 'south', userId: 'south-owner' },
];
const everyMinute: Schedule = { name: 'reminders', cron: '* * * * *', agent: 'clerk', task: 'Remind everybody.', intent: 'remind', for: () => owners };
/** An hour of the day that is never now. */
const notNow = () => `0 ${(new Date().getUTCHours() + 12) % 24} * * *`;

const start = async (schedules: Schedule[], options: TestServerOptions = {}) => {
  server = await createTestServer({ agents: [agent], schedules, worker: { scheduleMs: 1_000 }, ...options });
};
const asSuperuser = <Row>(text: string, values: unknown[] = []) =>
  withClient(server.database.superUrl, async (client) => (await client.query(text, values)).rows as Row[]);
const listRuns = async ({ tenantId, userId }: Identity): Promise<RunSummary[]> =>
  (await server.countersign.api.listRuns(server.principal(tenantId, userId), { limit: 20 })).runs;
const listTicks = async () =>
  (await asSuperuser<{ key: string }>("select key from pgboss.schedule where name = 'countersign-ticks' order by key")).map(({ key }) => key);
const momentOf = (run: RunSummary) => (run.cause as { schedule: { at: string } }).schedule.at;

async function untilRuns(identity: Identity, status: RunSummary['status']): Promise<RunSummary[]> {
  await expect.poll(async () => (await listRuns(identity)).map((run) => run.status), { timeout: 15_000, interval: 50 }).toContain(status);
  return listRuns(identity);
}

describe('a tick', () => {
  test('starts one run for each person, however many nodes there are and however often it is repeated', async () => {
    let asked = 0;
    const ticks: Tick[] = [];
    const failingFirst: Schedule = {
      ...everyMinute,
      for: (tick) => {
        ticks.push(tick);
        asked += 1;
        // The second time it is repeated, since one of three could not be served.
        if (asked === 1) throw new Error('The host cannot say now.');
        return asked === 2 ? [...owners, { tenantId: '', userId: '' }] : owners;
      },
    };
    await start([failingFirst]);
    const other = server.twin();
    await other.worker.start();
    const [run] = await untilRuns(owners[0] as Identity, 'awaiting_approval');
    await untilRuns(owners[1] as Identity, 'awaiting_approval');
    await expect.poll(() => asked, { timeout: 15_000 }).toBeGreaterThanOrEqual(3);
    for (const owner of owners) {
      const moments = (await listRuns(owner)).map(momentOf);
      // A minute may have passed meanwhile: each has its run, and none has two.
      expect(new Set(moments).size).toBe(moments.length);
      expect(moments.length).toBeLessThanOrEqual(2);
    }
    expect(run?.cause).toMatchObject({ kind: 'task', task: 'Remind everybody.', intent: 'remind', schedule: { name: 'reminders' } });
    expect(ticks.map(({ at }) => at.toISOString())).toContain(run && momentOf(run));
    expect(ticks[0]).toMatchObject({ schedule: 'reminders', timeZone: 'UTC' });
    const [event] = await server.events(run?.sessionId ?? '');
    expect(event).toMatchObject({ node: { type: 'notice', props: { text: 'On schedule: Remind everybody.' } } });
    expect(
      await asSuperuser("select actor, data->>'by' as by, data->>'user' as user from countersign.audit where subject = $1 and action = 'run.requested'", [
        run?.runId,
      ]),
    ).toEqual([{ actor: 'schedule:reminders', by: 'schedule', user: 'north-owner' }]);
    // All of them: the tick of another minute may have taken the question of the first back meanwhile.
    const { approvals } = (await (await server.request('/approvals?status=all')).json()) as { approvals: { runId: string }[] };
    expect(approvals.map(({ runId }) => runId)).toContain(run?.runId);
    const sessions = async (query: string) => ((await (await server.request(`/sessions${query}`)).json()) as { sessions: { sessionId: string }[] }).sessions;
    expect((await sessions('')).map(({ sessionId }) => sessionId)).toContain(run?.sessionId);
    expect(await sessions('?kind=conversation')).toEqual([]);
  });

  test('for somebody who is gone leaves a run that says so, and costs nobody else theirs', async () => {
    const gone = { tenantId: 'north', userId: 'gone' };
    await start([{ ...everyMinute, for: () => [gone, ...owners] }], {
      resolvePrincipal: ({ tenantId, userId }) => (userId === 'gone' ? null : server.principal(tenantId, userId)),
    });
    await untilRuns(owners[1] as Identity, 'awaiting_approval');
    const [run] = await untilRuns(gone, 'failed');
    expect(run).toMatchObject({ reason: 'principal', userId: 'gone' });
    expect(await asSuperuser("select data->>'reason' as reason from countersign.audit where subject = $1 and action = 'run.failed'", [run?.runId])).toEqual([
      { reason: 'principal' },
    ]);
  });

  test('acts with the permissions of that moment', async () => {
    await start([everyMinute], { can: (principal) => principal.tenantId !== 'south' });
    const [run] = await untilRuns(owners[1] as Identity, 'completed_with_failures');
    const detail = await server.countersign.api.getRun(server.principal('south'), { runId: run?.runId ?? '' });
    expect(detail.steps[0]?.invocations[0]).toMatchObject({ status: 'denied', error: { code: 'permission_denied' } });
  });
});

describe('ticks that came while nobody was there', () => {
  /** Schedules that were kept, and a deployment that then was away for three days. */
  async function beAway(schedules: Schedule[]) {
    await start(schedules);
    await server.countersign.worker.stop();
    await asSuperuser("update pgboss.version set cron_on = now() - interval '3 days'");
    await asSuperuser("update pgboss.schedule set created_on = now() - interval '10 days'");
    const back = server.twin();
    await back.worker.start();
  }

  test('are made up for by the latest one alone; of a schedule that skips them, by none', async () => {
    const daily = { ...everyMinute, cron: notNow() };
    await beAway([daily, { ...daily, name: 'skipping', missed: 'skip' }]);
    const [run, ...more] = await untilRuns(owners[0] as Identity, 'awaiting_approval');
    const expected = new Date();
    expected.setUTCHours((expected.getUTCHours() + 12) % 24, 0, 0, 0);
    if (expected > new Date()) expected.setUTCDate(expected.getUTCDate() - 1);
    expect(run?.cause).toMatchObject({ schedule: { name: 'reminders', at: expected.toISOString() } });
    expect(more).toEqual([]);
  });
});

describe('what is kept in the queue', () => {
  test('is a tick in each zone of the tenants, without those that the code no longer has', async () => {
    const zones = ['America/New_York', 'Not/A_Zone', 'Etc/GMT+5'];
    const inZones = { ...everyMinute, cron: notNow(), timeZone: () => zones };
    await start([inZones, { ...inZones, name: 'old' }]);
    expect(await listTicks()).toEqual(['old.America/New_York', 'old.Etc/GMT.5', 'reminders.America/New_York', 'reminders.Etc/GMT.5']);
    const later = server.twin({ schedules: [{ ...inZones, timeZone: () => ['America/New_York', 'Asia/Kolkata'] }] });
    await server.countersign.worker.stop();
    await later.worker.start();
    expect(await listTicks()).toEqual(['reminders.America/New_York', 'reminders.Asia/Kolkata']);
  });

  test('is nothing without schedules, and nothing looks for any', async () => {
    await start([]);
    expect(await listTicks()).toEqual([]);
    expect(await asSuperuser('select cron_on from pgboss.version')).toEqual([{ cron_on: null }]);
  });
});

describe('what nobody has answered when the next tick comes', () => {
  /** Sends a tick by hand, after the run of an earlier one was made to be of yesterday. */
  async function comeAgain(schedule: Schedule): Promise<RunSummary[]> {
    await start([{ ...schedule, cron: notNow() }]);
    const owner = owners[0] as Identity;
    await sendTick({ url: server.database.appUrl, schedule: schedule.name });
    await untilRuns(owner, 'awaiting_approval');
    await asSuperuser(`update countersign.runs set cause = jsonb_set(cause, '{schedule,at}', '"2026-01-01T08:00:00.000Z"')`);
    await asSuperuser('delete from countersign.run_keys');
    await sendTick({ url: server.database.appUrl, schedule: schedule.name });
    await expect.poll(async () => (await listRuns(owner)).map((run) => run.status)[0], { timeout: 15_000 }).toBe('awaiting_approval');
    await expect.poll(async () => (await listRuns(owner)).length, { timeout: 15_000 }).toBe(2);
    return listRuns(owner);
  }
  const pending = async () => ((await (await server.request('/approvals')).json()) as { approvals: { runId: string }[] }).approvals.map(({ runId }) => runId);

  test('is taken back, so that nobody is asked twice, and the record says by what', async () => {
    const [newer, older] = await comeAgain(everyMinute);
    await expect.poll(async () => (await listRuns(owners[0] as Identity))[1]?.status).toBe('cancelled');
    await expect.poll(pending).toEqual([newer?.runId]);
    expect(await asSuperuser("select actor from countersign.audit where subject = $1 and action = 'run.cancelled'", [older?.runId])).toEqual([
      { actor: 'schedule:reminders' },
    ]);
    expect(JSON.stringify(await server.events(older?.sessionId ?? ''))).toContain('Nobody answered before the next time came');
  });

  test('waits on beside it where the schedule keeps it', async () => {
    const runs = await comeAgain({ ...everyMinute, unanswered: 'keep' });
    await expect.poll(async () => (await pending()).toSorted()).toEqual(runs.map(({ runId }) => runId).toSorted());
  });
});
