import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventList } from '@countersign/core';
import { createTestDatabase, type TestDatabase } from '@countersign/server/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** The example as a reader runs it: a process of its own, spoken to over HTTP. */
let database: TestDatabase;
let host: ChildProcess;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase();
  host = spawn(process.execPath, ['--conditions=countersign-source', 'main.ts'], {
    cwd: import.meta.dirname,
    env: { ...process.env, DATABASE_URL: database.superUrl, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!host.stdout) throw new Error('The example has no output to read.');
  for await (const line of createInterface({ input: host.stdout })) {
    url = line.replace('Ready: ', '');
    break;
  }
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/agent$/);
});

afterAll(async () => {
  if (host && host.exitCode === null) {
    const exited = once(host, 'exit');
    host.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  }
  await database?.close();
});

test('"Remind me to call Jordan" puts a task on the list, once', async () => {
  const { sessionId } = await post<{ sessionId: string }>('/sessions', { agent: 'todo' });
  const message = { text: 'Remind me to call Jordan', clientMessageId: '1' };
  const first = await post<{ runId: string }>(`/sessions/${sessionId}/messages`, message);
  const again = await post<{ runId: string }>(`/sessions/${sessionId}/messages`, message);
  expect(again.runId).toBe(first.runId);

  const { events } = await readEvents(sessionId);
  const receipts = events.flatMap((event) => (event.type === 'ui.append' && event.node.type === 'receipt' ? [event.node.props.text] : []));
  expect(receipts).toEqual(['On the list: call Jordan']);
  const client = new pg.Client({ connectionString: database.superUrl });
  await client.connect();
  const { rows } = await client.query('select tenant_id, text from todo.tasks');
  await client.end();
  expect(rows).toEqual([{ tenant_id: 'home', text: 'call Jordan' }]);
});

test('what it does not understand changes nothing', async () => {
  const { sessionId } = await post<{ sessionId: string }>('/sessions', { agent: 'todo' });
  await post(`/sessions/${sessionId}/messages`, { text: "What's the capital of France?", clientMessageId: '1' });
  const { events } = await readEvents(sessionId);
  expect(events.some((event) => event.type === 'ui.append' && event.node.type === 'receipt')).toBe(false);
  expect(events.at(-1)).toMatchObject({ type: 'run.status', status: 'completed' });
});

test('nobody is signed in without the header', async () => {
  const response = await fetch(`${url}/sessions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"agent":"todo"}' });
  expect(response.status).toBe(401);
});

const headers = { 'x-user': 'ann', accept: 'application/json' };

async function post<T>(path: string, body: unknown): Promise<T> {
  const response = await fetch(url + path, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  expect(response.ok, `${path}: ${response.status}`).toBe(true);
  return (await response.json()) as T;
}

/** The log of a session once its run has ended. */
async function readEvents(sessionId: string): Promise<EventList> {
  for (const until = Date.now() + 10_000; ; await delay(20)) {
    const log = (await (await fetch(`${url}/sessions/${sessionId}/events`, { headers })).json()) as EventList;
    if (log.events.some((event) => event.type === 'run.status' && event.status === 'completed')) return log;
    if (Date.now() > until) throw new Error(`No run was completed within 10 s: ${JSON.stringify(log.events)}`);
  }
}
