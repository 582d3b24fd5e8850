import { type EventBody, EventList } from '@countersign/core';
import { describe, expect, it } from 'vitest';
import { createFakeServer, type FakeServer, fakeIds } from '../testing/fake-runtime.ts';
import type { StreamTiming } from './stream-events.ts';

const path = `/sessions/${fakeIds.session}/events`;
const sse = { accept: 'text/event-stream' };
const say = (text: string): EventBody => ({ type: 'ui.append', key: text, node: { type: 'message', props: { role: 'agent', text } } });

function createServer(timing: Partial<StreamTiming> = {}, options: Parameters<typeof createFakeServer>[0] = {}): FakeServer {
  const server = createFakeServer(options, timing);
  for (const text of ['one', 'two', 'three']) server.runtime.append(say(text));
  return server;
}

/** Reads a stream frame by frame, as an EventSource would; `rest` reads to its end. */
function readFrames(response: Response): {
  next: () => Promise<string | undefined>;
  until: (pattern: RegExp) => Promise<string>;
  rest: () => Promise<string>;
  cancel: () => Promise<void>;
} {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  const next = async () => {
    while (!buffer.includes('\n\n')) {
      const { done, value } = await reader.read();
      if (done) return undefined;
      buffer += value;
    }
    const end = buffer.indexOf('\n\n') + 2;
    const frame = buffer.slice(0, end);
    buffer = buffer.slice(end);
    return frame;
  };
  return {
    next,
    async until(pattern) {
      for (let frame = await next(); frame !== undefined; frame = await next()) if (pattern.test(frame)) return frame;
      throw new Error(`The stream ended before ${pattern}.`);
    },
    async rest() {
      let all = '';
      for (let frame = await next(); frame !== undefined; frame = await next()) all += frame;
      return all;
    },
    cancel: () => reader.cancel(),
  };
}

async function waitUntil(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 200) throw new Error('It did not come true within a second.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('as JSON', () => {
  it.each([
    ['', [1, 2, 3], 3],
    ['?after=1', [2, 3], 3],
    ['?after=1&limit=1', [2], 2],
    ['?after=3', [], 3],
    ['?after=77', [], 77],
  ])('%s', async (query, seqs, last) => {
    const response = await createServer().ask('GET', path + query, { headers: { accept: 'application/json' } });
    const list = EventList.parse(await response.json());
    expect([list.events.map((event) => event.seq), list.last]).toEqual([seqs, last]);
    expect(response.headers.get('vary')).toBe('Accept');
  });

  it.each([
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['text/html', 'application/json'],
    ['text/event-stream;q=0', 'application/json'],
    ['text/event-streams', 'application/json'],
    ['TEXT/EVENT-STREAM', 'text/event-stream'],
    ['application/json;q=0.5, text/event-stream;q=0.9', 'text/event-stream'],
  ])('the Accept header "%s" gets %s', async (accept, type) => {
    const response = await createServer().ask('GET', path, { headers: { accept } });
    expect(response.headers.get('content-type')).toContain(type);
    await response.body?.cancel();
  });

  it('prefers Last-Event-ID over after, since a browser repeats the old address with the new header', async () => {
    const response = await createServer().ask('GET', `${path}?after=0`, { headers: { 'last-event-id': '2' } });
    expect(EventList.parse(await response.json()).events.map((event) => event.seq)).toEqual([3]);
  });

  it.each(['-1', 'abc', '', '1.0', '1 2', '99999999999999999', '9007199254740993', '1,1'])('refuses Last-Event-ID "%s"', async (id) => {
    const { ask, runtime } = createServer();
    const response = await ask('GET', path, { headers: { ...sse, 'last-event-id': id } });
    expect(response.status).toBe(400);
    expect(runtime.calls).toEqual([]);
  });
});

describe('as a stream', () => {
  it('sends the log first, then what is committed, each event with its seq and type', async () => {
    const { ask, runtime } = createServer();
    const response = await ask('GET', path, { headers: sse });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toContain('no-store');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    const frames = readFrames(response);
    expect(await frames.next()).toMatch(/^retry: \d+\n\n$/);
    for (const seq of [1, 2, 3]) expect(await frames.next()).toMatch(new RegExp(`^id: ${seq}\nevent: ui\\.append\ndata: \\{.*"seq":${seq}.*\\}\n\n$`));
    runtime.append({ type: 'run.status', runId: fakeIds.run, status: 'completed' });
    const live = await frames.next();
    expect(live).toContain('id: 4\nevent: run.status\ndata: ');
    expect(JSON.parse(live!.split('data: ')[1]!)).toEqual({ seq: 4, at: expect.any(String), type: 'run.status', runId: fakeIds.run, status: 'completed' });
    await frames.cancel();
  });

  it('goes on after Last-Event-ID without a gap and without a repeat', async () => {
    const { ask, runtime } = createServer();
    const frames = readFrames(await ask('GET', `${path}?after=0`, { headers: { ...sse, 'last-event-id': '2' } }));
    runtime.append(say('four'));
    expect(await frames.until(/^id/)).toMatch(/^id: 3\n/);
    expect(await frames.next()).toMatch(/^id: 4\n/);
    await frames.cancel();
  });

  it('sends all of a log longer than a page', async () => {
    const { ask, runtime } = createServer();
    for (let i = 4; i <= 1_200; i++) runtime.append(say(`${i}`));
    const frames = readFrames(await ask('GET', path, { headers: sse }));
    for (let seq = 1; seq <= 1_200; seq++) expect(await frames.until(/^id/)).toMatch(new RegExp(`^id: ${seq}\n`));
    await frames.cancel();
  });

  it('keeps line breaks of a text inside one frame', async () => {
    const { ask, runtime } = createServer();
    runtime.append(say('a\n\nid: 99\nevent: x\r\n\u2028'));
    const frames = readFrames(await ask('GET', `${path}?after=3`, { headers: sse }));
    const frame = await frames.until(/^id/);
    expect(frame.split('\n')).toHaveLength(5);
    expect(JSON.parse(frame.split('data: ')[1]!).key).toBe('a\n\nid: 99\nevent: x\r\n\u2028');
    await frames.cancel();
  });

  it('tells a foreign session from an own one before it streams', async () => {
    const response = await createServer().ask('GET', `/sessions/${fakeIds.unknown}/events`, { headers: sse });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/json');
  });

  it('breaks the silence with comments', async () => {
    const { ask, runtime } = createServer({ heartbeatMs: 10 });
    const frames = readFrames(await ask('GET', `${path}?after=3`, { headers: sse }));
    await frames.until(/^:/);
    await frames.until(/^:/);
    runtime.append(say('four'));
    expect(await frames.until(/^id/)).toMatch(/^id: 4\n/);
    await frames.cancel();
  });
});

describe('a stream ends', () => {
  it('when its reader goes away, and lets the tail go', async () => {
    const { ask, runtime } = createServer();
    const frames = readFrames(await ask('GET', path, { headers: sse }));
    await frames.until(/^id: 3/);
    void frames.next();
    await waitUntil(() => runtime.openTails === 1);
    await frames.cancel();
    await waitUntil(() => runtime.openTails === 0);
  });

  it('when the request aborts, whether it is being read or not', async () => {
    const { ask, runtime } = createServer({}, { limits: { streamsPerUser: 1 } });
    for (const isRead of [true, false]) {
      const abort = new AbortController();
      const frames = readFrames(await ask('GET', path, { headers: sse, signal: abort.signal }));
      if (isRead) {
        await frames.until(/^id: 3/);
        const rest = frames.rest();
        await waitUntil(() => runtime.openTails === 1);
        abort.abort();
        expect(await rest).toBe('');
      } else {
        abort.abort();
        await frames.rest();
      }
      await waitUntil(() => runtime.openTails === 0);
    }
    // Both gave their slot back.
    const third = await ask('GET', path, { headers: sse });
    expect(third.status).toBe(200);
    await third.body?.cancel();
  });

  it('when the runtime stops', async () => {
    const { ask, runtime } = createServer();
    const frames = readFrames(await ask('GET', path, { headers: sse }));
    await frames.until(/^id: 3/);
    const rest = frames.rest();
    await waitUntil(() => runtime.openTails === 1);
    runtime.stop();
    expect(await rest).toBe('');
  });

  it.each([
    ['its user signs out', { authenticate: () => null }],
    ['somebody else signs in', { authenticate: () => ({ tenantId: 'north', userId: 'bob' }) }],
    ['the same user signs in to another tenant', { authenticate: () => ({ tenantId: 'south', userId: 'ann' }) }],
    ['its user is deactivated', { resolvePrincipal: () => null }],
    ['nobody can say who its user is', { authenticate: () => Promise.reject(new Error('session store is down')) }],
  ])('when %s, before the next event is shown', async (_, change) => {
    let now: Partial<Parameters<typeof createFakeServer>[0] & object> = {};
    const { ask, runtime, logs } = createServer(
      { heartbeatMs: 5_000, recheckMs: 30 },
      {
        authenticate: (request) => (now.authenticate ?? (() => ({ tenantId: 'north', userId: 'ann' })))(request),
        resolvePrincipal: (identity) => (now.resolvePrincipal ?? (() => ({ ...identity, roles: [], timeZone: 'UTC' })))(identity),
      },
    );
    const frames = readFrames(await ask('GET', path, { headers: sse }));
    await frames.until(/^id: 3/);
    const rest = frames.rest();
    await waitUntil(() => runtime.openTails === 1);
    now = change;
    await new Promise((resolve) => setTimeout(resolve, 40));
    runtime.append(say('secret'));
    expect(await rest).toBe('');
    await waitUntil(() => runtime.openTails === 0);
    expect(JSON.stringify(logs)).not.toContain('broke');
  });

  it('in silence, too, when its user signs out', async () => {
    let isSignedIn = true;
    const { ask } = createServer({ heartbeatMs: 10, recheckMs: 30 }, { authenticate: () => (isSignedIn ? { tenantId: 'north', userId: 'ann' } : null) });
    const frames = readFrames(await ask('GET', `${path}?after=3`, { headers: sse }));
    for (let beats = 0; beats < 6; beats++) await frames.until(/^:/);
    isSignedIn = false;
    expect(await frames.rest()).toMatch(/^(: still here\n\n)*$/);
  });

  it('when the tail breaks; the log has it and the client may resume', async () => {
    const { ask, runtime, logs } = createServer();
    runtime.tail = async function* () {
      yield [];
      await Promise.resolve();
      throw new Error('the connection to the database was lost');
    };
    const frames = readFrames(await ask('GET', path, { headers: sse }));
    await frames.until(/^id: 3/);
    expect(await frames.rest()).toBe('');
    expect(logs).toMatchObject([{ level: 'error', message: 'event stream broke', fields: { sessionId: fakeIds.session } }]);
  });

  it('when its reader does not read on', async () => {
    const { ask, runtime } = createServer({ stallMs: 20 }, { limits: { streamsPerUser: 1 } });
    const stalled = await ask('GET', path, { headers: sse });
    expect((await ask('GET', path, { headers: sse })).status).toBe(429);
    await new Promise((resolve) => setTimeout(resolve, 40));
    const next = await ask('GET', path, { headers: sse });
    expect(next.status).toBe(200);
    await stalled.body?.cancel();
    await next.body?.cancel();
    expect(runtime.openTails).toBe(0);
  });
});

describe('one person may hold so many streams', () => {
  it('and one more is refused until one ends; other people are not counted in', async () => {
    const { ask } = createServer({}, { limits: { streamsPerUser: 2 } });
    const open = () => ask('GET', path, { headers: sse });
    const [first, second] = [await open(), await open()];
    const third = await open();
    expect(third.status).toBe(429);
    expect(third.headers.get('retry-after')).toBe('5');
    expect(await third.json()).toMatchObject({ error: { code: 'rate_limited' } });
    const other = await ask('GET', path, { headers: { ...sse, authorization: 'Bearer north/bob' } });
    expect(other.status).toBe(200);
    await first.body?.cancel();
    const fourth = await open();
    expect(fourth.status).toBe(200);
    await Promise.all([second, fourth, other].map(async (response) => response.body?.cancel()));
  });

  it('and HEAD takes none', async () => {
    const { ask } = createServer({}, { limits: { streamsPerUser: 1 } });
    for (let i = 0; i < 3; i++) expect((await ask('HEAD', path, { headers: sse })).status).toBe(200);
  });
});
