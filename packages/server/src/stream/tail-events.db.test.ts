import { defineAgent, type SessionEvent } from '@countersign/core';
import { afterEach, describe, expect, test } from 'vitest';
import { type Countersign, createCountersign } from '../create-countersign.ts';
import { withClient } from '../store/database-error.ts';
import { pgDatabase } from '../store/pg-database.ts';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';
import { TAIL_PAGE } from './tail-events.ts';

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

/** So many events at once, as if said before. */
async function fill(sessionId: string, count: number): Promise<void> {
  await withClient(server.database.superUrl, async (client) => {
    // The newest first: the order of the rows must not be the order of the log.
    await client.query(
      `insert into countersign.events (tenant_id, session_id, seq, body)
       select 'north', $1, $2 + 1 - n, jsonb_build_object('type', 'goal.complete', 'goal', 'g', 'summary', n::text) from generate_series(1, $2::int) n`,
      [sessionId, count],
    );
    await client.query('update countersign.sessions set last_seq = $2 where id = $1', [sessionId, count]);
  });
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

  test.each([TAIL_PAGE, TAIL_PAGE + 1])('brings a log of %i events whole and in the order of the log, and then what is appended', async (count) => {
    server = await createTestServer({ hasWorker: false });
    const { sessionId } = await server.countersign.api.createSession(server.principal(), { agent: 'worker' });
    await fill(sessionId, count);
    const reading = collect(server.countersign, sessionId, count + 2);
    await post(sessionId, 'one more');
    expect((await reading).map((event) => event.seq)).toEqual(Array.from({ length: count + 2 }, (_, index) => index + 1));
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
