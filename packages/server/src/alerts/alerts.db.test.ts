import type { AlertList } from '@countersign/core';
import { ErrorResponse } from '@countersign/core/internal';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { withClient } from '../store/database-error.ts';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';
import { raiseAlert } from './raise-alert.ts';

const withdrawn = new Set<string>();
const warned: object[] = [];
let server: TestServer;
beforeAll(async () => {
  server = await createTestServer({
    can: (_principal, permission) => !withdrawn.has(permission),
    logger: { info() {}, error() {}, warn: (fields) => void warned.push(fields) },
    script: () => ({ show: [], isFinal: true }),
  });
});
afterAll(() => server.close());
beforeEach(async () => {
  withdrawn.clear();
  await asSuperuser('delete from countersign.alerts');
});

const asSuperuser = <Row>(text: string, values: unknown[] = []) =>
  withClient(server.database.superUrl, async (client) => (await client.query(text, values)).rows as Row[]);
const insert = /* sql */ `
  insert into countersign.alerts (tenant_id, kind, hour, at, subject, data)
  select $1, 'denials', date_trunc('hour', now()) - n * interval '1 hour', now() - n * interval '1 hour', gen_random_uuid(), jsonb_build_object('text', 'No. ' || n, 'agent', 'worker')
  from generate_series(1, $2::int) n`;
const list = async (query = ''): Promise<AlertList> => (await (await server.request(`/alerts${query}`)).json()) as AlertList;
const texts = ({ alerts }: AlertList) => alerts.map(({ text }) => text);
const acknowledge = (alertId: string, userId = 'north-owner') =>
  server.request(`/alerts/${alertId}/acknowledge`, { method: 'POST', body: '{}', as: server.principal('north', userId) });

test('alerts come a page at a time, the newest first, and leave the open ones when somebody has seen them', async () => {
  await asSuperuser(insert, ['north', 5]);
  await asSuperuser(insert, ['south', 1]);
  const first = await list('?limit=2');
  expect(texts(first)).toEqual(['No. 1', 'No. 2']);
  const second = await list(`?limit=2&cursor=${first.next}`);
  expect(texts(second)).toEqual(['No. 3', 'No. 4']);
  const last = await list(`?limit=2&cursor=${second.next}`);
  expect([texts(last), last.next]).toEqual([['No. 5'], null]);
  expect((await acknowledge(second.alerts[0]?.alertId ?? '')).status).toBe(200);
  expect(texts(await list())).toEqual(['No. 1', 'No. 2', 'No. 4', 'No. 5']);
  expect(texts(await list('?status=all'))).toHaveLength(5);
});

test('acknowledging says who and when, once, however often it is done, and is audited', async () => {
  await asSuperuser(insert, ['north', 1]);
  const alertId = (await list()).alerts[0]?.alertId ?? '';
  const [one, other] = await Promise.all([acknowledge(alertId, 'ann'), acknowledge(alertId, 'bob')]);
  const [seen, again] = [await one.json(), await other.json()];
  expect(seen).toEqual(again);
  expect(seen).toMatchObject({
    alert: { alertId, userId: null, runStatus: null, acknowledgedBy: expect.stringMatching(/^(ann|bob)$/), acknowledgedAt: expect.any(String) },
  });
  expect(await asSuperuser('select action from countersign.audit where subject = $1', [alertId])).toEqual([{ action: 'alert.acknowledged' }]);
  expect((await server.request(`/alerts/${alertId}/acknowledge`, { method: 'POST', body: '{}', as: server.principal('south') })).status).toBe(404);
});

test('one of a kind an hour is raised, in the log and the audit, and another once somebody has seen it', async () => {
  const run = await server.run();
  const raise = () =>
    withClient(server.database.superUrl, (client) =>
      raiseAlert(
        { options: { logger: { warn: (fields: object) => warned.push(fields) } } } as never,
        ((text: string, values: unknown[]) => client.query(text, values)) as never,
        {
          tenantId: 'north',
          kind: 'same_failure',
          subject: run.runId,
          data: { text: 'It failed.', agent: 'worker' },
        },
      ),
    );
  expect([await raise(), await raise()]).toEqual([true, false]);
  const [alert] = (await list()).alerts;
  expect(alert).toMatchObject({ kind: 'same_failure', text: 'It failed.', agent: 'worker', runId: run.runId, userId: 'north-owner', runStatus: 'completed' });
  await acknowledge(alert?.alertId ?? '');
  expect(await raise()).toBe(true);
  expect((await list('?status=all')).alerts).toHaveLength(2);
  expect(warned).toHaveLength(2);
  expect(await asSuperuser("select 1 from countersign.audit where action = 'alert.same_failure' and actor = 'system'")).toHaveLength(2);
});

test.each([
  ['alerts:read', 'GET', '/alerts'],
  ['alerts:write', 'POST', '/alerts/0193b1f8-3c21-7d5f-8e32-7b1a5d9f6c55/acknowledge'],
])('without %s: %s %s is refused by the name of the permission', async (permission, method, path) => {
  withdrawn.add(permission);
  const response = await server.request(path, { method, ...(method === 'POST' && { body: '{}' }) });
  expect([response.status, ErrorResponse.parse(await response.json()).error.message]).toEqual([403, expect.stringContaining(permission)]);
});
