import { ErrorResponse } from '@countersign/core/internal';
import { describe, expect, it } from 'vitest';
import { createFakeServer, fakeIds } from '../testing/fake-runtime.ts';
import { routes } from './routes.ts';

const messages = `/sessions/${fakeIds.session}/messages`;
const events = `/sessions/${fakeIds.session}/events`;
const panels = `/sessions/${fakeIds.session}/panel-events`;
const deep = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels);
const message = (fields: object) => JSON.stringify({ text: 'hi', clientMessageId: 'a', ...fields });

/** path, body, status, code, what the answer has to name */
const bodies: [string, string, number, string, RegExp?][] = [
  [messages, '', 400, 'invalid_request', /empty/],
  [messages, '   ', 400, 'invalid_request', /empty/],
  [messages, '{', 400, 'invalid_request', /not valid JSON/],
  [messages, '{"text":"hi",}', 400, 'invalid_request'],
  [messages, "{'text':'hi'}", 400, 'invalid_request'],
  [messages, 'NaN', 400, 'invalid_request'],
  [messages, 'null', 400, 'invalid_request', /expected object/],
  [messages, '[]', 400, 'invalid_request', /expected object/],
  [messages, '"hi"', 400, 'invalid_request'],
  [messages, '7', 400, 'invalid_request'],
  [messages, '{}', 400, 'invalid_request', /text.*expected string.*clientMessageId/],
  [messages, message({ text: 7 }), 400, 'invalid_request', /"path":"text".*expected string/],
  [messages, message({ text: ' \n\t ' }), 400, 'invalid_request', /text/],
  [messages, message({ text: 'x'.repeat(4_001) }), 400, 'invalid_request', /4000/],
  [messages, message({ clientMessageId: '' }), 400, 'invalid_request', /clientMessageId/],
  [messages, message({ clientMessageId: 'x'.repeat(101) }), 400, 'invalid_request'],
  [messages, message({ extra: 1 }), 400, 'invalid_request', /extra/],
  [messages, message({ pick: { key: 'k' } }), 400, 'invalid_request', /pick\.value/],
  [messages, '{"text":"a\\u0000b","clientMessageId":"a"}', 400, 'invalid_request', /text contains the character U\+0000/],
  [messages, '{"text":"a","clientMessageId":"\\u0000"}', 400, 'invalid_request', /clientMessageId/],
  [messages, '{"text":"a\\ud800b","clientMessageId":"a"}', 400, 'invalid_request', /surrogate/],
  [messages, '{"text":"a\\udc00","clientMessageId":"a"}', 400, 'invalid_request', /surrogate/],
  [messages, '{"te\\u0000xt":"a","clientMessageId":"a"}', 400, 'invalid_request'],
  [messages, `{"text":${deep('[', ']', 30_000)},"clientMessageId":"a"}`, 400, 'invalid_request', /nested/],
  [messages, `{"text":${deep('{"a":', '}', 9_000).replace(':}', ':1}')},"clientMessageId":"a"}`, 400, 'invalid_request', /nested/],
  [messages, '{"__proto__":{"text":"hi","clientMessageId":"a"}}', 400, 'invalid_request'],
  [messages, message({ constructor: { prototype: { polluted: 1 } } }), 400, 'invalid_request', /constructor/],
  ['/sessions', '{"agent":""}', 400, 'invalid_request', /agent/],
  ['/sessions', JSON.stringify({ agent: 'x'.repeat(65) }), 400, 'invalid_request'],
  ['/runs', '{"agent":"copilot"}', 400, 'invalid_request', /task/],
  ['/runs', '{"agent":"copilot","task":"x","sessionId":"not-a-uuid"}', 400, 'invalid_request', /sessionId/],
  ['/runs', '{"agent":"copilot","task":"x","idempotencyKey":"a\\u0000"}', 400, 'invalid_request', /idempotencyKey/],
  [panels, '{"type":"goal.complete","key":"k","panel":"client","recordId":"1","summary":"s"}', 400, 'invalid_request', /type/],
  [panels, '{"type":"panel.patch","key":"k","fields":{"a":"maybe"}}', 400, 'invalid_request', /fields\.a/],
  [panels, '{"type":"panel.field.update","key":"k","fields":{"a":{"nested":1}}}', 400, 'invalid_request', /fields\.a/],
  [panels, '{"type":"panel.field.update","key":"k","fields":{"a\\u0000":"1"}}', 400, 'invalid_request'],
  [
    panels,
    JSON.stringify({ type: 'panel.field.update', key: 'k', fields: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`f${i}`, 1])) }),
    400,
    'invalid_request',
    /100 fields/,
  ],
  [`/alerts/${fakeIds.alert}/acknowledge`, '{"by":"ann"}', 400, 'invalid_request', /by/],
  [`/alerts/${fakeIds.unknown}/acknowledge`, '{}', 404, 'not_found'],
  ['/approvals/decisions', '{"requestId":"x","decisions":[]}', 400, 'invalid_request', /requestId.*decisions/],
  [
    '/approvals/decisions',
    JSON.stringify({ requestId: fakeIds.request, decisions: [{ itemId: fakeIds.item, decision: 'maybe' }] }),
    400,
    'invalid_request',
    /decisions\.0\.decision/,
  ],
  ['/approvals/decisions', JSON.stringify({ requestId: fakeIds.unknown, decisions: [{ itemId: fakeIds.item, decision: 'approve' }] }), 404, 'not_found'],
];

describe('bodies', () => {
  it.each(bodies.map((row, index) => [`${index} ${row[1].slice(0, 60)}`, row] as const))('%s', async (_, [path, body, status, code, names]) => {
    const { ask, runtime } = createFakeServer();
    const response = await ask('POST', path, { body, headers: { 'content-type': 'application/json' } });
    const text = await response.text();
    expect(response.status, text).toBe(status);
    expect(ErrorResponse.parse(JSON.parse(text)).error.code).toBe(code);
    if (names) expect(text).toMatch(names);
    expect(text.length).toBeLessThan(8_000);
    if (status === 400) expect(runtime.calls).toEqual([]);
  });

  it.each([
    [undefined, 415],
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data; boundary=x', 415],
    ['application/json; charset=utf-16', 415],
    ['application/jsonp', 415],
    ['application/json', 202],
    ['APPLICATION/JSON; charset="UTF-8"', 202],
  ])('the content type %s → %i', async (type, status) => {
    const { ask } = createFakeServer();
    const body = new TextEncoder().encode(message({}));
    expect((await ask('POST', messages, { body, headers: type ? { 'content-type': type } : {} })).status).toBe(status);
  });

  it('refuses compressed bodies and broken UTF-8', async () => {
    const { ask } = createFakeServer();
    const json = { 'content-type': 'application/json' };
    expect((await ask('POST', messages, { body: 'x', headers: { ...json, 'content-encoding': 'gzip' } })).status).toBe(415);
    expect((await ask('POST', messages, { body: new Uint8Array([123, 34, 255, 254, 34, 125]), headers: json })).status).toBe(400);
  });

  it('keeps prototype keys harmless where fields may have any name', async () => {
    const { ask, runtime } = createFakeServer();
    const body = '{"type":"panel.field.update","key":"k","fields":{"__proto__":"p","constructor":"c","toString":"t"}}';
    expect((await ask('POST', panels, { body, headers: { 'content-type': 'application/json' } })).status).toBe(202);
    const event = runtime.calls[0]!.input as { fields: Record<string, unknown> };
    expect(Object.getPrototypeOf(event.fields)).toBe(Object.prototype);
    expect(event.fields.constructor).toBe('c');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('accepts whole surrogate pairs, and text at its limit in any script', async () => {
    const { ask } = createFakeServer();
    for (const text of ['👩🏽‍🔧 ready', '車'.repeat(4_000), 'e\u0301\u202e\ufeff']) {
      expect((await ask('POST', messages, { json: { text, clientMessageId: 'a' } })).status).toBe(202);
    }
  });
});

describe('sizes', () => {
  const headers = { 'content-type': 'application/json' };

  it('refuses a body that says it is too large, and one that is without saying so', async () => {
    const { ask } = createFakeServer({ limits: { maxBodyBytes: 100 } });
    const exact = message({ text: '' }).length;
    expect((await ask('POST', messages, { body: message({ text: 'x'.repeat(100 - exact) }), headers })).status).toBe(202);
    expect((await ask('POST', messages, { body: message({ text: 'x'.repeat(101 - exact) }), headers })).status).toBe(413);
    expect((await ask('POST', messages, { body: '{}', headers: { ...headers, 'content-length': '1000000' } })).status).toBe(413);
    expect((await ask('POST', messages, { body: message({ text: 'x'.repeat(1_000) }), headers: { ...headers, 'content-length': '2' } })).status).toBe(413);
  });

  it('stops reading an endless body at the limit', async () => {
    const { ask } = createFakeServer({ limits: { maxBodyBytes: 1_000 } });
    let sent = 0;
    let isCancelled = false;
    const body = new ReadableStream({
      pull(controller) {
        sent += 100;
        controller.enqueue(new Uint8Array(100).fill(32));
      },
      cancel() {
        isCancelled = true;
      },
    });
    expect((await ask('POST', messages, { body, headers })).status).toBe(413);
    expect(sent).toBeLessThan(2_000);
    expect(isCancelled).toBe(true);
  });

  it('answers a body that breaks off', async () => {
    const { ask, logs } = createFakeServer();
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"text":'));
        controller.error(new Error('socket hang up'));
      },
    });
    expect((await ask('POST', messages, { body, headers })).status).toBe(400);
    expect(logs).toEqual([]);
  });
});

describe('queries', () => {
  const refused = [
    ...['-1', '1.5', 'NaN', 'Infinity', '', ' ', '1e3', '0x10', '9007199254740992', '99999999999999999999', 'abc', '%00', '1%00', '+1', '%2B1', '１'].map(
      (after) => `${events}?after=${after}`,
    ),
    `${events}?after=1&after=2`,
    `${events}?after=1&limit=0`,
    `${events}?limit=1001`,
    `${events}?limit=-5`,
    `${events}?x=1&x=2`,
    '/sessions?limit=101',
    '/sessions?agent=a%00b',
    `/sessions?agent=${'x'.repeat(65)}`,
    '/runs?status=done',
    '/runs?sessionId=1',
    '/runs?status=failed&status=completed',
    `/runs?cursor=${'x'.repeat(201)}`,
    '/approvals?status=mine',
    '/approvals?limit=ten',
    '/alerts?status=acknowledged',
    '/alerts?limit=0',
  ];
  it.each(refused.map((path) => [path.slice(0, 80), path] as const))('GET %s → 400', async (_, path) => {
    const { ask, runtime } = createFakeServer();
    const response = await ask('GET', path);
    const body = ErrorResponse.parse(await response.json());
    expect([response.status, body.error.code]).toEqual([400, 'invalid_request']);
    expect((body.error.details as { issues: unknown[] }).issues[0]).toMatchObject({ in: 'query' });
    expect(runtime.calls).toEqual([]);
  });

  it.each(['/runs', '/runs?__proto__=1', '/runs?constructor=1&limit=5', '/runs?%F0%28=1', '/sessions?agent=%E8%BB%8A', `${events}?after=0009`])(
    'GET %s → 200',
    async (path) => {
      expect((await createFakeServer().ask('GET', path)).status).toBe(200);
    },
  );
});

/** Mulberry32: the same garbage at every run, so that a failure can be repeated. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('garbage', () => {
  const random = createRandom(2);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const atoms = [
    null,
    true,
    -0,
    1e308,
    -1,
    2 ** 53,
    '',
    'x',
    '\u0000',
    '\ud800',
    '💥',
    '__proto__',
    fakeIds.session,
    fakeIds.request,
    'copilot',
    'panel.patch',
    'approve',
    [],
    {},
  ];
  const names = [
    'agent',
    'text',
    'clientMessageId',
    'pick',
    'key',
    'value',
    'type',
    'fields',
    'task',
    'sessionId',
    'requestId',
    'decisions',
    'itemId',
    'decision',
    'reason',
    '__proto__',
    'constructor',
    'panel',
  ];
  const toValue = (depth: number): unknown => {
    if (depth === 0 || random() < 0.4) return pick(atoms);
    const size = Math.floor(random() * 5);
    if (random() < 0.3) return Array.from({ length: size }, () => toValue(depth - 1));
    return Object.fromEntries(Array.from({ length: size }, () => [pick(names), toValue(depth - 1)]));
  };
  const toBody = (): Uint8Array<ArrayBuffer> => {
    const bytes = new TextEncoder().encode(JSON.stringify(toValue(4)));
    for (let i = random() < 0.3 ? 3 : 0; i > 0 && bytes.length > 0; i--) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    return bytes;
  };

  it('of any kind never becomes an error of ours', async () => {
    const server = createFakeServer({ limits: { readsPerMinute: 100_000, writesPerMinute: 100_000 } });
    const statuses = new Map<number, number>();
    for (let round = 0; round < 1_500; round++) {
      const route = pick(routes);
      const id = pick([fakeIds.session, fakeIds.run, fakeIds.unknown, encodeURIComponent(String(pick(['x', '\u0000', '💥', '%']))), `${random()}`]);
      const query =
        random() < 0.5
          ? ''
          : `?${pick(['after', 'limit', 'status', 'cursor', 'agent', '__proto__'])}=${pick(['-1', '1', '%00', '%', 'x', '9'.repeat(20), '%ED%A0%80'])}`;
      const headers = {
        'content-type': pick(['application/json', 'application/json', 'text/plain', 'application/json;charset=utf-8']),
        'last-event-id': pick(['1', '-1', 'x', '']),
      };
      const body = route.method === 'post' ? { body: toBody() } : {};
      const response = await server.ask(route.method.toUpperCase(), route.path.replace('{id}', id) + query, { headers, ...body });
      const text = await response.text();
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      expect(response.status, text).toBeLessThan(500);
      if (response.status >= 400) ErrorResponse.parse(JSON.parse(text));
    }
    expect(server.logs).toEqual([]);
    // The garbage is worth something only when it gets past the first check, too.
    expect([...statuses.keys()].sort()).toEqual(expect.arrayContaining([200, 400, 404, 415]));
  });
});
