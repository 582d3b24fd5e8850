import http from 'node:http';
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import { gzipSync } from 'node:zlib';
import { createAdaptorServer } from '@hono/node-server';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeServer, type FakeServer, fakeIds } from '../testing/fake-runtime.ts';
import { toNodeHandler } from './node.ts';

/** Taken before any handler is made. */
const globalsBefore = [globalThis.Request, globalThis.Response];

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** Listens on a free port of the loopback interface until the test ends. */
async function listen(server: http.Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Every way of docs/guides/mounting.md, and those that people try all the same. */
const hosts: Record<string, (fake: FakeServer) => Promise<string>> = {
  'node http': (fake) => listen(http.createServer(toNodeHandler(fake.handler))),
  'express use': (fake) => listen(http.createServer(express().use('/agent', toNodeHandler(fake.handler)))),
  'express all': (fake) => listen(http.createServer(express().all('/agent{/*rest}', toNodeHandler(fake.handler)))),
  'express behind express.json()': (fake) => listen(http.createServer(express().use(express.json()).use('/agent', toNodeHandler(fake.handler)))),
  hono: (fake) => {
    const app = new Hono().all('/agent/*', (c) => fake.handler(c.req.raw));
    return listen(createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as http.Server);
  },
  fastify: async (fake) => {
    const app = Fastify();
    const handle = toNodeHandler(fake.handler);
    app.register((scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _payload, next) => next(null));
      scope.all('/agent/*', (request, reply) => {
        reply.hijack();
        handle(request.raw, reply.raw);
      });
      done();
    });
    await app.ready();
    stops.push(() => app.close());
    return await listen(app.server);
  },
  'fastify with its own parsing': async (fake) => {
    const app = Fastify();
    const handle = toNodeHandler(fake.handler);
    app.all('/agent/*', (request, reply) => {
      reply.hijack();
      handle(Object.assign(request.raw, { body: request.body }), reply.raw);
    });
    await app.ready();
    stops.push(() => app.close());
    return await listen(app.server);
  },
};

const authorization = 'Bearer north/ann';
const json = { authorization, 'content-type': 'application/json' };
const message = { text: 'Find Jordan 車 👩🏽‍🔧', clientMessageId: 'a' };

async function waitUntil(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 400) throw new Error('It did not come true within two seconds.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe.each(Object.entries(hosts))('%s', (_host, mount) => {
  it('passes requests and answers through', async () => {
    const fake = createFakeServer();
    fake.runtime.answer('listTools', () => ({ tools: [] }));
    const base = await mount(fake);
    const tools = await fetch(`${base}/agent/tools`, { headers: { authorization } });
    expect([tools.status, await tools.json()]).toEqual([200, { tools: [] }]);
    const posted = await fetch(`${base}/agent/sessions/${fakeIds.session}/messages`, { method: 'POST', headers: json, body: JSON.stringify(message) });
    expect([posted.status, await posted.json()]).toEqual([202, { runId: fakeIds.run, seq: 1 }]);
    const page = await fetch(`${base}/agent/sessions/${fakeIds.session}/events?after=7&limit=3`, { headers: { authorization } });
    expect(page.status).toBe(200);
    expect(fake.runtime.calls).toEqual([
      { operation: 'listTools', input: {} },
      { operation: 'postMessage', input: { sessionId: fakeIds.session, ...message } },
      { operation: 'listEvents', input: { sessionId: fakeIds.session, after: 7, limit: 3 } },
    ]);
  });

  it('needs no body where the interface needs none', async () => {
    const base = await mount(createFakeServer());
    const response = await fetch(`${base}/agent/runs/${fakeIds.run}/cancel`, { method: 'POST', headers: { authorization } });
    expect(response.status).toBe(202);
  });

  it('knows its own origin', async () => {
    const base = await mount(createFakeServer());
    const post = (origin: string) =>
      fetch(`${base}/agent/sessions`, { method: 'POST', headers: { ...json, cookie: 'a=b', origin }, body: '{"agent":"copilot"}' });
    expect((await post(base)).status).toBe(201);
    expect((await post('https://evil.test')).status).toBe(403);
  });

  it('streams events as they come, and lets go when the client leaves', async () => {
    const fake = createFakeServer();
    const base = await mount(fake);
    const abort = new AbortController();
    const response = await fetch(`${base}/agent/sessions/${fakeIds.session}/events`, {
      headers: { authorization, accept: 'text/event-stream' },
      signal: abort.signal,
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toMatch(/^retry/);
    await waitUntil(() => fake.runtime.openTails === 1);
    for (let seq = 1; seq <= 3; seq++) {
      fake.runtime.append({ type: 'ui.remove', key: `${seq}` });
      expect((await reader.read()).value).toContain(`id: ${seq}\n`);
    }
    abort.abort();
    await waitUntil(() => fake.runtime.openTails === 0);
    expect(fake.logs).toEqual([]);
  });

  it('ends streams when the runtime stops', async () => {
    const fake = createFakeServer();
    const base = await mount(fake);
    const response = await fetch(`${base}/agent/sessions/${fakeIds.session}/events`, { headers: { authorization, accept: 'text/event-stream' } });
    const rest = response.text();
    await waitUntil(() => fake.runtime.openTails === 1);
    fake.runtime.stop();
    expect(await rest).toMatch(/^retry: \d+\n\n$/);
  });

  // A framework that parses bodies answers these itself, in its own words; the status holds all the same.
  it.each([
    ['broken JSON', '{', 400],
    ['the wrong shape', '{"agent":7}', 400],
    ['a large body', JSON.stringify({ agent: 'x'.repeat(200_000) }), 413],
  ])('refuses %s', async (_, body, status) => {
    const fake = createFakeServer();
    const base = await mount(fake);
    const response = await fetch(`${base}/agent/sessions`, { method: 'POST', headers: json, body });
    expect(response.status).toBe(status);
    expect(fake.runtime.calls).toEqual([]);
  });
});

describe('bodies that a framework has read', () => {
  it.each([
    ['express.text', express.text({ type: 'application/json' })],
    ['express.raw', express.raw({ type: 'application/json' })],
  ])('%s hands over what it was', async (_, parser) => {
    const fake = createFakeServer();
    const base = await listen(http.createServer(express().use(parser).use('/agent', toNodeHandler(fake.handler))));
    const response = await fetch(`${base}/agent/sessions/${fakeIds.session}/messages`, { method: 'POST', headers: json, body: JSON.stringify(message) });
    expect(response.status).toBe(202);
    expect(fake.runtime.calls[0]?.input).toEqual({ sessionId: fakeIds.session, ...message });
  });

  it('may have come compressed', async () => {
    const fake = createFakeServer();
    const base = await listen(http.createServer(express().use(express.json()).use('/agent', toNodeHandler(fake.handler))));
    const headers = { ...json, 'content-encoding': 'gzip' };
    const response = await fetch(`${base}/agent/sessions/${fakeIds.session}/messages`, { method: 'POST', headers, body: gzipSync(JSON.stringify(message)) });
    expect(response.status).toBe(202);
    expect(fake.runtime.calls[0]?.input).toEqual({ sessionId: fakeIds.session, ...message });
  });

  it('are refused as too large by our limit, too', async () => {
    const fake = createFakeServer({ limits: { maxBodyBytes: 50 } });
    const base = await listen(http.createServer(express().use(express.json()).use('/agent', toNodeHandler(fake.handler))));
    const response = await fetch(`${base}/agent/sessions/${fakeIds.session}/messages`, { method: 'POST', headers: json, body: JSON.stringify(message) });
    expect(response.status).toBe(413);
  });
});

/** Says something that no client library would, and returns the answer's head. */
async function say(base: string, text: string): Promise<string> {
  const { hostname, port } = new URL(base);
  const socket = net.connect(Number(port), hostname);
  socket.write(text);
  let answer = '';
  for await (const chunk of socket) {
    answer += String(chunk);
    if (answer.includes('\r\n\r\n')) break;
  }
  socket.destroy();
  return answer;
}

describe('raw requests', () => {
  it.each([
    ['TRACE', 'TRACE /agent/tools HTTP/1.1\r\nHost: a\r\n\r\n', 405],
    ['an unknown method', 'PURGE /agent/tools HTTP/1.1\r\nHost: a\r\n\r\n', 405],
    ['a broken Host', 'GET /agent/tools HTTP/1.1\r\nHost: a b\r\n\r\n', 400],
    ['a backslash', 'GET /agent\\tools HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['dots', 'GET /agent/../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n', 404],
    ['two slashes', 'GET //evil.test/agent/tools HTTP/1.1\r\nHost: a\r\n\r\n', 404],
    ['a whole address', 'GET http://evil.test/agent/nothing HTTP/1.1\r\nHost: a\r\n\r\n', 404],
  ])('with %s', async (_, text, status) => {
    const fake = createFakeServer();
    const base = await listen(http.createServer(toNodeHandler(fake.handler)));
    const answer = await say(base, text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toMatch(/application\/json/i);
  });

  it('a body without length and without end is cut off at the limit', async () => {
    const fake = createFakeServer({ limits: { maxBodyBytes: 1_000 } });
    const base = await listen(http.createServer(toNodeHandler(fake.handler)));
    const chunk = `1f4\r\n${' '.repeat(500)}\r\n`;
    const head = `POST /agent/sessions HTTP/1.1\r\nHost: a\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
    expect(await say(base, head + chunk.repeat(3))).toMatch(/^HTTP\/1.1 413 /);
  });
});

describe('the standard request', () => {
  it('is what Next hands to a route handler: a subclass of Request, and a second argument', async () => {
    class NextRequest extends Request {}
    const { handler, runtime } = createFakeServer();
    const route: (request: NextRequest, context: { params: Promise<{ path: string[] }> }) => Promise<Response> = handler;
    const context = { params: Promise.resolve({ path: ['sessions'] }) };
    const post = new NextRequest('http://shop.test/agent/sessions', { method: 'POST', headers: json, body: '{"agent":"copilot"}' });
    expect((await route(post, context)).status).toBe(201);
    const stream = await route(
      new NextRequest(`http://shop.test/agent/sessions/${fakeIds.session}/events`, { headers: { authorization, accept: 'text/event-stream' } }),
      context,
    );
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    await stream.body?.cancel();
    expect(runtime.calls.map(({ operation }) => operation)).toEqual(['createSession', 'listEvents']);
  });

  it('may be cloned and rebuilt by the host, and the globals of the host stay as they were', async () => {
    const seen: string[] = [];
    const base = await listen(
      http.createServer(
        toNodeHandler(async (request) => {
          const copy = new Request(request.clone(), { headers: { 'x-seen': 'yes' } });
          seen.push(`${copy.method} ${copy.headers.get('x-seen')} ${await copy.text()}`, await request.text());
          return Response.json(null);
        }),
      ),
    );
    await fetch(base, { method: 'POST', body: 'hello' });
    expect(seen).toEqual(['POST yes hello', 'hello']);
    expect([globalThis.Request, globalThis.Response]).toEqual(globalsBefore);
  });

  it('slows a stream down to the pace of its reader', async () => {
    let produced = 0;
    const chunk = new Uint8Array(64 * 1024);
    const base = await listen(
      http.createServer(
        toNodeHandler(() =>
          Promise.resolve(
            new Response(
              new ReadableStream({
                pull(controller) {
                  produced += chunk.length;
                  if (produced > 200_000_000) controller.close();
                  else controller.enqueue(chunk);
                },
              }),
            ),
          ),
        ),
      ),
    );
    const { hostname, port } = new URL(base);
    const socket = net.connect(Number(port), hostname);
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    socket.pause();
    let last = -1;
    await waitUntil(() => {
      const isSteady = produced > 0 && produced === last;
      last = produced;
      return isSteady;
    });
    expect(produced).toBeLessThan(50_000_000);
    socket.destroy();
  });
});
