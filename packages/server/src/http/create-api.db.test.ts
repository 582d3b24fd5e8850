import { type OperationId, routes } from '@countersign/core/internal';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';

let server: TestServer;
let known: Record<string, string>;

beforeAll(async () => {
  server = await createTestServer({ script: () => ({ show: [{ type: 'message', props: { role: 'agent', text: 'Hello.' } }], isFinal: true }) });
  const { sessionId, runId } = await server.run();
  known = { sessionId, runId };
});
afterAll(() => server.close());

/** `readPrompt` needs a run that asked a model. */
const reads = (Object.keys(routes) as OperationId[]).filter((operation) => routes[operation].method === 'get' && operation !== 'readPrompt');

it.each(reads)('%s answers as HTTP does, with the same defaults', async (operation) => {
  const route = routes[operation];
  const input = 'id' in route ? { [route.id]: known[route.id] } : {};
  const response = await server.request(route.path.replace('{id}', Object.values(input)[0] ?? ''));
  expect(response.status).toBe(200);
  const call = server.countersign.api[operation] as (...input: unknown[]) => Promise<unknown>;
  expect(await call(server.principal(), input)).toEqual(await response.json());
});

it('needs no input where everything in it may be left out', async () => {
  expect((await server.countersign.api.listRuns(server.principal())).runs).toHaveLength(1);
});

it('parses what it is given', async () => {
  const { api } = server.countersign;
  const principal = server.principal();
  await expect(api.startRun(principal, { agent: 'worker', task: '  ' })).rejects.toMatchObject({
    code: 'invalid_request',
    details: { issues: [{ in: 'input', path: 'task' }] },
  });
  await expect(api.startRun(principal, { agent: 'worker', task: 'a\u0000b' })).rejects.toMatchObject({ code: 'invalid_request' });
  await expect(api.getRun(principal, { runId: 'x' })).rejects.toMatchObject({ code: 'not_found' });
  expect(await api.getRun(principal, { runId: String(known.runId).toUpperCase() })).toMatchObject({ runId: known.runId });
});
