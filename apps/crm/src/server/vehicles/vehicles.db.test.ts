import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VehicleView } from '../../shared/vehicle.ts';
import { type Ask, createTestCrm, type TestCrm, withoutLanguage } from '../testing/create-test-crm.ts';

let crm: TestCrm;
let ask: Ask;
let tech: Ask;
let clientId: string;
beforeAll(async () => {
  crm = await createTestCrm({ countersign: withoutLanguage });
  ask = await crm.signIn('owner@north.test');
  tech = await crm.signIn('tech@north.test');
  clientId = (await ask('POST', '/api/clients', { firstName: 'Jordan', lastName: 'Miles' })).body.id;
});
afterAll(async () => {
  await crm.close();
  expect(crm.logged).toEqual([]);
});

const found = async (query: string): Promise<VehicleView[]> => (await ask('GET', `/api/vehicles?${query}`)).body.vehicles;

describe('creating and changing', () => {
  test('a car is added to a client, read and changed, and its version counts', async () => {
    const created = await ask('POST', '/api/vehicles', {
      clientId,
      year: '2021',
      make: ' Chevrolet ',
      model: 'Tahoe',
      color: '',
      plate: 'ktm-4821',
      size: 'xl',
    });
    expect(created).toMatchObject({
      status: 201,
      body: { clientId, clientName: 'Jordan Miles', year: 2021, make: 'Chevrolet', color: null, plate: 'KTM-4821', size: 'xl', version: 1 },
    });
    const { id } = created.body;
    expect((await ask('GET', `/api/vehicles/${id}`)).body).toEqual(created.body);
    expect(await ask('PATCH', `/api/vehicles/${id}`, { version: 1, color: 'Black', year: '' })).toMatchObject({
      status: 200,
      body: { color: 'Black', year: null, plate: 'KTM-4821', version: 2 },
    });
    expect(await ask('PATCH', `/api/vehicles/${id}`, { version: 1, color: 'Red' })).toMatchObject({
      status: 409,
      body: { error: { code: 'conflict', details: { current: { color: 'Black', version: 2 } } } },
    });
  });

  test('of two changes at the same moment one wins', async () => {
    const { body } = await ask('POST', '/api/vehicles', { clientId, make: 'Mazda', model: 'MX-5', size: 'small' });
    const both = await Promise.all(['Red', 'Blue'].map((color) => ask('PATCH', `/api/vehicles/${body.id}`, { version: 1, color })));
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
  });

  test('a technician reads cars and changes none', async () => {
    const [car] = (await tech('GET', '/api/vehicles?limit=1')).body.vehicles;
    expect((await tech('GET', `/api/vehicles/${car.id}`)).status).toBe(200);
    expect((await tech('POST', '/api/vehicles', { clientId, make: 'A', model: 'B', size: 'small' })).status).toBe(403);
    expect((await tech('PATCH', `/api/vehicles/${car.id}`, { version: 1, color: 'Red' })).status).toBe(403);
  });

  test.each([
    ['no client', { clientId: undefined }],
    ['a client that is no id', { clientId: 'x' }],
    ['no make', { make: ' ' }],
    ['a model of two lines', { model: 'a\nb' }],
    ['an unknown size', { size: 'huge' }],
    ['a year before cars', { year: 1620 }],
    ['half a year', { year: 2020.5 }],
    ['a year in words', { year: 'new' }],
    ['a plate with signs', { plate: 'A;B' }],
    ['an unknown field', { tenantId: 'shop-south' }],
  ])('%s is refused', async (_name, wrong) => {
    const answer = await ask('POST', '/api/vehicles', { clientId, make: 'A', model: 'B', size: 'small', ...wrong });
    expect(answer).toMatchObject({ status: 422, body: { error: { code: 'invalid_input' } } });
  });

  test('a client that does not exist has no cars, and an owner is not changed', async () => {
    const car = { make: 'A', model: 'B', size: 'small' };
    expect((await ask('POST', '/api/vehicles', { ...car, clientId: '00000000-0000-4000-8000-000000000000' })).status).toBe(404);
    const { body } = await ask('POST', '/api/vehicles', { ...car, clientId });
    const [other] = (await ask('GET', '/api/clients?q=hannah%20cole')).body.clients;
    expect((await ask('PATCH', `/api/vehicles/${body.id}`, { version: 1, clientId: other.id })).status).toBe(422);
  });
});

describe('finding', () => {
  test('words of the car and of its owner find it, in any order and with a typo', async () => {
    const { body: owner } = await ask('POST', '/api/clients', { firstName: 'Quentin', lastName: 'Falk' });
    const { body: car } = await ask('POST', '/api/vehicles', {
      clientId: owner.id,
      year: 2019,
      make: 'Ford',
      model: 'F-150',
      color: 'Bronze',
      plate: 'QQ 7',
      size: 'xl',
    });
    for (const q of ['quentin f150', 'f-150 falk', 'qq7', 'falk 2019', 'bronze quentin', 'qeuntin ford']) {
      expect(
        (await found(`q=${encodeURIComponent(q)}`)).map(({ id }) => id),
        q,
      ).toEqual([car.id]);
    }
    expect(await found('q=%25')).toEqual([]);
  });

  test("a client's cars are listed alone", async () => {
    const cars = await found(`clientId=${clientId}`);
    expect(cars.length).toBeGreaterThan(0);
    expect(new Set(cars.map((car) => car.clientId))).toEqual(new Set([clientId]));
  });

  test.each(['name', '-name', 'client', '-client', 'year', '-year', 'createdAt', '-createdAt'])(
    'sorted by %s, pages hold every car once and in order',
    async (sort) => {
      const seen: VehicleView[] = [];
      let cursor = '';
      do {
        const { body } = await ask('GET', `/api/vehicles?sort=${sort}&limit=60${cursor && `&cursor=${cursor}`}`);
        seen.push(...body.vehicles);
        cursor = body.next ?? '';
        if (!cursor) expect(seen.length).toBe(body.total);
      } while (cursor);
      expect(new Set(seen.map((car) => car.id)).size).toBe(seen.length);
      expect(seen.length).toBeGreaterThan(150);
      if (!sort.endsWith('year')) return;
      const years = seen.map((car) => car.year ?? 0);
      expect(years).toEqual(years.toSorted((a, b) => (sort === 'year' ? a - b : b - a)));
    },
  );

  test('a cursor of another search, order or client is refused, and so is a forged one', async () => {
    const { body } = await ask('GET', '/api/vehicles?limit=1');
    const forged = Buffer.from(JSON.stringify({ of: JSON.stringify([['', null], 'createdAt']), key: 'never', id: body.vehicles[0].id })).toString('base64url');
    for (const query of [
      `q=x&cursor=${body.next}`,
      `sort=year&cursor=${body.next}`,
      `clientId=${clientId}&cursor=${body.next}`,
      `sort=createdAt&cursor=${forged}`,
    ]) {
      expect((await ask('GET', `/api/vehicles?${query}`)).status, query).toBe(400);
    }
    expect((await ask('GET', '/api/vehicles?sort=plate')).status).toBe(422);
  });
});

test("North reaches none of South's cars and gives none of its own to South's clients", async () => {
  const south = await crm.signIn('owner@south.test');
  const [car] = (await south('GET', '/api/vehicles?limit=1')).body.vehicles;
  expect((await ask('GET', `/api/vehicles/${car.id}`)).status).toBe(404);
  expect((await ask('PATCH', `/api/vehicles/${car.id}`, { version: 1, color: 'Red' })).status).toBe(404);
  expect((await ask('POST', '/api/vehicles', { clientId: car.clientId, make: 'A', model: 'B', size: 'small' })).status).toBe(404);
  expect(await found(`clientId=${car.clientId}`)).toEqual([]);
});
