import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAsk, createTestCrm, type TestCrm, withoutLanguage } from '../testing/create-test-crm.ts';

let crm: TestCrm;
beforeAll(async () => {
  crm = await createTestCrm({ countersign: withoutLanguage });
});
afterAll(() => crm.close());

const accounts = [
  ['owner@north.test', 'owner', 'North Shore Detailing', 'America/New_York'],
  ['manager@north.test', 'manager', 'North Shore Detailing', 'America/New_York'],
  ['tech@north.test', 'technician', 'North Shore Detailing', 'America/New_York'],
  ['owner@south.test', 'owner', 'South Bay Detailing', 'America/Los_Angeles'],
] as const;

test.each(accounts)('%s signs in and lands in the right shop as %s', async (email, role, shop, timeZone) => {
  const ask = await crm.signIn(email);
  const me = await ask('GET', '/api/me');
  expect(me.status).toBe(200);
  expect(me.body).toMatchObject({ user: { email }, shop: { name: shop, timeZone }, role });
  expect(me.body.permissions).toContain('clients:read');
  expect(me.body.permissions.includes('clients:write')).toBe(role !== 'technician');
});

test('a wrong password and an unknown address are refused in the same words', async () => {
  const ask = createAsk(crm);
  const wrong = await ask('POST', '/api/auth/sign-in/email', { email: 'owner@north.test', password: 'not the password' });
  const unknown = await ask('POST', '/api/auth/sign-in/email', { email: 'nobody@north.test', password: 'not the password' });
  expect(wrong.status).toBe(401);
  expect(unknown).toMatchObject({ status: 401, body: wrong.body });
  expect(wrong.body.error).toMatchObject({ code: 'invalid_email_or_password' });
});

test('nobody signs up, and nobody founds a shop', async () => {
  const signUp = await createAsk(crm)('POST', '/api/auth/sign-up/email', { email: 'new@north.test', password: 'long enough a password', name: 'New' });
  expect(signUp.status).toBe(400);
  const ask = await crm.signIn('owner@north.test');
  const found = await ask('POST', '/api/auth/organization/create', { name: 'Mine', slug: 'mine' });
  expect(found.status).toBe(403);
});

test('signed out, the API is closed; signing out ends the session', async () => {
  expect(await createAsk(crm)('GET', '/api/me')).toMatchObject({ status: 401, body: { error: { code: 'unauthenticated' } } });
  expect((await createAsk(crm, 'crm.session_token=forged.signature')('GET', '/api/clients')).status).toBe(401);
  const ask = await crm.signIn('tech@north.test');
  expect((await ask('POST', '/api/auth/sign-out', {})).status).toBe(200);
  expect((await ask('GET', '/api/me')).status).toBe(401);
});

test('the session cookie is httpOnly and lax, and secure where the app is reached over https', async () => {
  const credentials = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'owner@north.test', password: 'countersign-demo' }),
  };
  const plain = (await crm.app.request('/api/auth/sign-in/email', credentials)).headers.getSetCookie().join();
  expect(plain).toMatch(/HttpOnly/i);
  expect(plain).toMatch(/SameSite=Lax/i);
  expect(plain).not.toMatch(/Secure/i);
  const https = await createTestCrm({ baseUrl: 'https://crm.example.com', countersign: withoutLanguage });
  try {
    const response = await https.app.request('https://crm.example.com/api/auth/sign-in/email', credentials);
    expect(response.headers.getSetCookie().join()).toMatch(/Secure/i);
    expect(response.headers.get('strict-transport-security')).toContain('max-age');
  } finally {
    await https.close();
  }
});

test('colleagues are known by name to everybody of the shop, and to nobody else', async () => {
  const technician = await crm.signIn('tech@north.test');
  const { staff } = (await technician('GET', '/api/staff')).body;
  expect(staff).toContainEqual({ id: 'user-north-manager', name: 'Malik Osei', role: 'manager' });
  expect(staff.map(({ id }: { id: string }) => id)).not.toContain('user-south-owner');
  expect((await createAsk(crm)('GET', '/api/staff')).status).toBe(401);
});

test('a shop that somebody does not work in cannot be made theirs', async () => {
  const ask = await crm.signIn('owner@north.test');
  const taken = await ask('POST', '/api/auth/organization/set-active', { organizationId: 'shop-south' });
  expect(taken.status).toBeGreaterThanOrEqual(400);
  expect(taken.status).toBeLessThan(500);
  expect((await ask('GET', '/api/clients?q=Jordan')).body.total).toBe(0);
});

test('a role that is taken away is gone at the next request', async () => {
  const ask = await crm.signIn('manager@north.test');
  await crm.connections.authPool.query(`update auth.member set role = 'technician' where user_id = 'user-north-manager'`);
  expect((await ask('GET', '/api/me')).body.role).toBe('technician');
  expect((await ask('POST', '/api/clients', { firstName: 'Late' })).status).toBe(403);
  await crm.connections.authPool.query(`delete from auth.member where user_id = 'user-north-manager'`);
  expect((await ask('GET', '/api/clients')).status).toBe(403);
});

test('a page of somebody else cannot act with the cookie; a script without an origin can', async () => {
  const ask = await crm.signIn('owner@north.test');
  const evil = await ask('POST', '/api/clients', { firstName: 'Forged' }, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' });
  expect(evil).toMatchObject({ status: 403, body: { error: { code: 'forbidden_origin' } } });
  expect((await ask('POST', '/api/clients', { firstName: 'Forged' }, { origin: 'null' })).status).toBe(403);
  expect((await ask('POST', '/api/clients', { firstName: 'Forged' }, { 'sec-fetch-site': 'same-site' })).status).toBe(403);
  const node = await createAsk(crm)(
    'POST',
    '/api/auth/sign-in/email',
    { email: 'tech@north.test', password: 'countersign-demo' },
    { 'sec-fetch-mode': 'cors' },
  );
  expect(node.status).toBe(200);
  expect((await ask('POST', '/api/clients', { firstName: 'Honest' }, { origin: 'http://localhost' })).status).toBe(201);
});
