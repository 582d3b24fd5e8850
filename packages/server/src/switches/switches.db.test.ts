import { type AnyTool, defineTool, type InvocationView, type RunDetail } from '@countersign/core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Countersign } from '../create-countersign.ts';
import { withClient } from '../store/database-error.ts';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';

const hostSchema = `
create schema host; grant usage on schema host to countersign_app;
create table host.rows (tenant_id text not null);
grant select, insert on host.rows to countersign_app;`;

interface Queryable {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

/** Runs inside the tool, after it has written: where a switch comes too late for anything but the commit. */
let meanwhile: () => Promise<void> = async () => {};
const addRow = defineTool({
  name: 'add_row',
  description: 'Adds a row.',
  input: z.object({}),
  output: z.object({}),
  risk: 'cautious',
  effect: 'database',
  permission: 'rows:write',
  execute: async (ctx) => {
    await (ctx.tx as Queryable).query('insert into host.rows values ($1)', [ctx.principal.tenantId]);
    await meanwhile();
    return {};
  },
});

const withdrawn = new Set<string>();
let proposals = 0;
let server: TestServer;
let other: Countersign;
beforeAll(async () => {
  server = await createTestServer({
    hostSchema,
    tools: [addRow as AnyTool],
    script: () => {
      proposals += 1;
      return { calls: [{ tool: 'add_row', input: {} }], isFinal: true };
    },
    can: (_principal, permission) => !withdrawn.has(permission),
  });
  other = server.twin();
});
afterAll(() => server.close());
beforeEach(() => {
  proposals = 0;
  meanwhile = async () => {};
  withdrawn.clear();
});

const countRows = () => withClient(server.database.superUrl, async (client) => Number((await client.query('select count(*) as n from host.rows')).rows[0].n));
const callsOf = (run: RunDetail): InvocationView[] => run.steps.flatMap((step) => step.invocations);
const boss = () => server.principal('north', 'boss');
const post = async (path: string, body: object) => {
  const response = await server.request(path, { method: 'POST', body: JSON.stringify(body), as: path === '/switches' ? boss() : server.principal() });
  return { status: response.status, body: (await response.json()) as { error: { code: string; message: string } } };
};
/** Set on another node, which this one hears nothing of. */
const set = (kind: 'tool' | 'agent', isOff: boolean) =>
  other.runtime.setSwitch(boss(), { kind, name: kind === 'tool' ? 'add_row' : 'worker', isOff, reason: 'It misbehaves.' });
const start = async () => (await server.countersign.startRun(server.principal(), { agent: 'worker', task: 'go' })).runId;
const finishes = async (runId: string) => {
  expect((await post(`/runs/${runId}/resume`, {})).status).toBe(202);
  await server.waitFor(runId, 'completed');
};

test('a tool that is switched off is refused, with who and why, and works again when it is on', async () => {
  expect((await server.run()).status).toBe('completed');
  const before = await countRows();
  expect((await post('/switches', { kind: 'tool', name: 'add_row', isOff: true, reason: 'It misbehaves.' })).status).toBe(200);
  const message = 'The tool add_row is switched off by boss: It misbehaves.';
  expect(callsOf(await server.run())).toMatchObject([{ status: 'denied', allowedBy: 'switched_off', error: { code: 'switched_off', message } }]);
  expect(await countRows()).toBe(before);
  await set('tool', false);
  expect((await server.run()).status).toBe('completed');
});

test('a tool switched off on another node while it is at work is rolled back and refused', async () => {
  expect((await server.run()).status).toBe('completed');
  const before = await countRows();
  meanwhile = async () => {
    meanwhile = async () => {};
    await set('tool', true);
  };
  expect(callsOf(await server.run())).toMatchObject([{ status: 'denied', error: { code: 'switched_off' } }]);
  expect(await countRows()).toBe(before);
  await set('tool', false);
});

test('a run of an agent that is switched off while it is at work pauses, says why, and is resumed with the call it had in hand', async () => {
  expect((await server.run()).status).toBe('completed');
  const before = await countRows();
  proposals = 0;
  meanwhile = async () => {
    meanwhile = async () => {};
    await set('agent', true);
  };
  const paused = await server.waitFor(await start(), 'paused');
  expect(paused.reason).toBe('switched_off');
  expect(await countRows()).toBe(before);
  const notice = (await server.events(paused.sessionId)).findLast((event) => event.type === 'ui.append' && event.node.type === 'notice');
  expect(JSON.stringify(notice)).toContain('The agent worker is switched off by boss: It misbehaves.');
  await set('agent', false);
  withdrawn.add('runs:resume');
  expect(await post(`/runs/${paused.runId}/resume`, {})).toMatchObject({ status: 403, body: { error: { code: 'permission_denied' } } });
  withdrawn.clear();
  await finishes(paused.runId);
  expect(await countRows()).toBe(before + 1);
  expect(proposals).toBe(1);
  expect(await post(`/runs/${paused.runId}/resume`, {})).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
});

test.each([
  ['a tenant', { tenantId: 'north' }, 'The agents of this organisation are switched off by Ops: Incident 12.'],
  ['everything', {}, 'All agents are switched off by Ops: Incident 12.'],
])('the operator switches %s off: runs pause before they propose, and no permission of the tenant lifts it', async (_what, whom, message) => {
  await other.unsafeSetKillSwitch({ ...whom, isOff: true, by: 'Ops', reason: 'Incident 12.' });
  // This node believes all is on: the first run finds out at its commit, the next one before it proposes.
  const first = await server.waitFor(await start(), 'paused');
  proposals = 0;
  const second = await server.waitFor(await start(), 'paused');
  expect(proposals).toBe(0);
  expect(JSON.stringify(await server.events(second.sessionId))).toContain(message);
  expect((await post('/switches', { kind: 'tenant', name: 'north', isOff: false, reason: 'Please.' })).status).toBe(400);
  expect((await post(`/runs/${first.runId}/resume`, {})).status).toBe(202);
  await server.waitFor(first.runId, 'paused');
  await other.unsafeSetKillSwitch({ ...whom, isOff: false, by: 'Ops', reason: 'Over.' });
  await finishes(first.runId);
  await finishes(second.runId);
});

test('a tenant switched off says nothing of another', async () => {
  await other.unsafeSetKillSwitch({ tenantId: 'south', isOff: true, by: 'Ops', reason: 'Unpaid.' });
  expect((await server.run()).status).toBe('completed');
});

test('switching needs the permission and a name that exists', async () => {
  expect(await post('/switches', { kind: 'tool', name: 'ad_row', isOff: true, reason: 'x' })).toMatchObject({
    status: 400,
    body: { error: { code: 'invalid_request', message: 'There is no tool "ad_row".' } },
  });
  withdrawn.add('switches:write');
  expect((await post('/switches', { kind: 'tool', name: 'add_row', isOff: true, reason: 'x' })).status).toBe(403);
  expect((await server.request('/switches')).status).toBe(200);
  withdrawn.add('switches:read');
  expect((await server.request('/switches')).status).toBe(403);
});
