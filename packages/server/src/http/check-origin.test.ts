import { describe, expect, it } from 'vitest';
import { createFakeServer } from '../testing/fake-runtime.ts';
import { checkOrigin } from './check-origin.ts';
import { routes } from './routes.ts';

const allowed = ['https://admin.shop.test'];

function check(headers: Record<string, string>, url = 'http://shop.test/agent/runs', method = 'POST'): string {
  try {
    checkOrigin(new Request(url, { method, headers: new Headers(headers) }), allowed);
    return 'allowed';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('a POST with cookies', () => {
  const cookie = { cookie: 'session=1' };
  it.each([
    ['from its own origin', { origin: 'http://shop.test' }, 'allowed'],
    ['from its own origin, said twice', { origin: 'http://shop.test', 'sec-fetch-site': 'same-origin' }, 'allowed'],
    ['from an allowed origin', { origin: 'https://admin.shop.test', 'sec-fetch-site': 'same-site' }, 'allowed'],
    ['behind a proxy that ended TLS', { origin: 'https://shop.test', 'sec-fetch-site': 'same-origin' }, 'allowed'],
    ['from no browser', {}, 'allowed'],
    ['same-origin without an Origin', { 'sec-fetch-site': 'same-origin' }, 'allowed'],
    ['from another site', { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }, 'forbidden_origin'],
    ['from another site, an old browser', { origin: 'https://evil.test' }, 'forbidden_origin'],
    ['from a sandboxed frame', { origin: 'null' }, 'forbidden_origin'],
    ['from a sibling host', { origin: 'http://blog.shop.test', 'sec-fetch-site': 'same-site' }, 'forbidden_origin'],
    ['from another port', { origin: 'http://shop.test:8080' }, 'forbidden_origin'],
    ['from another scheme, unconfirmed', { origin: 'https://shop.test' }, 'forbidden_origin'],
    ['from a host that begins alike', { origin: 'http://shop.test.evil.test' }, 'forbidden_origin'],
    ['from a foreign host that calls itself same-origin', { origin: 'https://evil.test', 'sec-fetch-site': 'same-origin' }, 'forbidden_origin'],
    ['cross-site without an Origin', { 'sec-fetch-site': 'cross-site' }, 'forbidden_origin'],
    ['same-site without an Origin', { 'sec-fetch-site': 'same-site' }, 'forbidden_origin'],
    ['with a broken Origin', { origin: 'shop.test', 'sec-fetch-site': 'same-origin' }, 'forbidden_origin'],
    ['with an empty Origin', { origin: '' }, 'forbidden_origin'],
  ])('%s', (_, headers, expected) => {
    expect(check({ ...cookie, ...headers })).toBe(expected);
  });
});

it('leaves requests without cookies alone: nothing was attached to them behind the user’s back', () => {
  expect(check({ origin: 'https://evil.test', authorization: 'Bearer x' })).toBe('allowed');
});

it('leaves reading alone: it changes nothing, and a foreign page cannot see the answer', () => {
  expect(check({ cookie: 'a=b', origin: 'https://evil.test' }, undefined, 'GET')).toBe('allowed');
});

it.each(routes.filter((route) => route.method === 'post').map((route) => [route.path]))('guards POST %s', async (path) => {
  const { ask, runtime } = createFakeServer();
  const response = await ask('POST', path, { json: {}, headers: { cookie: 'a=b', origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' } });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ error: { code: 'forbidden_origin', details: { origin: 'https://evil.test' } } });
  expect(runtime.calls).toEqual([]);
});
