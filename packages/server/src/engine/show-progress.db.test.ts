import { applyEvent, CountersignError, defineAgent, defineIntent, defineTool, emptyView, proposeEach, readNode, type SessionEvent } from '@countersign/core';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createTestServer, type TestServer, type TestServerOptions } from '../testing/create-test-server.ts';

let server: TestServer;
let sent: string[] = [];
afterEach(async () => {
  await server?.close();
  sent = [];
});

const Input = z.object({ to: z.string() });
const send = defineTool({
  name: 'send_reminder',
  description: 'Reminds.',
  input: Input,
  output: Input,
  risk: 'irreversible',
  effect: 'external',
  reach: 'outward',
  permission: 'reminders:send',
  approval: { title: ({ to }) => `Remind ${to}` },
  execute: (_ctx, input) => {
    if (input.to.startsWith('bad')) throw new CountersignError('conflict', 'There is no such address.');
    sent.push(input.to);
    return input;
  },
});
const list = defineTool({
  name: 'list_debtors',
  description: 'Lists who owes.',
  input: z.object({}),
  output: z.object({ names: z.array(z.string()) }),
  risk: 'safe',
  effect: 'none',
  permission: 'debtors:read',
  execute: () => ({ names: debtors }),
});
let debtors: string[] = [];

/** A plan of two kinds of steps: who is it, then one message to each. */
const remindAll = defineIntent({
  name: 'remind_all',
  title: 'Remind everybody who owes',
  examples: ['remind everybody'],
  slots: {},
  propose: (turn) => {
    const found = turn.resultOf(list);
    if (!found) return { calls: [{ tool: list.name, input: {} }] };
    if (!found.ok) return { isFinal: true };
    const each = {
      tool: send.name,
      inputs: found.output.names.map((to) => ({ to })),
      progress: { title: 'Reminders', words: { one: 'reminder', many: 'reminders', done: 'sent' } },
      pageSize: 3,
    };
    return proposeEach(turn, each) ?? { isFinal: true };
  },
});
const agent = defineAgent({ name: 'clerk', description: 'Reminds.', tools: [send, list], intents: [remindAll] });

async function start(names: string[], options: TestServerOptions = {}) {
  debtors = names;
  server = await createTestServer({ agents: [agent], ...options });
  const { runId, sessionId } = await server.countersign.api.startRun(server.principal(), { agent: 'clerk', task: 'The morning round.', intent: 'remind_all' });
  return { runId, sessionId };
}

/** Answers the open request: `deny` names whose items are denied. */
async function decide(deny: string[] = []): Promise<string[]> {
  const [approval] = (await server.countersign.api.listApprovals(server.principal(), { status: 'pending', limit: 5 })).approvals;
  if (!approval) throw new Error('Nothing waits for an approval.');
  const decisions = approval.items.map(({ itemId, title }) => ({
    itemId,
    decision: deny.some((name) => title.endsWith(name)) ? ('deny' as const) : ('approve' as const),
  }));
  await server.countersign.api.decideApprovals(server.principal(), { requestId: approval.requestId, decisions });
  return approval.items.map(({ title }) => title);
}

const texts = (events: readonly SessionEvent[]) =>
  events.flatMap((event) =>
    event.type === 'ui.append' && event.node.type === 'progress'
      ? [`+ ${event.node.props.text}`]
      : event.type === 'ui.replace' && event.key.startsWith('progress:')
        ? [`${event.props.text}${event.props.current === null ? '' : ` (${event.props.current})`}`]
        : [],
  );
const fold = (events: readonly SessionEvent[]) => events.reduce(applyEvent, emptyView);

test('a plan of more calls than one page asks a page at a time, sends what was approved, and says what came of it', async () => {
  const { runId, sessionId } = await start(['Ada', 'Bob', 'bad Cy', 'Dan', 'Eve']);
  await server.waitFor(runId, 'awaiting_approval');
  expect(await decide(['Bob'])).toEqual(['Remind Ada', 'Remind Bob', 'Remind bad Cy']);
  await expect.poll(async () => (await server.countersign.api.listApprovals(server.principal(), { status: 'pending', limit: 5 })).approvals.length).toBe(1);
  expect(sent).toEqual(['Ada']);
  expect(await decide()).toEqual(['Remind Dan', 'Remind Eve']);
  expect((await server.waitFor(runId, 'completed_with_failures')).stepCount).toBe(3);
  expect(sent).toEqual(['Ada', 'Dan', 'Eve']);
  const events = await server.events(sessionId);
  const [first, ...rest] = texts(events);
  expect(first).toBe('+ 0 of 5 reminders sent');
  expect(rest).toEqual(expect.arrayContaining(['0 of 5 reminders sent, 1 denied (Remind Ada)', '+ 1 of 5 reminders sent, 1 denied, 1 failed']));
  expect(rest.at(-1)).toBe('3 of 5 reminders sent, 1 denied, 1 failed');
  const view = fold(events);
  expect(view.nodes.filter(({ type }) => type === 'progress')).toHaveLength(1);
  const last = view.nodes.at(-1);
  expect(last && readNode('message', last)).toEqual({ role: 'agent', text: '3 of 5 reminders sent, 1 denied, 1 failed.' });
});

test('a run of one page that goes well is one request and reads completed', async () => {
  const { runId, sessionId } = await start(['Ada', 'Bob', 'Cy']);
  await server.waitFor(runId, 'awaiting_approval');
  expect(await decide()).toEqual(['Remind Ada', 'Remind Bob', 'Remind Cy']);
  await server.waitFor(runId, 'completed');
  expect(fold(await server.events(sessionId)).nodes.at(-1)?.props.text).toBe('3 of 3 reminders sent.');
});

test('nobody is told more than what came of it when all of it is denied', async () => {
  const { runId, sessionId } = await start(['Ada', 'Bob']);
  await server.waitFor(runId, 'awaiting_approval');
  await decide(['Ada', 'Bob']);
  await server.waitFor(runId, 'completed_with_failures');
  expect(sent).toEqual([]);
  expect(fold(await server.events(sessionId)).nodes.at(-1)?.props.text).toBe('0 of 2 reminders sent, 2 denied.');
});

test('a plan of no calls shows no progress, and neither does any other run', async () => {
  const { runId, sessionId } = await start([]);
  await server.waitFor(runId, 'completed');
  const events = await server.events(sessionId);
  expect(JSON.stringify(events)).not.toMatch(/"type":"progress"|progress:|summary:/);
});

test('an intent that the agent does not have is not found, and words that mean nothing to the rules do not matter to a named one', async () => {
  server = await createTestServer({ agents: [agent] });
  const ask = (body: object) => server.request('/runs', { method: 'POST', body: JSON.stringify({ agent: 'clerk', task: 'Qwertz.', ...body }) });
  const refused = await ask({ intent: 'remind_nobody' });
  expect([refused.status, await refused.json()]).toMatchObject([404, { error: { message: 'The agent "clerk" has no intent "remind_nobody".' } }]);
  debtors = ['Ada'];
  const { runId } = (await (await ask({ intent: 'remind_all' })).json()) as { runId: string };
  await server.waitFor(runId, 'awaiting_approval');
  expect((await server.countersign.api.getRun(server.principal(), { runId })).cause).toMatchObject({ kind: 'task', intent: 'remind_all' });
  expect((await ask({ idempotencyKey: '$mine' })).status).toBe(400);
});

test('a run whose intent a deployment has taken away ends as failed and says so', async () => {
  server = await createTestServer({ agents: [agent], hasWorker: false });
  const { runId, sessionId } = await server.countersign.api.startRun(server.principal(), { agent: 'clerk', task: 'The round.', intent: 'remind_all' });
  const later = server.twin({ agents: [defineAgent({ name: 'clerk', description: 'Reminds.', tools: [], intents: [] })] });
  await later.advance('north', runId);
  expect(await server.waitFor(runId, 'failed')).toMatchObject({ reason: 'unknown_intent' });
  expect(JSON.stringify(await server.events(sessionId))).toContain('I cannot do that any more');
});
