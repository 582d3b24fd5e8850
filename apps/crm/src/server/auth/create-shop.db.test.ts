import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAsk, createTestCrm, type TestCrm, withoutLanguage } from '../testing/create-test-crm.ts';
import { CreateShop, createShop } from './create-shop.ts';

let crm: TestCrm;
beforeAll(async () => {
  crm = await createTestCrm({ countersign: withoutLanguage });
});
afterAll(() => crm.close());

const input = CreateShop.parse({
  name: 'Shine & Co',
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  ownerName: 'Ann Lee',
  ownerEmail: 'Ann@Shine.test',
  ownerPassword: 'long enough a password',
});

test('a new shop has an owner who signs in, an empty list of clients, and can begin', async () => {
  await createShop(crm.connections.authPool, input);
  const signIn = await createAsk(crm)('POST', '/api/auth/sign-in/email', { email: 'ann@shine.test', password: input.ownerPassword });
  expect(signIn.status).toBe(200);
  const cookie = signIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const ask = createAsk(crm, cookie);
  expect((await ask('GET', '/api/me')).body).toMatchObject({ role: 'owner', shop: { name: 'Shine & Co', timeZone: 'Europe/Berlin', currency: 'EUR' } });
  expect((await ask('GET', '/api/clients')).body.total).toBe(0);
  expect((await ask('POST', '/api/clients', { firstName: 'First' })).status).toBe(201);
});

test('an address that signs in already founds nothing', async () => {
  const countShops = () => crm.connections.authPool.query('select count(*)::int as shops from auth.organization').then(({ rows }) => rows[0].shops);
  const before = await countShops();
  await expect(createShop(crm.connections.authPool, { ...input, ownerEmail: 'owner@north.test' })).rejects.toMatchObject({ code: 'conflict' });
  expect(await countShops()).toBe(before);
});

test.each([
  ['a time zone that is none', { timeZone: 'Mars/Olympus' }],
  ['a short password', { ownerPassword: 'short' }],
  ['no address', { ownerEmail: 'ann' }],
])('%s is refused', (_title, wrong) => {
  expect(CreateShop.safeParse({ ...input, ...wrong }).success).toBe(false);
});
