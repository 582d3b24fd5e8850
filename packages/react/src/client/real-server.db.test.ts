import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defineTool, node } from '@countersign/core';
import { toNodeHandler } from '@countersign/server/node';
import { createTestServer, type TestServer } from '@countersign/server/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { until } from '../../testing/until.ts';
import { createPanelReporter } from '../panels/panel-reporter.ts';
import { type Client, createClient } from './create-client.ts';
import { createSessionStore, type SessionStore } from './session-store.ts';

const sent: string[] = [];
const sendText = defineTool({
  name: 'send_text',
  description: 'Sends a text message.',
  input: z.object({ to: z.string() }),
  output: z.object({ to: z.string() }),
  risk: 'irreversible',
  effect: 'database',
  reach: 'outward',
  permission: 'texts:send',
  approval: { simulate: (_ctx, input) => Promise.resolve({ to: input.to }) },
  execute: (_ctx, input) => {
    sent.push(input.to);
    return Promise.resolve({ to: input.to });
  },
});

let server: TestServer;
let client: Client;
let store: SessionStore;
let close: () => Promise<void>;

/** The real runtime, its real handler and a real socket between it and the client. */
beforeEach(async () => {
  sent.length = 0;
  server = await createTestServer({
    tools: [sendText],
    script: ({ cause }) => {
      const text = cause.kind === 'message' ? cause.text : cause.task;
      if (text.includes('form')) return { show: [node('panel-open-command', { panel: 'client', prefill: { firstName: 'Jordan' } })] };
      if (text.includes('text')) return { calls: [{ tool: 'send_text', input: { to: 'Jordan' } }], isFinal: true };
      return { show: [node('message', { role: 'agent', text: 'Hello.' })] };
    },
  });
  const http = createServer(toNodeHandler(server.countersign.handler));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const headers = { 'x-test-user': 'north/north-owner' };
  client = createClient({ baseUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}/agent`, headers });
  const kept = new Map<string, string>();
  const storage = { get: () => kept.get('id'), set: (id: string) => void kept.set('id', id), clear: () => kept.clear() };
  store = createSessionStore(client, { agent: 'worker', storage });
  store.start();
  close = async () => {
    store.dispose();
    http.closeAllConnections();
    await new Promise<void>((resolve) => http.close(() => resolve()));
    await server.close();
  };
});
afterEach(() => close());

const nodes = (type: string) => store.getSnapshot().view.nodes.filter((shown) => shown.type === type);
const untilAnswered = (type: string) => until(type, () => nodes(type).length > 0 && store.getSnapshot().outgoing.length === 0, 10_000);

test('a message opens the conversation, is answered over the stream, and shows no entry twice', async () => {
  store.send('Hi');
  await until('the answer', () => nodes('message').length === 2, 10_000);
  expect(nodes('message').map(({ props }) => props.text)).toEqual(['Hi', 'Hello.']);
  const sessionId = String(store.getSnapshot().sessionId);
  const { events } = await client.listEvents({ sessionId });
  await until('the whole log', () => store.getSnapshot().view.last >= events.length);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect((await client.listSessions({ agent: 'worker' })).sessions[0]).toMatchObject({ sessionId, agent: 'worker' });
  const { runs } = await client.listRuns({ sessionId });
  const run = await client.getRun({ runId: String(runs[0]?.runId) });
  expect(run).toMatchObject({ status: 'completed', sessionId });
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['send_text']);
});

test('a panel is reported on in the words the server takes', async () => {
  store.send('Open the form');
  await untilAnswered('panel-open-command');
  const { sessionId, view } = store.getSnapshot();
  const key = String(view.panels[0]?.key);
  const reporter = createPanelReporter(client);
  reporter.report(String(sessionId), { type: 'panel.opened', key, panel: 'client' });
  reporter.report(String(sessionId), { type: 'panel.patch', key, fields: { firstName: 'applied' } });
  reporter.report(String(sessionId), { type: 'panel.field.update', key, fields: { firstName: 'Jo' } });
  reporter.report(String(sessionId), { type: 'panel.closed', key, reason: 'dismissed' });
  await until('all of it in the log', () => store.getSnapshot().view.panels[0]?.status === 'closed');
  expect(store.getSnapshot().view.panels[0]).toMatchObject({ outcomes: { firstName: 'applied' }, fields: { firstName: 'Jo' } });
});

test('an approval is decided and what was approved is done once', async () => {
  store.send('Send Jordan a text');
  await untilAnswered('approval');
  const { approvals } = await client.listApprovals();
  const request = approvals[0];
  const decisions = (request?.items ?? []).map(({ itemId }) => ({ itemId, decision: 'approve' as const }));
  await expect(store.decide(String(request?.requestId), decisions)).resolves.toBe(true);
  await until('the receipt', () => nodes('receipt').length === 1, 10_000);
  expect(nodes('receipt')[0]?.props).toMatchObject({ tool: 'send_text', status: 'succeeded' });
  expect(sent).toEqual(['Jordan']);
  const changedMind = decisions.map((decision) => ({ ...decision, decision: 'deny' as const }));
  await expect(store.decide(String(request?.requestId), changedMind)).resolves.toBe(false);
  expect(store.getSnapshot().decisions[String(request?.requestId)]).toMatchObject({ state: 'failed', error: { code: 'already_decided' } });
});

test('a yes reaches as far as was said, is listed, taken back, and stands under the rules of the organisation', async () => {
  store.send('Send Jordan a text');
  await untilAnswered('approval');
  const [request] = (await client.listApprovals()).approvals;
  const [item] = request?.items ?? [];
  expect(item?.grants.map(({ scope }) => scope)).toEqual(['run', 'tenant']);
  const decision = { itemId: String(item?.itemId), decision: 'approve', scope: 'tenant', reason: 'Always fine.' } as const;
  await expect(store.decide(String(request?.requestId), [decision])).resolves.toBe(true);
  await until('the receipt', () => nodes('receipt').length === 1, 10_000);
  store.send('Send Jordan the text again');
  await until('the next receipt', () => nodes('receipt').length === 2, 10_000);
  expect((await client.listApprovals()).approvals).toEqual([]);
  const [grant] = (await client.listGrants()).grants;
  expect(grant).toMatchObject({ scope: 'tenant', uses: 1, reason: 'Always fine.' });
  expect(await client.revokeGrant({ grantId: String(grant?.grantId), reason: 'No more.' })).toMatchObject({
    grant: { isActive: false, revokeReason: 'No more.' },
  });
  const rules = [{ form: 'forbidden_tools', name: 'No texts', tools: ['send_text'] } as const].map((rule) => ({ ...rule, tools: [...rule.tools] }));
  expect(await client.tryPolicies({ rules })).toMatchObject({ calls: 2, proposed: { denied: 2 } });
  expect(await client.savePolicies({ basedOn: 0, rules })).toMatchObject({ policies: { version: 1 }, diff: { added: [{ name: 'No texts' }] } });
  await expect(client.savePolicies({ basedOn: 0, rules: [] })).rejects.toMatchObject({ code: 'conflict' });
  expect(await client.getPolicies()).toMatchObject({ version: 1, rules });
  store.send('Send Jordan one more text');
  await until('the refusal', () => nodes('receipt').length === 3, 10_000);
  expect(nodes('receipt')[2]?.props).toMatchObject({ status: 'denied', error: { code: 'policy_denied' } });
  expect(sent).toEqual(['Jordan', 'Jordan']);
});

test('errors arrive with the server’s code and words', async () => {
  const missing = 'b1a7c0de-0000-4000-8000-000000000000';
  await expect(client.listEvents({ sessionId: missing })).rejects.toMatchObject({ name: 'CountersignError', code: 'not_found' });
  await expect(client.createSession({ agent: 'nobody' })).rejects.toMatchObject({ name: 'CountersignError', isRetryable: false });
  const stranger = createClient({ baseUrl: 'http://127.0.0.1:1' });
  await expect(stranger.listTools()).rejects.toMatchObject({ code: 'unavailable', isRetryable: true });
});
