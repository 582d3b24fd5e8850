import { CountersignError } from '@countersign/core';
import { type ErrorResponse, errorTable } from '@countersign/core/internal';
import { describe, expect, it } from 'vitest';
import { createFakeServer, fakeIds } from '../testing/fake-runtime.ts';
import type { ServedRoute } from './endpoint.ts';
import { routes } from './routes.ts';

/** One good request for a route, made of its own example. */
function toGoodRequest(route: ServedRoute): { path: string; json?: unknown } {
  const ids: Record<string, string> = { runs: fakeIds.run, grants: fakeIds.grant, alerts: fakeIds.alert };
  const id = ids[route.path.split('/')[1] ?? ''] ?? fakeIds.session;
  return { path: route.path.replace('{id}', id), ...(route.body && { json: route.bodyExample }) };
}

async function expectError(response: Response, status: number, code?: string): Promise<ErrorResponse['error']> {
  const text = await response.text();
  expect(response.status, text).toBe(status);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  const body = JSON.parse(text) as ErrorResponse;
  expect(Object.keys(body)).toEqual(['error']);
  expect(Object.keys(body.error).sort()).toEqual(['code', 'details', 'message']);
  if (code) expect(body.error.code).toBe(code);
  expect(errorTable[body.error.code as keyof typeof errorTable].status).toBe(status);
  return body.error;
}

describe.each(routes.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const))('%s', (_, route) => {
  const { path, json } = toGoodRequest(route);

  it('answers a good request with its status and its schema', async () => {
    const { ask } = createFakeServer();
    const response = await ask(route.method.toUpperCase(), path, { json });
    expect(response.status).toBe(route.status);
    expect(route.reply.safeParse(await response.json()).error).toBeUndefined();
  });

  it('is closed to strangers and to people who may do nothing any more', async () => {
    const stranger = createFakeServer();
    await expectError(await stranger.ask(route.method.toUpperCase(), path, { json, headers: { authorization: '' } }), 401, 'unauthenticated');
    const left = createFakeServer({ resolvePrincipal: () => null });
    await expectError(await left.ask(route.method.toUpperCase(), path, { json }), 403, 'permission_denied');
    expect([...stranger.runtime.calls, ...left.runtime.calls]).toEqual([]);
  });

  it('answers 405 and names the methods that work', async () => {
    const { ask } = createFakeServer();
    const methods = routes.filter((other) => other.path === route.path).map((other) => other.method.toUpperCase());
    for (const method of ['DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'].concat(['GET', 'POST', 'PUT'].filter((candidate) => !methods.includes(candidate)))) {
      const response = await ask(method, path);
      await expectError(response.clone(), 405, 'method_not_allowed');
      expect(response.headers.get('allow')?.split(', ')).toEqual(expect.arrayContaining(methods));
    }
  });

  it('never lets what went wrong inside out', async () => {
    const server = createFakeServer();
    const secret = 'password=hunter2 at 10.0.0.7';
    for (const { operationId } of routes) server.runtime.failWith(operationId, new Error(secret));
    const response = await server.ask(route.method.toUpperCase(), path, { json, headers: { cookie: 'session=hush', origin: 'http://shop.test' } });
    const error = await expectError(response, 500, 'internal');
    const requestId = response.headers.get('x-request-id');
    expect(JSON.stringify(error)).not.toContain('hunter2');
    expect(error.details).toEqual({ requestId });
    expect(server.logs).toHaveLength(1);
    expect(server.logs[0]).toMatchObject({ level: 'error', fields: { requestId, method: route.method.toUpperCase(), path: `/agent${path}` } });
    expect(JSON.stringify(server.logs)).not.toMatch(/hush|Bearer|Jordan/);
  });

  it('carries the headers that keep browsers from storing or sniffing it', async () => {
    const { ask } = createFakeServer();
    for (const response of [
      await ask(route.method.toUpperCase(), path, { json }),
      await ask(route.method.toUpperCase(), path, { headers: { authorization: '' } }),
    ]) {
      expect(response.headers.get('cache-control')).toContain('no-store');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  if (route.path.includes('{id}')) {
    const ids = [
      'x',
      '123',
      `${fakeIds.run}0`,
      '%00',
      '..%2f..%2fetc',
      '%F0%9F',
      "'%3Bdrop table runs--",
      'null',
      '00000000-0000-0000-0000-00000000000g',
      'a'.repeat(5_000),
    ];
    it.each(ids.map((id) => [id.slice(0, 40), id] as const))('finds nothing under the id %s and asks nobody for it', async (_title, id) => {
      const { ask, runtime } = createFakeServer();
      await expectError(await ask(route.method.toUpperCase(), route.path.replace('{id}', id), { json }), 404, 'not_found');
      expect(runtime.calls).toEqual([]);
    });

    it('finds nothing under an id that the runtime does not know', async () => {
      const { ask } = createFakeServer();
      await expectError(await ask(route.method.toUpperCase(), route.path.replace('{id}', fakeIds.unknown), { json }), 404, 'not_found');
    });
  }
});

describe('errors of ours', () => {
  it('travel with their code, message and details', async () => {
    const { ask, runtime, logs } = createFakeServer();
    runtime.failWith('listTools', new CountersignError('conflict', 'Somebody was quicker.', { details: { by: 'ann' }, cause: new Error('row 7') }));
    const error = await expectError(await ask('GET', '/tools'), 409, 'conflict');
    expect(error).toEqual({ code: 'conflict', message: 'Somebody was quicker.', details: { by: 'ann' } });
    expect(logs).toEqual([]);
  });

  it('with status 500 are defects, and say nothing of themselves', async () => {
    const { ask, runtime, logs } = createFakeServer();
    runtime.failWith('listTools', new CountersignError('proposer_failed', 'key sk-hunter2 was refused', { details: { key: 'sk-hunter2' } }));
    const error = await expectError(await ask('GET', '/tools'), 500, 'internal');
    expect(JSON.stringify(error)).not.toContain('hunter2');
    expect(logs).toHaveLength(1);
  });

  it('that are no errors at all are answered, too', async () => {
    const { ask, runtime } = createFakeServer();
    for (const thrown of ['hunter2', undefined, null, 7, { code: 'not_found', status: 404 }]) {
      runtime.failWith('listTools', thrown);
      const error = await expectError(await ask('GET', '/tools'), 500, 'internal');
      expect(JSON.stringify(error)).not.toContain('hunter2');
    }
  });
});

describe('addresses', () => {
  it.each([
    '/agent/nothing',
    '/agent',
    '/agent/',
    '/agent/sessions/',
    '/agent//sessions',
    '/sessions',
    '/agent/sessions/a/b/c',
    '/agent/%',
    '/agent/%00',
    '/agents/sessions',
    '/',
  ])('%s is not found', async (path) => {
    const { handler } = createFakeServer();
    await expectError(await handler(new Request(`http://shop.test${path}`)), 404, 'not_found');
  });

  it('serves under the base path the host chose', async () => {
    const { handler } = createFakeServer({ basePath: '/api/v2/agent' });
    const response = await handler(new Request('http://shop.test/api/v2/agent/tools', { headers: { authorization: 'Bearer north/ann' } }));
    expect(response.status).toBe(200);
  });

  it('answers HEAD as GET without a body', async () => {
    const { ask } = createFakeServer();
    const response = await ask('HEAD', '/runs');
    expect([response.status, await response.text()]).toEqual([200, '']);
  });
});

describe('the host says who asks', () => {
  const secret = new Error('ECONNREFUSED 10.0.0.7 password=hunter2');
  it.each([
    ['authenticate throws', { authenticate: () => Promise.reject(secret) }, 503, 'unavailable'],
    ['resolvePrincipal throws', { resolvePrincipal: () => Promise.reject(secret) }, 503, 'unavailable'],
    [
      'authenticate throws one of our errors',
      {
        authenticate: () => {
          throw new CountersignError('permission_denied', 'Blocked.');
        },
      },
      403,
      'permission_denied',
    ],
    ['authenticate returns no identity', { authenticate: () => ({ tenantId: '', userId: 'x' }) }, 500, 'internal'],
    ['authenticate returns undefined', { authenticate: () => undefined as never }, 401, 'unauthenticated'],
    ['resolvePrincipal returns undefined', { resolvePrincipal: () => undefined as never }, 403, 'permission_denied'],
    ['resolvePrincipal returns nonsense', { resolvePrincipal: () => 'ann' as never }, 500, 'internal'],
    ['resolvePrincipal returns somebody else', { resolvePrincipal: () => ({ tenantId: 'south', userId: 'ann', roles: [], timeZone: 'UTC' }) }, 500, 'internal'],
  ])('%s', async (_, options, status, code) => {
    const { ask, runtime } = createFakeServer(options);
    const error = await expectError(await ask('GET', '/tools'), status, code);
    expect(JSON.stringify(error)).not.toContain('hunter2');
    expect(runtime.calls).toEqual([]);
  });

  it('gets its own principal back, with everything it hung on it', async () => {
    const seen: unknown[] = [];
    const { ask, runtime } = createFakeServer({ resolvePrincipal: (identity) => ({ ...identity, roles: ['owner'], timeZone: 'UTC', shopId: 7 }) });
    runtime.answer('listTools', (_input, principal) => {
      seen.push(principal);
      return { tools: [] };
    });
    await ask('GET', '/tools');
    expect(seen).toEqual([{ tenantId: 'north', userId: 'ann', roles: ['owner'], timeZone: 'UTC', shopId: 7 }]);
  });
});

describe('rates', () => {
  const limits = { readsPerMinute: 3, writesPerMinute: 2 };

  it('refuses what is too often, says when to come back, and counts reads and writes apart', async () => {
    const { ask } = createFakeServer({ limits });
    for (let i = 0; i < 2; i++) expect((await ask('POST', '/sessions', { json: { agent: 'copilot' } })).status).toBe(201);
    const refused = await ask('POST', '/sessions', { json: { agent: 'copilot' } });
    await expectError(refused.clone(), 429, 'rate_limited');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect((await ask('GET', '/runs')).status).toBe(200);
  });

  it('counts every person alone', async () => {
    const { ask } = createFakeServer({ limits });
    const as = (who: string) => ask('GET', '/runs', { headers: { authorization: `Bearer ${who}` } });
    for (let i = 0; i < 3; i++) expect((await as('north/ann')).status).toBe(200);
    expect((await as('north/ann')).status).toBe(429);
    expect((await as('north/bob')).status).toBe(200);
    expect((await as('south/ann')).status).toBe(200);
  });

  it('does not spend the limit of a user on requests from foreign pages', async () => {
    const { ask } = createFakeServer({ limits });
    for (let i = 0; i < 5; i++) await ask('POST', '/runs', { json: {}, headers: { cookie: 'a=b', origin: 'https://evil.test' } });
    expect((await ask('POST', '/sessions', { json: { agent: 'copilot' } })).status).toBe(201);
  });
});
