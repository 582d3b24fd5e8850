import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ServiceView } from '../../shared/service.ts';
import { type Ask, createTestCrm, type TestCrm, withoutLanguage } from '../testing/create-test-crm.ts';

let crm: TestCrm;
let ask: Ask;
let tech: Ask;
beforeAll(async () => {
  crm = await createTestCrm({ countersign: withoutLanguage });
  ask = await crm.signIn('manager@north.test');
  tech = await crm.signIn('tech@north.test');
});
afterAll(async () => {
  await crm.close();
  expect(crm.logged).toEqual([]);
});

const polish = { name: 'Hand Polish', durationMinutes: 90, smallCents: 9_000, mediumCents: 10_000, largeCents: 12_000, xlCents: 14_000 };

test('a service is added, read and changed, and its version counts', async () => {
  const created = await ask('POST', '/api/services', { ...polish, durationMinutes: '90', description: '' });
  expect(created).toMatchObject({ status: 201, body: { ...polish, description: null, isActive: true, version: 1 } });
  const { id } = created.body;
  expect((await tech('GET', `/api/services/${id}`)).body).toEqual(created.body);
  expect((await ask('PATCH', `/api/services/${id}`, { version: 1, xlCents: 15_000, isActive: false })).body).toMatchObject({
    xlCents: 15_000,
    smallCents: 9_000,
    isActive: false,
    version: 2,
  });
  expect(await ask('PATCH', `/api/services/${id}`, { version: 1, xlCents: 1 })).toMatchObject({
    status: 409,
    body: { error: { details: { current: { xlCents: 15_000 } } } },
  });
});

test('two services cannot have one name, however it is written', async () => {
  const taken = { status: 422, body: { error: { code: 'invalid_input', details: { issues: [{ path: 'name' }] } } } };
  expect(await ask('POST', '/api/services', { ...polish, name: ' full DETAIL ' })).toMatchObject(taken);
  const { body } = await ask('POST', '/api/services', { ...polish, name: 'Wax by Hand' });
  expect(await ask('PATCH', `/api/services/${body.id}`, { version: 1, name: 'Full Detail' })).toMatchObject(taken);
  const both = await Promise.all([1, 2].map(() => ask('POST', '/api/services', { ...polish, name: 'Race' })));
  expect(both.map((answer) => answer.status).sort()).toEqual([201, 422]);
});

test('a technician reads the catalogue and changes nothing of it', async () => {
  const [service] = (await tech('GET', '/api/services?limit=1')).body.services;
  expect((await tech('POST', '/api/services', { ...polish, name: 'Mine' })).status).toBe(403);
  expect((await tech('PATCH', `/api/services/${service.id}`, { version: 1, smallCents: 1 })).status).toBe(403);
});

test.each([
  ['no name', { name: '' }],
  ['half a cent', { smallCents: 10.5 }],
  ['a price below nothing', { xlCents: -1 }],
  ['a price beyond all', { xlCents: 2 ** 40 }],
  ['a price in words', { mediumCents: '100' }],
  ['no time at all', { durationMinutes: 0 }],
  ['a time in words', { durationMinutes: 'long' }],
  ['no duration', { durationMinutes: '' }],
  ['an unknown field', { tenantId: 'shop-south' }],
])('%s is refused', async (_name, wrong) => {
  expect((await ask('POST', '/api/services', { ...polish, name: 'Wrong', ...wrong })).status).toBe(422);
});

test('the list is searched, filtered, sorted and paged', async () => {
  const list = async (query: string): Promise<ServiceView[]> => (await ask('GET', `/api/services?${query}`)).body.services;
  expect((await list('q=interior%20detail')).map(({ name }) => name)).toContain('Full Interior Detail');
  expect((await list('q=cermic')).map(({ name }) => name)).toEqual(['Ceramic Coating', 'Five-Year Ceramic Coating']);
  expect((await list('state=inactive')).every((service) => !service.isActive)).toBe(true);
  expect((await list('state=active')).length).toBeGreaterThanOrEqual(15);
  const seen: ServiceView[] = [];
  let cursor = '';
  do {
    const { body } = await ask('GET', `/api/services?sort=-mediumCents&limit=7${cursor && `&cursor=${cursor}`}`);
    seen.push(...body.services);
    cursor = body.next ?? '';
    if (!cursor) expect(seen.length).toBe(body.total);
  } while (cursor);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
  const prices = seen.map(({ mediumCents }) => mediumCents);
  expect(prices).toEqual(prices.toSorted((a, b) => b - a));
  expect((await ask('GET', '/api/services?state=gone')).status).toBe(422);
});

test("North reaches none of South's services", async () => {
  const south = await crm.signIn('owner@south.test');
  const [service] = (await south('GET', '/api/services?limit=1')).body.services;
  expect((await ask('GET', `/api/services/${service.id}`)).status).toBe(404);
  expect((await ask('PATCH', `/api/services/${service.id}`, { version: 1, smallCents: 1 })).status).toBe(404);
});
