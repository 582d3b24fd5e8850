import { type AnyTool, defineTool, type InvocationView, type RunDetail } from '@countersign/core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Countersign } from '../../create-countersign.ts';
import { withClient } from '../../store/database-error.ts';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';

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
const boss = () => ({ ...server.principal('north', 'boss'), displayName: 'Nora' });
const post = async (path: string, body: object) => {
  const response = await server.request(path, { method: 'POST', body: JSON.stringify(body), as: path === '/switches' ? boss() : server.principal() });
  return { status: response.status, body: (await response.json()) as { error: { code: string; message: string } } };
};
/** Set on another node, which this one hears nothing of. */
const set = (kind: 'tool' | 'agent', isOff: boolean) =>
  other.api.setSwitch(boss(), { kind, name: kind === 'tool' ? 'add_row' : 'worker', isOff, reason: 'It misbehaves.' });
const start = async () => (await server.countersign.api.startRun(server.principal(), { agent: 'worker', task: 'go' })).runId;
const asSuperuser = <Row>(text: string, values: unknown[] = []) =>
  withClient(server.database.superUrl, async (client) => (await client.query(text, values)).rows as Row[]);
const whoResumed = async (runId: string) =>
  (await asSuperuser<{ actor: string }>("select actor from countersign.audit where action = 'run.resumed' and subject = $1", [runId])).map(
    ({ actor }) => actor,
  );
/** Runs as they would be after a pause, so many in one conversation. */
const pauseMany = (like: RunDetail, count: number, reason: string) =>
  asSuperuser<{ id: string }>(
    `insert into countersign.runs (tenant_id, id, session_id, agent, user_id, cause, bounds, status, reason)
     select tenant_id, gen_random_uuid(), session_id, agent, user_id, cause, bounds, 'paused', $3 from countersign.runs, generate_series(1, $2::int) where id = $1 returning id`,
    [like.runId, count, reason],
  );

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

test('a run of an agent that is switched off while it is at work pauses, says why, and goes on with the call it had in hand when the switch is lifted', async () => {
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
  expect(JSON.stringify(notice)).toContain('The agent worker is switched off by Nora: It misbehaves.');
  withdrawn.add('runs:resume');
  expect(await post(`/runs/${paused.runId}/resume`, {})).toMatchObject({ status: 403, body: { error: { code: 'permission_denied' } } });
  withdrawn.clear();
  await set('agent', false);
  await server.waitFor(paused.runId, 'completed');
  expect(await countRows()).toBe(before + 1);
  expect(proposals).toBe(1);
  expect(await whoResumed(paused.runId)).toEqual(['user:boss']);
  expect(JSON.stringify(await server.events(paused.sessionId))).toContain('It is switched on again, so I go on.');
  expect(await post(`/runs/${paused.runId}/resume`, {})).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
});

test.each([
  ['a tenant', { tenantId: 'north' }, 'The agents of this organisation are switched off by Ops: Incident 12.', 'operator:Ops'],
  ['everything', {}, 'All agents are switched off by Ops: Incident 12.', 'system'],
])('the operator switches %s off: runs pause before they propose, no permission of the tenant lifts it, and they go on when it is', async (...row) => {
  const [, whom, message, actor] = row;
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
  await server.waitFor(first.runId, 'completed');
  await server.waitFor(second.runId, 'completed');
  expect(await whoResumed(second.runId)).toEqual([actor]);
});

test.each([
  ['its agent', 'the tenant', () => set('agent', false), () => other.unsafeSetKillSwitch({ tenantId: 'north', isOff: false, by: 'Ops', reason: 'Over.' })],
  ['the tenant', 'its agent', () => other.unsafeSetKillSwitch({ tenantId: 'north', isOff: false, by: 'Ops', reason: 'Over.' }), () => set('agent', false)],
])('of two switches that stop a run, lifting that of %s leaves it paused, lifting that of %s too lets it go on', async (_one, _other, first, last) => {
  await set('agent', true);
  await other.unsafeSetKillSwitch({ tenantId: 'north', isOff: true, by: 'Ops', reason: 'Incident 13.' });
  const paused = await server.waitFor(await start(), 'paused');
  await first();
  const sweeps = await server.database.pool.query('select * from countersign.unsafe_list_switched_on(10)');
  expect(sweeps.rows).toEqual([]);
  expect((await server.countersign.api.getRun(server.principal(), { runId: paused.runId })).status).toBe('paused');
  await last();
  await server.waitFor(paused.runId, 'completed');
});

test('a switch of one agent, or of another tenant, lets nothing go on that another has paused; nor does any what an anomaly has', async () => {
  await set('agent', true);
  const paused = await server.waitFor(await start(), 'paused');
  const [unusual] = await pauseMany(paused, 1, 'anomaly');
  await other.unsafeSetKillSwitch({ tenantId: 'south', isOff: false, by: 'Ops', reason: 'Paid.' });
  await other.api.setSwitch(boss(), { kind: 'agent', name: 'retired', isOff: false, reason: 'Gone.' });
  await set('tool', false);
  expect((await server.countersign.api.getRun(server.principal(), { runId: paused.runId })).status).toBe('paused');
  await set('agent', false);
  await server.waitFor(paused.runId, 'completed');
  expect((await server.countersign.api.getRun(server.principal(), { runId: unusual?.id ?? '' })).status).toBe('paused');
});

test('more runs than one transaction takes go on by and by, and so does one that was just pausing when its switch was lifted', async () => {
  const like = await server.run();
  // Of nobody's switch: as they are left by a pause that commits after the lift.
  const late = await pauseMany(like, 1, 'switched_off');
  await server.waitFor(late[0]?.id ?? '', 'completed');
  expect(await whoResumed(late[0]?.id ?? '')).toEqual(['system']);
  await set('agent', true);
  const many = await pauseMany(like, 120, 'switched_off');
  await set('agent', false);
  for (const { id } of many) await server.waitFor(id, 'completed');
  const actors = await asSuperuser<{ actor: string; n: number }>(
    "select actor, count(*)::int as n from countersign.audit where action = 'run.resumed' and subject = any($1) group by actor order by actor",
    [many.map(({ id }) => id)],
  );
  expect(actors).toEqual([
    { actor: 'system', n: 20 },
    { actor: 'user:boss', n: 100 },
  ]);
  // Nobody has looked at them: what is unusual stops them as before.
  expect(await asSuperuser('select from countersign.runs where id = any($1) and resumed_at is not null', [many.map(({ id }) => id)])).toEqual([]);
});

test('a tenant switches all its agents off by itself; that and the operator’s do not lift each other', async () => {
  const own = (isOff: boolean) => other.api.setSwitch(boss(), { kind: 'tenant', name: 'own', isOff, reason: 'We are closed.' });
  const operators = (isOff: boolean) => other.unsafeSetKillSwitch({ tenantId: 'north', isOff, by: 'Ops', reason: 'Unpaid.' });
  await own(true);
  const paused = await server.waitFor(await start(), 'paused');
  expect(JSON.stringify(await server.events(paused.sessionId))).toContain('The agents of this organisation are switched off by Nora: We are closed.');
  await operators(true);
  await own(false);
  expect((await server.countersign.api.getRun(server.principal(), { runId: paused.runId })).status).toBe('paused');
  await own(true);
  await operators(false);
  expect((await server.countersign.api.getRun(server.principal(), { runId: paused.runId })).status).toBe('paused');
  await own(false);
  await server.waitFor(paused.runId, 'completed');
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

test('whoever may resume runs looks after what of a colleague has paused, and after nothing else of theirs', async () => {
  const like = await server.run();
  const [first, second] = (await pauseMany(like, 2, 'anomaly')).map(({ id }) => id);
  const as = server.principal('north', 'bob');
  const tend = async (runId: string | undefined, verb: 'resume' | 'cancel', whom = as) => {
    const response = await server.request(`/runs/${runId}/${verb}`, { method: 'POST', body: '{}', as: whom });
    // What the colleague said stays between them and the agent.
    if (response.ok) expect(await response.json()).toMatchObject({ userId: server.principal().userId, cause: null });
    return response.status;
  };
  withdrawn.add('runs:resume');
  expect([await tend(first, 'resume'), await tend(first, 'cancel')]).toEqual([404, 404]);
  withdrawn.clear();
  const stranger = server.principal('south', 'bob');
  expect([await tend(first, 'resume', stranger), await tend(first, 'cancel', stranger)]).toEqual([404, 404]);
  expect([await tend(like.runId, 'resume'), await tend(like.runId, 'cancel')]).toEqual([404, 404]);
  expect((await server.request(`/runs/${first}`, { as })).status).toBe(404);
  expect([await tend(first, 'resume'), await tend(second, 'cancel')]).toEqual([202, 202]);
  await server.waitFor(first ?? '', 'completed');
  expect(await whoResumed(first ?? '')).toEqual(['user:bob']);
  expect((await server.countersign.api.getRun(server.principal(), { runId: second ?? '' })).status).toBe('cancelled');
  expect(await asSuperuser("select actor from countersign.audit where action = 'run.cancelled' and subject = $1", [second])).toEqual([{ actor: 'user:bob' }]);
});
