import { defineAgent, type SessionEvent } from '@countersign/core';
import { afterEach, describe, expect, test } from 'vitest';
import { type Countersign, createCountersign } from '../create-countersign.ts';
import { withClient } from '../store/database-error.ts';
import { pgDatabase } from '../store/pg-database.ts';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';

let server: TestServer;
const others: Countersign[] = [];
afterEach(async () => {
  for (const other of others.splice(0)) await other.worker.stop();
  await server?.close();
});

/** Another node on the same database, as a second process would be. */
async function startOtherNode(): Promise<Countersign> {
  const other = createCountersign({
    database: pgDatabase({ pool: server.database.pool }),
    agents: [defineAgent({ name: 'worker', description: '', tools: [] })],
    authenticate: () => null,
    resolvePrincipal: () => null,
    can: () => false,
    proposer: () => ({ name: 'none', propose: () => ({}) }),
  });
  others.push(other);
  return other;
}

/** Reads a tail until it has seen `count` events. */
async function collect(node: Countersign, sessionId: string, count: number, after = 0): Promise<SessionEvent[]> {
  const controller = new AbortController();
  const seen: SessionEvent[] = [];
  for await (const events of node.api.streamEvents(server.principal(), { sessionId, after, signal: controller.signal })) {
    seen.push(...events);
    if (seen.length >= count) controller.abort();
  }
  return seen;
}

const post = (sessionId: string, text: string) => server.countersign.api.postMessage(server.principal(), { sessionId, text, clientMessageId: text });

describe('the tail of a session', () => {
  test('brings what was there and what comes, each event once and without a gap', async () => {
    server = await createTestServer({ script: () => ({ show: [{ type: 'message', props: { role: 'agent', text: 'ok' } }] }) });
    const { sessionId } = await server.countersign.api.createSession(server.principal(), { agent: 'worker' });
    await post(sessionId, 'before');
    const reading = collect(server.countersign, sessionId, 21 * 5);
    await Promise.all(Array.from({ length: 20 }, (_, index) => post(sessionId, `message ${index}`)));
    const events = await reading;
    expect(events.map((event) => event.seq)).toEqual(Array.from({ length: 105 }, (_, index) => index + 1));
  });

  test('goes on after a place in the log', async () => {
    server = await createTestServer({ hasWorker: false });
    const { sessionId } = await server.countersign.api.createSession(server.principal(), { agent: 'worker' });
    await post(sessionId, 'one');
    await post(sessionId, 'two');
    expect((await collect(server.countersign, sessionId, 2, 2)).map((event) => event.seq)).toEqual([3, 4]);
  });

  test('hears of what happens on another node', async () => {
    server = await createTestServer({ hasWorker: false });
    const node = await startOtherNode();
    await node.worker.start();
    const { sessionId } = await server.countersign.api.createSession(server.principal(), { agent: 'worker' });
    const reading = collect(node, sessionId, 2);
    const startedAt = performance.now();
    await post(sessionId, 'from the other side');
    await reading;
    // Without the notification the reader would sleep for fifteen seconds.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  test('survives the loss of the connection that listens', async () => {
    server = await createTestServer({ hasWorker: false });
    const node = await startOtherNode();
    await node.worker.start();
    const { sessionId } = await server.countersign.api.createSession(server.principal(), { agent: 'worker' });
    const { rowCount } = await withClient(server.database.superUrl, (client) =>
      client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen%'"),
    );
    expect(rowCount).toBeGreaterThan(0);
    const reading = collect(node, sessionId, 2);
    await post(sessionId, 'into the silence');
    // At least the message and its run; on a busy machine the worker's events come in the same batch.
    expect((await reading).slice(0, 2).map((event) => event.seq)).toEqual([1, 2]);
  });

  test('ends when its reader goes', async () => {
    server = await createTestServer({ hasWorker: false });
    const { sessionId } = await server.countersign.api.createSession(server.principal(), { agent: 'worker' });
    const controller = new AbortController();
    const tail = server.countersign.api.streamEvents(server.principal(), { sessionId, after: 0, signal: controller.signal })[Symbol.asyncIterator]();
    const next = tail.next();
    setTimeout(() => controller.abort(), 50);
    expect((await next).done).toBe(true);
  });
});
