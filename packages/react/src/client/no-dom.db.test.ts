// @vitest-environment node
import { defineTool, node } from '@countersign/core';
import { createTestServer, type TestServer } from '@countersign/server/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { until } from '../../testing/until.ts';
import { createClient } from './create-client.ts';
import { createSessionStore } from './session-store.ts';

const addRow = defineTool({
  name: 'add_row',
  description: 'Adds a row.',
  input: z.object({}),
  output: z.object({ id: z.string() }),
  risk: 'irreversible',
  effect: 'database',
  permission: 'rows:add',
  approval: { simulate: () => Promise.resolve({}) },
  execute: () => Promise.resolve({ id: 'r_1' }),
});

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer({
    tools: [addRow],
    script: ({ cause }) =>
      cause.kind === 'message' && cause.text === 'Add a row'
        ? { calls: [{ tool: 'add_row', input: {} }], isFinal: true }
        : { show: [node('message', { role: 'agent', text: 'Hello.' })] },
  });
});
afterAll(() => server.close());

/** What a phone app has: a function like fetch, here straight into the real handler. */
const openClient = () =>
  createClient({
    baseUrl: 'https://shop.test/agent',
    headers: { 'x-test-user': 'north/north-owner' },
    fetch: (address, init) => server.countersign.handler(new Request(address, init)),
  });

test('there is no DOM here', () => {
  expect([typeof document, typeof window, typeof localStorage]).toEqual(['undefined', 'undefined', 'undefined']);
});

test('client and store hold a conversation, follow it over the stream and decide in it', async () => {
  const client = openClient();
  const store = createSessionStore(client, { agent: 'worker' });
  store.start();
  try {
    const nodes = (type: string) => store.getSnapshot().view.nodes.filter((shown) => shown.type === type);
    store.send('Hi');
    await until('the answer', () => nodes('message').length === 2, 20_000);
    expect(nodes('message').map(({ props }) => props.text)).toEqual(['Hi', 'Hello.']);
    store.send('Add a row');
    await until('the approval', () => nodes('approval').length === 1, 20_000);
    const [request] = (await client.listApprovals()).approvals;
    const decisions = (request?.items ?? []).map(({ itemId }) => ({ itemId, decision: 'approve' as const }));
    expect(await store.decide(String(request?.requestId), decisions)).toBe(true);
    await until('the receipt', () => nodes('receipt').length === 1, 20_000);
    expect(nodes('receipt')[0]?.props).toMatchObject({ tool: 'add_row', status: 'succeeded' });
    expect(store.getSnapshot()).toMatchObject({ status: 'live' });
  } finally {
    store.dispose();
  }
});

test('without storage the next store goes on in the newest conversation', async () => {
  const client = openClient();
  const { sessionId } = await client.createSession({ agent: 'worker' });
  await client.postMessage({ sessionId, text: 'Hi', clientMessageId: 'm1' });
  const store = createSessionStore(client, { agent: 'worker' });
  store.start();
  try {
    await until('the log', () => store.getSnapshot().view.nodes.length > 0, 20_000);
    expect(store.getSnapshot().sessionId).toBe(sessionId);
  } finally {
    store.dispose();
  }
});
