import { setTimeout as delay } from 'node:timers/promises';
import { scriptedProposer } from '@countersign/server/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ask, createTestCrm, type TestCrm } from '../testing/create-test-crm.ts';

let crm: TestCrm;
let owner: Ask;
let technician: Ask;
let clientId: string;

/** The task is the call: this is about what the tools do, not about what words mean. */
const literal = scriptedProposer(({ cause }) => ({ calls: [JSON.parse(cause.kind === 'task' ? cause.task : cause.text)], isFinal: true }));

beforeAll(async () => {
  crm = await createTestCrm({ countersign: { proposer: () => literal } });
  await crm.countersign.worker.start();
  owner = await crm.signIn('owner@north.test');
  technician = await crm.signIn('tech@north.test');
  clientId = (await owner('POST', '/api/clients', { firstName: 'Jordan', lastName: 'Miles', phone: '555-219-8841' })).body.id;
});
afterAll(() => crm.close());

/** Has the agent make one call, and waits until its run rests. */
async function call(ask: Ask, tool: string, input: object) {
  const started = await ask('POST', '/agent/runs', { agent: 'copilot', task: JSON.stringify({ tool, input }) });
  expect(started.status, JSON.stringify(started.body)).toBe(202);
  return { ...started.body, ...(await rest(ask, started.body.runId)) };
}

async function rest(ask: Ask, runId: string) {
  for (let tries = 0; tries < 200; tries += 1) {
    const { body } = await ask('GET', `/agent/runs/${runId}`);
    const isRunning = ['pending', 'running'].includes(body.status);
    if (!isRunning) return { status: body.status, call: body.steps[0]?.invocations[0], body };
    await delay(50);
  }
  throw new Error(`The run ${runId} did not come to rest within 10 s.`);
}

async function receipts(ask: Ask, sessionId: string): Promise<string[]> {
  const { body } = await ask('GET', `/agent/sessions/${sessionId}/events`, undefined, { accept: 'application/json' });
  const nodes = body.events.filter((event: { type: string; node?: { type: string } }) => event.type === 'ui.append' && event.node?.type === 'receipt');
  return nodes.map((event: { node: { props: { text: string } } }) => event.node.props.text);
}

/** What was sent to Jordan, whom the demo data never wrote to. */
const texts = async () => (await owner('GET', '/api/outbox')).body.messages.filter((message: { clientName: string }) => message.clientName === 'Jordan Miles');

test('the agent finds, creates and changes clients through the services of the form', async () => {
  const created = await call(owner, 'create_client', { firstName: 'Ada', lastName: 'Agent', phone: '(212) 867-5309' });
  expect(created).toMatchObject({ status: 'completed', call: { status: 'succeeded', output: { phone: '+12128675309', version: 1 } } });
  expect(await receipts(owner, created.sessionId)).toEqual(['Created the client Ada Agent.']);
  const changed = await call(owner, 'update_client', { clientId: created.call.output.id, email: 'ada@example.com' });
  expect(changed.call).toMatchObject({ status: 'succeeded', output: { email: 'ada@example.com', phone: '+12128675309', version: 2 } });
  const found = await call(owner, 'find_clients', { query: 'ada agent' });
  expect(found.call.output).toMatchObject({ total: 1, isExact: true, clients: [{ firstName: 'Ada', email: 'ada@example.com' }] });
  expect((await owner('GET', '/api/clients?q=Ada%20Agent')).body.total).toBe(1);
});

test('as a technician the agent finds, and is denied everything else', async () => {
  expect((await call(technician, 'find_clients', { query: 'Jordan' })).call.status).toBe('succeeded');
  for (const [tool, input] of [
    ['create_client', { firstName: 'Denied' }],
    ['update_client', { clientId, notes: 'Denied' }],
    ['send_text', { clientId, role: 'primary', body: 'Denied' }],
  ] as const) {
    expect((await call(technician, tool, input)).call, tool).toMatchObject({ status: 'denied', error: { code: 'permission_denied' } });
  }
  expect(await texts()).toEqual([]);
});

test("with South's id in hand the agent of North neither changes nor texts South's client", async () => {
  const south = await crm.signIn('owner@south.test');
  const jordan = (await south('GET', '/api/clients?q=Jordan')).body.clients[0];
  for (const [tool, input] of [
    ['update_client', { clientId: jordan.id, notes: 'stolen' }],
    ['send_text', { clientId: jordan.id, role: 'primary', body: 'Hello' }],
  ] as const) {
    const run = await call(owner, tool, input);
    expect(run, tool).toMatchObject({ status: 'completed_with_failures', call: { status: 'failed', error: { code: 'not_found' } } });
  }
  expect((await south('GET', `/api/clients/${jordan.id}`)).body).toEqual(jordan);
  expect(await texts()).toEqual([]);
});

test('a text waits for a human, shows exactly what will happen, is sent once, and the same one is not sent again that day', async () => {
  const input = { clientId, role: 'primary', body: 'The car is ready.' };
  const asked = await call(owner, 'send_text', input);
  expect(asked.status).toBe('awaiting_approval');
  expect(await texts()).toEqual([]);
  const { body } = await owner('GET', '/agent/approvals');
  const request = body.approvals.find((approval: { runId: string }) => approval.runId === asked.runId);
  expect(request.items).toMatchObject([
    {
      tool: 'send_text',
      title: 'Text Jordan Miles at (555) 219-8841',
      risk: 'irreversible',
      preview: { to: '+15552198841', clientName: 'Jordan Miles', body: 'The car is ready.' },
    },
  ]);
  const decision = { requestId: request.requestId, decisions: [{ itemId: request.items[0].itemId, decision: 'approve' }] };
  expect((await technician('POST', '/agent/approvals/decisions', decision)).status).toBeGreaterThanOrEqual(403);
  expect((await owner('POST', '/agent/approvals/decisions', decision)).status).toBe(200);
  expect(await rest(owner, asked.runId)).toMatchObject({ status: 'completed', call: { status: 'succeeded' } });
  expect(await receipts(owner, asked.sessionId)).toEqual(['Texted Jordan Miles at (555) 219-8841.']);
  expect(await texts()).toMatchObject([{ to: '+15552198841', body: 'The car is ready.', sentBy: 'Nora Whitfield' }]);
  const again = await call(owner, 'send_text', input);
  expect(again).toMatchObject({ status: 'completed', call: { isReplayed: true } });
  expect(await texts()).toHaveLength(1);
});

test('a text whose client lost the phone number after the approval was asked for is not sent, and says why', async () => {
  const { body: client } = await owner('POST', '/api/clients', { firstName: 'Fleeting', phone: '212 867 5310' });
  const before = (await texts()).length;
  const asked = await call(owner, 'send_text', { clientId: client.id, role: 'primary', body: 'Hello.' });
  const { body } = await owner('GET', '/agent/approvals');
  const request = body.approvals.find((approval: { runId: string }) => approval.runId === asked.runId);
  await owner('PATCH', `/api/clients/${client.id}`, { version: 1, phone: null });
  await owner('POST', '/agent/approvals/decisions', { requestId: request.requestId, decisions: [{ itemId: request.items[0].itemId, decision: 'approve' }] });
  const end = await rest(owner, asked.runId);
  expect(end).toMatchObject({
    status: 'completed_with_failures',
    call: { status: 'failed', error: { code: 'conflict', message: expect.stringContaining('no phone number') } },
  });
  expect(await texts()).toHaveLength(before);
});

test('saving a panel tells its session in the same transaction; a session of somebody else rolls the save back', async () => {
  const { sessionId } = (await owner('POST', '/agent/sessions', { agent: 'copilot' })).body;
  const saved = await owner('POST', '/api/clients', { firstName: 'Panel', lastName: 'Saved' }, { 'x-countersign-panel': `${sessionId}/panel-1` });
  expect(saved.status).toBe(201);
  const { body } = await owner('GET', `/agent/sessions/${sessionId}/events`, undefined, { accept: 'application/json' });
  expect(body.events.at(-1)).toMatchObject({
    type: 'goal.complete',
    key: 'panel-1',
    panel: 'client',
    recordId: saved.body.id,
    summary: 'Created Panel Saved.',
  });
  const manager = await crm.signIn('manager@north.test');
  const foreign = await manager('POST', '/api/clients', { firstName: 'Panel', lastName: 'Foreign' }, { 'x-countersign-panel': `${sessionId}/panel-1` });
  expect(foreign.status).toBe(404);
  expect((await owner('GET', '/api/clients?q=Panel%20Foreign')).body.total).toBe(0);
});

test('healthz says which of the two does not answer', async () => {
  expect(await owner('GET', '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
  await crm.countersign.worker.stop();
  expect(await owner('GET', '/healthz')).toMatchObject({ status: 503, body: { error: { code: 'unavailable', details: { database: true, worker: false } } } });
});
