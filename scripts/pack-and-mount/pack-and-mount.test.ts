import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { EventList } from '@countersign/core';
import { createTestDatabase, type TestDatabase } from '@countersign/server/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHost } from './host-process.ts';
import { installPackages, root } from './install-packages.ts';

/** The packages as others meet them: packed, installed outside the repository, and mounted in four frameworks. */
let directory: string;
let database: TestDatabase;
let owner: pg.Client;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'countersign-pack-'));
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.superUrl });
  await owner.connect();
  await owner.query('create table public.notes (tenant_id text not null, text text not null); grant insert on public.notes to countersign_app');
  await installPackages(directory);
});

afterAll(async () => {
  await owner?.end();
  await database?.close();
  await rm(directory, { recursive: true, force: true });
});

test('what is packed is JavaScript with types, without tests and without sources', async () => {
  for (const name of ['core', 'server', 'react']) {
    const installed = path.join(directory, 'node_modules/@countersign', name);
    const files = (await readdir(installed, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const names = files.map((entry) => path.relative(installed, path.join(entry.parentPath, entry.name))).filter((file) => !file.startsWith('node_modules/'));
    expect(names).toContain('LICENSE');
    expect(names).toContain(path.join('dist', 'index.js'));
    expect(names.filter((file) => /\.test\.|(?<!\.d)\.tsx?$|tsconfig/.test(file))).toEqual([]);
    const manifest = JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8')) as { exports: Record<string, Record<string, string>> };
    for (const { 'countersign-source': _source, ...targets } of Object.values(manifest.exports)) {
      for (const target of Object.values(targets)) expect(names, `${name} exports ${target}`).toContain(path.normalize(target));
    }
  }
});

test('a consumer type checks against the packed declarations', async () => {
  const tsc = path.join(root, 'node_modules/.bin/tsc');
  const errors = await promisify(execFile)(tsc, ['--pretty', 'false', '-p', 'tsconfig.check.json'], { cwd: directory }).then(
    () => [],
    ({ stdout, message }: { stdout: string; message: string }) => (stdout || message).split('\n').filter((line) => line !== '' && !line.startsWith(' ')),
  );
  // Every declaration is checked; what is wrong within other people's is not ours to mend.
  const ours = errors.filter((line) => !line.startsWith('node_modules/') || line.startsWith('node_modules/@countersign/'));
  expect(ours).toEqual([]);
});

const listening = /listening on (http:\S+)/;

test.each(['http', 'express', 'fastify'])('mounted in %s it answers a message with a recorded change', async (framework) => {
  const host = await startHost(directory, ['node', `serve-${framework}.ts`], { DATABASE_URL: database.superUrl }, listening);
  try {
    await playOneMessage(host.url, `from ${framework}`);
  } finally {
    expect(await host.stop()).toBe(0);
  }
});

test('mounted in Next it answers a message with a recorded change', async () => {
  const env = { DATABASE_URL: database.superUrl, NEXT_TELEMETRY_DISABLED: '1' };
  const next = path.join(directory, 'node_modules/next/dist/bin/next');
  await promisify(execFile)('node', [next, 'build'], { cwd: directory, env: { ...process.env, ...env, NODE_ENV: 'production', NODE_OPTIONS: '' } });
  const host = await startHost(directory, ['node', next, 'start', '--hostname', '127.0.0.1', '--port', '0'], env, /(http:\/\/127\.0\.0\.1:\d+)/);
  try {
    await playOneMessage(host.url, 'from next');
  } finally {
    await host.stop();
  }
}, 240_000);

/** Creates a session, sends a message, follows the events in both forms, and looks into Postgres. */
async function playOneMessage(url: string, text: string): Promise<void> {
  const headers = { 'x-user': 'ann', 'content-type': 'application/json' };
  const post = (route: string, body: unknown, given: Record<string, string> = headers) =>
    fetch(`${url}/agent${route}`, { method: 'POST', headers: given, body: JSON.stringify(body) });

  const stranger = await post('/sessions', { agent: 'notes' }, { 'content-type': 'application/json' });
  expect(stranger.status, await stranger.text()).toBe(401);
  const created = await post('/sessions', { agent: 'notes' });
  expect(created.status).toBe(201);
  const { sessionId } = (await created.json()) as { sessionId: string };
  const accepted = await post(`/sessions/${sessionId}/messages`, { text, clientMessageId: randomUUID() });
  expect(accepted.status).toBe(202);

  const streamed = await readStream(`${url}/agent/sessions/${sessionId}/events`, 'completed');
  expect(streamed).toContain(`Noted: ${text}`);
  const listed = await fetch(`${url}/agent/sessions/${sessionId}/events?after=0`, { headers: { ...headers, accept: 'application/json' } });
  const { events, last } = (await listed.json()) as EventList;
  expect(events.map((event) => event.seq)).toEqual(Array.from({ length: last }, (_, index) => index + 1));
  expect(events.filter((event) => event.type === 'ui.append').map((event) => event.node.type)).toEqual(['message', 'message', 'receipt']);
  expect((await owner.query('select tenant_id from public.notes where text = $1', [text])).rows).toEqual([{ tenant_id: 'north' }]);
}

/** Reads server-sent events until a word comes by: they must arrive while the response is still open. */
async function readStream(url: string, until: string): Promise<string> {
  const response = await fetch(url, { headers: { 'x-user': 'ann', accept: 'text/event-stream' }, signal: AbortSignal.timeout(20_000) });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes(until)) break;
  }
  return text;
}
