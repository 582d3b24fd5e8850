import { defineTool, EventList, type Principal } from '@countersign/core';
import { ErrorResponse } from '@countersign/core/internal';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { packPrompt } from '../prompts/pack-prompt.ts';
import { toTrace } from '../proposers/model/ask-twice.ts';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';
import { routes } from './routes.ts';

/** Needs an approval, so that there are approvals to steal. It is never approved by those who steal, so it never sends. */
const sendText = defineTool({
  name: 'send_text',
  description: 'Sends a text.',
  input: z.object({ text: z.string() }),
  output: z.object({ sent: z.boolean() }),
  risk: 'irreversible',
  effect: 'external',
  reach: 'outward',
  permission: 'texts:send',
  approval: { simulate: (_, input) => ({ text: input.text }) },
  execute: () => ({ sent: true }),
});

let server: TestServer;
/** Sees the rows of all tenants, as no code of ours can. */
let root: pg.Client;

beforeAll(async () => {
  server = await createTestServer({
    tools: [sendText],
    limits: { writesPerMinute: 100_000, readsPerMinute: 100_000 },
    script: async (turn) => {
      const { cause } = turn;
      const words = cause.kind === 'message' ? cause.text : cause.task;
      if (words.startsWith('send')) return { calls: [{ tool: 'send_text', input: { text: words } }], isFinal: true };
      // As a model would have been asked: the words are in the prompt, and the prompt is on the record.
      const packed = packPrompt({ ...turn, request: words, view: await turn.view(), mutations: 'unlimited' });
      const trace = toTrace(packed, { type: 'none', reason: 'unreachable', attempts: [], replies: [] }, 0, {});
      return { show: [{ type: 'message', props: { role: 'agent', text: `You said: ${words}` } }], isFinal: true, trace };
    },
  });
  root = new pg.Client({ connectionString: server.database.superUrl });
  await root.connect();
});
afterAll(async () => {
  await root?.end();
  await server?.close();
});

/** Everything a person has in the database, and what of it may never reach anybody else. */
interface Estate {
  who: Principal;
  sessionId: string;
  runId: string;
  waitingRunId: string;
  pausedRunId: string;
  requestId: string;
  itemId: string;
  grantId: string;
  alertId: string;
  policyVersion: number;
}

async function post<T>(path: string, body: unknown, as: Principal): Promise<T> {
  const response = await server.request(path, { method: 'POST', body: JSON.stringify(body), as });
  expect(response.ok, await response.clone().text()).toBe(true);
  return (await response.json()) as T;
}

async function rest(runId: string, as: Principal): Promise<{ status: string }> {
  for (let tries = 0; tries < 500; tries++) {
    const run = (await (await server.request(`/runs/${runId}`, { as })).json()) as { status: string };
    if (run.status !== 'pending' && run.status !== 'running') return run;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`Run ${runId} did not rest within five seconds.`);
}

let settled = 0;

async function settle(who: Principal): Promise<Estate> {
  const { sessionId } = await post<{ sessionId: string }>('/sessions', { agent: 'worker' }, who);
  const secret = `the secret words of ${who.userId}`;
  const { runId } = await post<{ runId: string }>(`/sessions/${sessionId}/messages`, { text: secret, clientMessageId: 'm1' }, who);
  const waiting = await post<{ runId: string }>('/runs', { agent: 'worker', task: `send ${secret}`, sessionId, idempotencyKey: `k${settled++}` }, who);
  expect((await rest(runId, who)).status).toBe('completed');
  expect((await rest(waiting.runId, who)).status).toBe('awaiting_approval');
  const { approvals } = (await (await server.request('/approvals', { as: who })).json()) as {
    approvals: { requestId: string; runId: string; items: { itemId: string }[] }[];
  };
  const approval = approvals.find((candidate) => candidate.runId === waiting.runId)!;
  const itemId = approval.items[0]!.itemId;
  // Of another version of the contract, so that it is to be seen and stolen but lets nothing happen.
  const { rows } = await root.query<{ id: string }>(
    `insert into countersign.grants (tenant_id, id, scope, run_id, item_id, tool, contract_version, conditions, permission, approvers, given_by, reason)
     select $1, gen_random_uuid(), 'tenant', $2, $3, 'send_text', 2, grant_conditions, 'texts:send', approvers, $4, $5
     from countersign.approval_items where tenant_id = $1 and id = $3 returning id`,
    [who.tenantId, waiting.runId, itemId, who.userId, secret],
  );
  const { rows: paused } = await root.query<{ id: string }>(
    `insert into countersign.runs (tenant_id, id, session_id, agent, user_id, cause, bounds, status)
     select tenant_id, gen_random_uuid(), session_id, agent, user_id, cause, bounds, 'paused' from countersign.runs where tenant_id = $1 and id = $2 returning id`,
    [who.tenantId, runId],
  );
  const { rows: alerts } = await root.query<{ id: string }>(
    `insert into countersign.alerts (tenant_id, kind, hour, subject, data)
     values ($1, 'same_failure', now(), $2, jsonb_build_object('text', $3::text, 'agent', 'worker')) returning id`,
    [who.tenantId, runId, secret],
  );
  const { version } = (await (await server.request('/policies', { as: who })).json()) as { version: number };
  const base = { who, sessionId, runId, waitingRunId: waiting.runId, pausedRunId: paused[0]!.id, requestId: approval.requestId, itemId };
  return { ...base, grantId: rows[0]!.id, alertId: alerts[0]!.id, policyVersion: version };
}

/** A fingerprint of every row of a tenant in every table of the schema that has tenants. */
async function fingerprint(tenantId: string): Promise<Record<string, string>> {
  const { rows } = await root.query<{ name: string }>(
    `select table_name as name from information_schema.columns where table_schema = 'countersign' and column_name = 'tenant_id' order by 1`,
  );
  expect(rows.length).toBeGreaterThan(8);
  const prints: Record<string, string> = {};
  for (const { name } of rows) {
    // Leases come and go by themselves.
    if (name === 'leases') continue;
    const { rows: found } = await root.query<{ print: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print from countersign.${name} t where tenant_id = $1`,
      [tenantId],
    );
    prints[name] = found[0]!.print;
  }
  return prints;
}

interface Attempt {
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** For every route, every way to name somebody else's rows in it. A route without a row here fails the test below. */
const attempts: Record<string, (estate: Estate) => Attempt[]> = {
  'post /sessions': () => [],
  'get /sessions': () => [{ path: '/sessions' }, { path: '/sessions?agent=worker&limit=100' }],
  'post /sessions/{id}/messages': ({ sessionId }) => [
    { path: `/sessions/${sessionId}/messages`, body: { text: 'hello', clientMessageId: 'x1' } },
    { path: `/sessions/${sessionId}/messages`, body: { text: 'other words under a known id', clientMessageId: 'm1' } },
  ],
  'post /sessions/{id}/panel-events': ({ sessionId }) => [
    { path: `/sessions/${sessionId}/panel-events`, body: { type: 'panel.opened', key: 'k', panel: 'client' } },
    { path: `/sessions/${sessionId}/panel-events`, body: { type: 'panel.field.update', key: 'k', fields: { a: 1 } } },
  ],
  'get /sessions/{id}/events': ({ sessionId }) => [
    { path: `/sessions/${sessionId}/events` },
    { path: `/sessions/${sessionId}/events?after=1`, headers: { accept: 'text/event-stream' } },
    { path: `/sessions/${sessionId}/events`, headers: { accept: 'text/event-stream', 'last-event-id': '1' } },
  ],
  'post /runs': ({ sessionId }) => [{ path: '/runs', body: { agent: 'worker', task: 'x', sessionId } }],
  'get /runs': ({ sessionId }) => [{ path: '/runs?limit=100' }, { path: `/runs?sessionId=${sessionId}` }, { path: '/runs?status=awaiting_approval' }],
  'get /runs/{id}': ({ runId, waitingRunId }) => [{ path: `/runs/${runId}` }, { path: `/runs/${waitingRunId}` }],
  'get /runs/{id}/prompt': ({ runId }) => [{ path: `/runs/${runId}/prompt` }, { path: `/runs/${runId}/prompt?step=0` }],
  'post /runs/{id}/cancel': ({ runId, waitingRunId }) => [
    { path: `/runs/${waitingRunId}/cancel`, body: {} },
    { path: `/runs/${runId}/cancel`, body: {} },
  ],
  'post /runs/{id}/resume': ({ pausedRunId }) => [{ path: `/runs/${pausedRunId}/resume`, body: {} }],
  'get /approvals': () => [{ path: '/approvals?limit=100' }, { path: '/approvals?status=all' }],
  'post /approvals/decisions': ({ requestId, itemId }) => [
    { path: '/approvals/decisions', body: { requestId, decisions: [{ itemId, decision: 'approve' }] } },
    { path: '/approvals/decisions', body: { requestId, decisions: [{ itemId, decision: 'deny' }] } },
  ],
  'get /grants': () => [{ path: '/grants?limit=100' }, { path: '/grants?status=all' }],
  'post /grants/{id}/revoke': ({ grantId }) => [{ path: `/grants/${grantId}/revoke`, body: { reason: 'x' } }],
  'get /policies': () => [{ path: '/policies' }],
  'put /policies': ({ policyVersion }) => [{ path: '/policies', body: { basedOn: policyVersion, rules: [] } }],
  'post /policies/trial': () => [{ path: '/policies/trial', body: { rules: [{ form: 'forbidden_tools', name: 'No texts', tools: ['send_text'] }] } }],
  'get /switches': () => [{ path: '/switches' }],
  'post /switches': () => [{ path: '/switches', body: { kind: 'tool', name: 'send_text', isOff: false, reason: 'x' } }],
  'get /alerts': () => [{ path: '/alerts?limit=100' }, { path: '/alerts?status=all' }],
  'post /alerts/{id}/acknowledge': ({ alertId }) => [{ path: `/alerts/${alertId}/acknowledge`, body: {} }],
  'get /tools': () => [{ path: '/tools' }],
};

const north = () => server.principal('north', 'north-owner');
const south = () => server.principal('south', 'south-owner');
/** The same shop, another employee. Approvals, grants, policies, alerts and what has paused go by permission, so those of a colleague are meant to be seen. */
const colleague = () => server.principal('north', 'north-colleague');

/** Makes an attempt and expects nothing of the victim in the answer. Lists may be empty; what names a row is not found. */
async function steal(key: string, attempt: Attempt, estate: Estate, as: Principal): Promise<void> {
  const method = key.split(' ')[0]!.toUpperCase();
  const response = await server.request(attempt.path, {
    method,
    as,
    ...(attempt.headers && { headers: attempt.headers }),
    ...(attempt.body !== undefined && { body: JSON.stringify(attempt.body) }),
  });
  const isList = response.headers.get('content-type')?.includes('json') && response.status === 200;
  const text = await response.text();
  if (!isList) expect([response.status, ErrorResponse.parse(JSON.parse(text)).error.code], `${key} ${attempt.path}`).toEqual([404, 'not_found']);
  expect(text).not.toContain(`secret words of ${estate.who.userId}`);
  const sent = attempt.path + JSON.stringify(attempt.body ?? null);
  for (const id of [estate.sessionId, estate.runId, estate.waitingRunId, estate.requestId, estate.itemId, estate.grantId, estate.alertId]) {
    if (!sent.includes(id)) expect(text, `${key} ${attempt.path}`).not.toContain(id);
  }
  if (isList) expect(text).not.toContain(estate.who.userId);
}

describe('nobody else reaches my rows', () => {
  it('through any route of the OpenAPI document; a new route needs a case here', async () => {
    const document = (await (await server.request('/openapi.json')).json()) as { paths: Record<string, object> };
    const described = Object.entries(document.paths).flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method} ${path}`));
    expect(Object.keys(attempts).sort()).toEqual(described.sort());
  });

  it.each(Object.keys(attempts))('%s, from another tenant', async (key) => {
    const estate = await settle(north());
    await settle(south());
    const before = await fingerprint('north');
    for (const attempt of attempts[key]!(estate)) await steal(key, attempt, estate, south());
    expect(await fingerprint('north')).toEqual(before);
  });

  it.each(Object.keys(attempts).filter((key) => !/approvals|grants|policies|switches|alerts|resume/.test(key)))('%s, from a colleague', async (key) => {
    const estate = await settle(north());
    const before = await fingerprint('north');
    for (const attempt of attempts[key]!(estate)) await steal(key, attempt, estate, colleague());
    expect(await fingerprint('north')).toEqual(before);
  });

  it('and the same attempts succeed for the owner, so they were attempts at all', async () => {
    for (const [key, toAttempts] of Object.entries(attempts)) {
      const estate = await settle(north());
      const before = await fingerprint('north');
      for (const attempt of toAttempts(estate).slice(0, 1)) {
        const [method] = key.split(' ') as [string];
        const response = await server.request(attempt.path, {
          method: method.toUpperCase(),
          as: north(),
          ...(attempt.body !== undefined && { body: JSON.stringify(attempt.body) }),
        });
        expect(response.ok, `${key}: ${await response.clone().text()}`).toBe(true);
        if (method !== 'get' && !key.endsWith('/trial')) expect(await fingerprint('north')).not.toEqual(before);
      }
    }
  });

  it('keys of idempotency are nobody else’s either', async () => {
    const mine = await post<{ runId: string }>('/runs', { agent: 'worker', task: 'a', idempotencyKey: 'shared' }, north());
    const theirs = await post<{ runId: string }>('/runs', { agent: 'worker', task: 'b', idempotencyKey: 'shared' }, colleague());
    const others = await post<{ runId: string }>('/runs', { agent: 'worker', task: 'c', idempotencyKey: 'shared' }, south());
    expect(new Set([mine.runId, theirs.runId, others.runId]).size).toBe(3);
    expect((await post<{ runId: string }>('/runs', { agent: 'worker', task: 'a', idempotencyKey: 'shared' }, north())).runId).toBe(mine.runId);
  });
});

describe('answers', () => {
  it('are what their schemas say, on the real runtime', async () => {
    const estate = await settle(north());
    for (const [key, toAttempts] of Object.entries(attempts)) {
      const route = routes.find((candidate) => `${candidate.method} ${candidate.path}` === key)!;
      const attempt = toAttempts(estate)[0] ?? { path: route.path, body: { agent: 'worker' } };
      const response = await server.request(attempt.path, {
        method: route.method.toUpperCase(),
        as: north(),
        ...(attempt.body !== undefined && { body: JSON.stringify(attempt.body) }),
      });
      const body: unknown = await response.json();
      // Cancelled a moment ago, so that deciding is too late: the answer is an error then, and of the right shape.
      if (key === 'post /approvals/decisions') expect(ErrorResponse.safeParse(body).success).toBe(true);
      else expect([response.status, z.prettifyError(route.reply.safeParse(body).error ?? new z.ZodError([]))], key).toEqual([route.status, '']);
    }
  });

  it('to a message sent twice, also at once, name one run and one seq; other words are a conflict', async () => {
    const { sessionId } = await post<{ sessionId: string }>('/sessions', { agent: 'worker' }, north());
    const send = (text: string) =>
      server.request(`/sessions/${sessionId}/messages`, { method: 'POST', body: JSON.stringify({ text, clientMessageId: 'once' }), as: north() });
    const answers = await Promise.all(Array.from({ length: 8 }, () => send('hello')));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([202]));
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
    expect((await send('goodbye')).status).toBe(409);
  });
});

describe('what Postgres would refuse never reaches it', () => {
  const toCursor = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
  const id = '0193b1f6-ffff-7e0d-8f4c-2a4d7c9b1e33';
  it.each([
    ...[
      '',
      'x',
      '%00',
      '....',
      toCursor('null'),
      toCursor([]),
      toCursor(['2026-01-01T00:00:00Z', 'x']),
      toCursor(['0000-01-01T00:00:00Z', id]),
      toCursor(['2026-02-30T00:00:00Z', id]),
      toCursor(['-infinity', id]),
      toCursor(['2026-01-01T00:00:00Z', `${id}\u0000`]),
    ].flatMap((cursor) => [`/runs?cursor=${cursor}`, `/approvals?cursor=${cursor}`]),
    '/sessions/not-a-uuid/events?after=0',
    `/sessions/${id}/events?after=9007199254740991`,
    `/sessions/${id}/events?after=9007199254740992`,
    '/sessions?agent=%00',
  ])('GET %s', async (path) => {
    const response = await server.request(path, { as: north() });
    expect([400, 404], await response.clone().text()).toContain(response.status);
    ErrorResponse.parse(await response.json());
  });

  it.each([['\u0000'], ['a\ud800'], ['\udfff']])('POST %j', async (text) => {
    const { sessionId } = await post<{ sessionId: string }>('/sessions', { agent: 'worker' }, north());
    for (const [path, body] of [
      ['/sessions', { agent: text }],
      [`/sessions/${sessionId}/messages`, { text, clientMessageId: 'a' }],
      [`/sessions/${sessionId}/messages`, { text: 'a', clientMessageId: text }],
      [`/sessions/${sessionId}/panel-events`, { type: 'panel.field.update', key: 'k', fields: { [text]: text } }],
      ['/runs', { agent: 'worker', task: text }],
      ['/runs', { agent: 'worker', task: 'a', idempotencyKey: text }],
    ] as const) {
      const response = await server.request(path, { method: 'POST', body: JSON.stringify(body), as: north() });
      expect(response.status, `${path} ${await response.clone().text()}`).toBe(400);
    }
  });

  it.each(['\\', '\\u0000', "'; drop table countersign.runs; --", '%s $1', 'a\u2028\u2029b', '👩🏽‍🔧', '\ufeffx', '{"a":', '\\x00', '\u007f\u0001'])(
    'but keeps %j as it is',
    async (text) => {
      const { sessionId } = await post<{ sessionId: string }>('/sessions', { agent: 'worker' }, north());
      const { runId } = await post<{ runId: string }>(`/sessions/${sessionId}/messages`, { text, clientMessageId: text }, north());
      await rest(runId, north());
      const list = EventList.parse(await (await server.request(`/sessions/${sessionId}/events`, { as: north() })).json());
      expect(list.events[0]).toMatchObject({ type: 'ui.append', node: { type: 'message', props: { role: 'user', text: text.trim() } } });
    },
  );

  it('and its numbers come back', async () => {
    const { sessionId } = await post<{ sessionId: string }>('/sessions', { agent: 'worker' }, north());
    const fields = { a: 1e308, b: 5e-324, c: -0, d: 9007199254740991, e: 0.1, f: null, g: true, proto: 'x' };
    await post(`/sessions/${sessionId}/panel-events`, { type: 'panel.field.update', key: 'k', fields }, north());
    const list = EventList.parse(await (await server.request(`/sessions/${sessionId}/events`, { as: north() })).json());
    expect(list.events[0]).toMatchObject({ type: 'panel.field.update', fields: { ...fields, c: 0 } });
  });
});

describe('the stream of the real runtime', () => {
  const sse = { accept: 'text/event-stream' };

  async function read(response: Response, count: number): Promise<string[]> {
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (const matches = () => text.match(/^id: \d+$/gm) ?? []; ; ) {
      if (matches().length >= count) {
        await reader.cancel();
        return matches();
      }
      const { done, value } = await reader.read();
      if (done) return matches();
      text += value;
    }
  }

  it('shows a run as it happens, without a gap, and again from any place', async () => {
    const { sessionId } = await post<{ sessionId: string }>('/sessions', { agent: 'worker' }, north());
    const live = read(await server.request(`/sessions/${sessionId}/events`, { headers: sse, as: north() }), 5);
    const { runId } = await post<{ runId: string }>(`/sessions/${sessionId}/messages`, { text: 'hello', clientMessageId: 'a' }, north());
    await rest(runId, north());
    expect(await live).toEqual(['id: 1', 'id: 2', 'id: 3', 'id: 4', 'id: 5']);
    const resumed = await server.request(`/sessions/${sessionId}/events`, { headers: { ...sse, 'last-event-id': '3' }, as: north() });
    expect(await read(resumed, 2)).toEqual(['id: 4', 'id: 5']);
  });

  it('wakes a reader who wrote the id of the session in capitals', async () => {
    const { sessionId } = await post<{ sessionId: string }>('/sessions', { agent: 'worker' }, north());
    const live = read(await server.request(`/sessions/${sessionId.toUpperCase()}/events`, { headers: sse, as: north() }), 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const startedAt = performance.now();
    await post(`/sessions/${sessionId}/panel-events`, { type: 'panel.opened', key: 'k', panel: 'client' }, north());
    await live;
    expect(performance.now() - startedAt).toBeLessThan(900);
  });

  it('ends when the server stops', async () => {
    const other = await createTestServer({ script: () => ({ isFinal: true }) });
    const created = (await (await other.request('/sessions', { method: 'POST', body: '{"agent":"worker"}' })).json()) as { sessionId: string };
    const response = await other.request(`/sessions/${created.sessionId}/events`, { headers: sse });
    const rest = response.text();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await other.countersign.worker.stop();
    expect(await rest).toMatch(/^retry: \d+\n\n$/);
    await other.close();
  });
});
