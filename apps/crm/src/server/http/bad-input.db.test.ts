import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ask, createAsk, createTestCrm, type TestCrm, withoutLanguage } from '../testing/create-test-crm.ts';

let crm: TestCrm;
let ask: Ask;
let clientId: string;
beforeAll(async () => {
  crm = await createTestCrm({ countersign: withoutLanguage });
  ask = await crm.signIn('owner@north.test');
  clientId = (await ask('GET', '/api/clients?limit=1')).body.clients[0].id;
});
afterAll(async () => {
  await crm.close();
  // Bad input is nobody's defect: nothing of it may end up as one.
  expect(crm.logged).toEqual([]);
});

const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
const badBodies: [string, unknown][] = [
  ['nothing', ''],
  ['broken JSON', '{"firstName":'],
  ['a number', 7],
  ['null', 'null'],
  ['a list', []],
  ['deep nesting', deep],
  ['no name', {}],
  ['an empty name', { firstName: '  ' }],
  ['a number as name', { firstName: 7 }],
  ['an object as name', { firstName: { $ne: '' } }],
  ['a name of two lines', { firstName: 'a\nb' }],
  ['a NUL', { firstName: 'a\u0000b' }],
  ['an endless name', { firstName: 'x'.repeat(81) }],
  ['an unknown field', { firstName: 'A', tenantId: 'shop-south' }],
  ['a prototype', '{"firstName":"A","__proto__":{"x":1}}'],
  ['a wrong phone', { firstName: 'A', phone: 'call me' }],
  ['a short phone', { firstName: 'A', phone: '12' }],
  ['an extension', { firstName: 'A', phone: '212 867 5309 ext 4' }],
  ['a wrong email', { firstName: 'A', email: 'a@b' }],
  ['endless notes', { firstName: 'A', notes: 'x'.repeat(2_001) }],
];

test.each(badBodies)('creating and changing a client with %s is refused with the reason', async (_name, body) => {
  for (const [method, path] of [
    ['POST', '/api/clients'],
    ['PATCH', `/api/clients/${clientId}`],
  ] as const) {
    const answer = await ask(method, path, body);
    expect([400, 422]).toContain(answer.status);
    expect(answer.body.error.message.length).toBeGreaterThan(10);
  }
});

test('half a surrogate pair is stored as what it can be, or refused', async () => {
  const answer = await ask('POST', '/api/clients', '{"firstName":"\\ud800"}');
  expect(answer.status).toBeLessThan(500);
});

test.each([{ version: 0 }, { version: 1.5 }, { version: '1' }, { version: 2 ** 40 }, { notes: 'no version' }])('changing with %j is refused', async (body) => {
  const answer = await ask('PATCH', `/api/clients/${clientId}`, body);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
});

test.each(['x', '1', "'; drop table crm.clients; --", '00000000-0000-4000-8000-000000000000', '%00', '../me', '..%2Fme'])(
  'a client called %s does not exist',
  async (id) => {
    const path = `/api/clients/${encodeURIComponent(id)}`;
    expect((await ask('GET', path)).status).toBe(404);
    expect((await ask('PATCH', path, { version: 1 })).status).toBe(404);
  },
);

test.each(['limit=0', 'limit=9999', 'limit=x', 'limit=1&limit=2', 'sort=phone', 'q=%00', `q=${'x'.repeat(201)}`, 'page=2', 'cursor='])(
  'the query %s is refused',
  async (query) => {
    const answer = await ask('GET', `/api/clients?${query}`);
    expect([400, 422]).toContain(answer.status);
  },
);

test('a body that is too large, of another type or in another encoding is refused', async () => {
  expect((await ask('POST', '/api/clients', { firstName: 'A', notes: 'x'.repeat(70_000) })).status).toBe(413);
  expect((await ask('POST', '/api/clients', 'firstName=A', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
  const latin = await crm.app.request('/api/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: new Uint8Array([0x22, 0xe9, 0x22]),
  });
  expect(latin.status).toBe(400);
});

test.each(['garbage', 'x/y', '/key', '11111111-1111-4111-8111-111111111111/', '11111111-1111-4111-8111-111111111111/k'])(
  'the panel header %s is refused, and nothing is saved',
  async (header) => {
    const before = (await ask('GET', '/api/clients?limit=1')).body.total;
    const answer = await ask('POST', '/api/clients', { firstName: 'Panel' }, { 'x-countersign-panel': header });
    expect([400, 404]).toContain(answer.status);
    expect((await ask('GET', '/api/clients?limit=1')).body.total).toBe(before);
  },
);

test.each([
  ['POST', '/api/auth/sign-in/email', '{'],
  ['POST', '/api/auth/sign-in/email', '[]'],
  ['POST', '/api/auth/sign-in/email', {}],
  ['POST', '/api/auth/sign-in/email', { email: 7, password: {} }],
  ['POST', '/api/auth/sign-in/email', { email: 'owner@north.test', password: 'x'.repeat(5_000) }],
  ['POST', '/api/auth/sign-in/email', { email: 'a\u0000@north.test', password: 'x' }],
  ['POST', '/api/auth/sign-in/email', { email: 'owner@north.test', password: 'a\u0000' }],
  ['POST', '/api/auth/organization/set-active', { organizationId: { a: 1 } }],
  ['POST', '/api/auth/organization/set-active', { organizationId: 'a\u0000' }],
  ['GET', '/api/auth/organization/get-full-organization?organizationId=%00', undefined],
  ['GET', '/api/auth/nothing-here', undefined],
] as const)('%s %s with %j is refused in the one shape of errors', async (method, path, body) => {
  const answer = await ask(method, path, body);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.body.error).toMatchObject({ code: expect.any(String), message: expect.any(String) });
});

test('addresses that do not exist say so, with the headers every answer has', async () => {
  const answer = await ask('GET', '/api/nothing');
  expect(answer).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('strict-transport-security')).toBeNull();
  expect((await createAsk(crm)('DELETE', '/api/clients')).status).toBe(401);
});
