import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { QuoteSummary } from '../../shared/quote.ts';
import type { ServiceView } from '../../shared/service.ts';
import { type Ask, createTestCrm, type TestCrm, withoutLanguage } from '../testing/create-test-crm.ts';
import { withSuperuser } from '../testing/with-superuser.ts';

let crm: TestCrm;
let ask: Ask;
let tech: Ask;
let clientId: string;
let tahoe: string;
let civic: string;
let interior: ServiceView;
let ceramic: ServiceView;
beforeAll(async () => {
  crm = await createTestCrm({ countersign: withoutLanguage });
  ask = await crm.signIn('manager@north.test');
  tech = await crm.signIn('tech@north.test');
  clientId = (await ask('POST', '/api/clients', { firstName: 'Jordan', lastName: 'Miles' })).body.id;
  const add = async (make: string, model: string, size: string) => (await ask('POST', '/api/vehicles', { clientId, make, model, size })).body.id;
  tahoe = await add('Chevrolet', 'Tahoe', 'xl');
  civic = await add('Honda', 'Civic', 'small');
  const { services } = (await ask('GET', '/api/services?limit=200')).body;
  const byName = (name: string) => services.find((service: ServiceView) => service.name === name);
  interior = byName('Full Interior Detail');
  ceramic = byName('Ceramic Coating');
});
afterAll(async () => {
  await crm.close();
  expect(crm.logged).toEqual([]);
});

const lines = () => [{ serviceId: interior.id }, { serviceId: ceramic.id }];
const write = (changes: object = {}) => ask('POST', '/api/quotes', { clientId, vehicleId: tahoe, lines: lines(), ...changes });
const mark = (id: string, version: number, status: string) => ask('POST', `/api/quotes/${id}/status`, { version, status });

describe('writing', () => {
  test('lines are priced for the size of the vehicle, the discount counts, and the number is the next one', async () => {
    const [latest] = (await ask('GET', '/api/quotes?limit=1')).body.quotes;
    const created = await write({ discount: '10%', notes: '' });
    const subtotalCents = interior.xlCents + ceramic.xlCents;
    expect(created).toMatchObject({
      status: 201,
      body: {
        number: latest.number + 1,
        status: 'draft',
        clientName: 'Jordan Miles',
        vehicleName: 'Chevrolet Tahoe',
        lines: [
          { serviceId: interior.id, name: 'Full Interior Detail', priceCents: interior.xlCents },
          { serviceId: ceramic.id, name: 'Ceramic Coating', priceCents: ceramic.xlCents },
        ],
        discount: { kind: 'percent', percent: 10 },
        subtotalCents,
        discountCents: subtotalCents / 10,
        totalCents: subtotalCents * 0.9,
        sentAt: null,
        version: 1,
      },
    });
    expect((await ask('GET', `/api/quotes/${created.body.id}`)).body).toEqual(created.body);
  });

  test('quotes written at once have numbers of their own, without a gap', async () => {
    const numbers = (await Promise.all(Array.from({ length: 6 }, () => write()))).map((answer) => answer.body.number).sort();
    expect(numbers).toEqual(Array.from({ length: 6 }, (_, index) => numbers[0] + index));
    expect((await write({ vehicleId: '00000000-0000-4000-8000-000000000000' })).status).toBe(404);
    expect((await write()).body.number).toBe(numbers[5] + 1);
  });

  test('a price keeps what it was when the catalogue changes, and one that is given stands', async () => {
    const { body } = await write({ lines: [{ serviceId: interior.id, priceCents: 12_345 }, { serviceId: ceramic.id }] });
    const dearer = await ask('PATCH', `/api/services/${ceramic.id}`, { version: ceramic.version, xlCents: ceramic.xlCents + 10_000 });
    expect((await ask('GET', `/api/quotes/${body.id}`)).body.lines.map((line: { priceCents: number }) => line.priceCents)).toEqual([12_345, ceramic.xlCents]);
    ceramic = dearer.body;
  });

  test('a changed draft has its lines replaced and its total made anew', async () => {
    const { body } = await write({ discount: { kind: 'amount', cents: 5_000 } });
    const changed = await ask('PATCH', `/api/quotes/${body.id}`, { version: 1, vehicleId: civic, lines: [{ serviceId: ceramic.id }] });
    expect(changed).toMatchObject({
      status: 200,
      body: {
        vehicleName: 'Honda Civic',
        lines: [{ priceCents: ceramic.smallCents }],
        totalCents: ceramic.smallCents - 5_000,
        version: 2,
        number: body.number,
      },
    });
    expect((await ask('PATCH', `/api/quotes/${body.id}`, { version: 2, discount: null })).body).toMatchObject({
      discount: null,
      totalCents: ceramic.smallCents,
      version: 3,
    });
    expect(await ask('PATCH', `/api/quotes/${body.id}`, { version: 2, notes: 'late' })).toMatchObject({
      status: 409,
      body: { error: { details: { current: { version: 3, notes: null } } } },
    });
  });

  test('of two changes at the same moment one wins, and no line is left over', async () => {
    const { body } = await write();
    const both = await Promise.all(
      [interior, ceramic].map((service) => ask('PATCH', `/api/quotes/${body.id}`, { version: 1, lines: [{ serviceId: service.id }] })),
    );
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect((await ask('GET', `/api/quotes/${body.id}`)).body.lines).toHaveLength(1);
  });

  test.each([
    ['no line', { lines: [] }],
    ['a line without a service', { lines: [{}] }],
    ['a price below nothing', { lines: [{ serviceId: '00000000-0000-4000-8000-000000000000', priceCents: -1 }] }],
    ['an unknown service', { lines: [{ serviceId: '00000000-0000-4000-8000-000000000000' }] }],
    ['a discount of more than all', { discount: '101%' }],
    ['a discount in words', { discount: 'a lot' }],
    ['a day that is none', { validUntil: '2026-02-30' }],
    ['a status of its own', { status: 'accepted' }],
    ['a number of its own', { number: 7 }],
    ['too many lines', { lines: Array.from({ length: 31 }, () => ({ serviceId: '00000000-0000-4000-8000-000000000000' })) }],
  ])('%s is refused', async (_name, wrong) => {
    expect(await write(wrong)).toMatchObject({ status: 422, body: { error: { code: 'invalid_input' } } });
  });

  test("another client's vehicle and a service that is no longer offered are refused where they were chosen", async () => {
    const [other] = (await ask('GET', '/api/vehicles?q=hannah%20cole')).body.vehicles;
    expect(await write({ vehicleId: other.id })).toMatchObject({ status: 422, body: { error: { details: { issues: [{ path: 'vehicleId' }] } } } });
    const [gone] = (await ask('GET', '/api/services?state=inactive')).body.services;
    expect(await write({ lines: [...lines(), { serviceId: gone.id }] })).toMatchObject({
      status: 422,
      body: { error: { details: { issues: [{ path: 'lines.2.serviceId' }] } } },
    });
  });
});

describe('states', () => {
  test('a draft is sent and answered once; then nothing changes it any more', async () => {
    const { id } = (await write()).body;
    expect((await mark(id, 1, 'accepted')).status).toBe(409);
    expect(await mark(id, 1, 'sent')).toMatchObject({ status: 200, body: { status: 'sent', sentAt: expect.any(String), version: 2 } });
    expect((await ask('PATCH', `/api/quotes/${id}`, { version: 2, notes: 'no' })).status).toBe(409);
    const both = await Promise.all(['accepted', 'declined'].map((status) => mark(id, 2, status)));
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect((await mark(id, 3, 'sent')).status).toBe(409);
    expect((await ask('POST', `/api/quotes/${id}/status`, { version: 3, status: 'draft' })).status).toBe(422);
  });

  test('what was sent and not answered in time has expired by itself, in the record, the list and the filter alike', async () => {
    const { id } = (await write({ validUntil: '2020-01-31' })).body;
    expect((await mark(id, 1, 'sent')).body.status).toBe('expired');
    expect((await mark(id, 2, 'accepted')).status).toBe(409);
    const ids = async (status: string) =>
      (await ask('GET', `/api/quotes?status=${status}&clientId=${clientId}&limit=200`)).body.quotes.map((quote: QuoteSummary) => quote.id);
    expect(await ids('expired')).toContain(id);
    expect(await ids('sent')).not.toContain(id);
  });
});

describe('finding', () => {
  const list = async (query: string): Promise<QuoteSummary[]> => (await ask('GET', `/api/quotes?limit=200&${query}`)).body.quotes;

  test('a quote is found by its number, its client and its vehicle', async () => {
    const { id, number } = (await write()).body;
    for (const q of [String(number), `#${number}`, 'jordan tahoe', 'miles chevrolet']) {
      expect(
        (await list(`q=${encodeURIComponent(q)}`)).map((quote) => quote.id),
        q,
      ).toContain(id);
    }
    expect((await list(`q=${number}`)).map((quote) => quote.id)).toEqual([id]);
    expect((await list(`vehicleId=${tahoe}`)).every((quote) => quote.vehicleId === tahoe)).toBe(true);
  });

  test('the filters take the list apart without a rest, and there are quotes of every state', async () => {
    const all = (await ask('GET', '/api/quotes?limit=1')).body.total;
    const totals = await Promise.all(
      ['draft', 'sent', 'accepted', 'declined', 'expired'].map(async (status) => (await ask('GET', `/api/quotes?limit=1&status=${status}`)).body.total),
    );
    expect(totals.reduce((sum, total) => sum + total, 0)).toBe(all);
    expect(Math.min(...totals)).toBeGreaterThan(2);
    expect(all).toBeGreaterThan(100);
  });

  test.each(['number', '-number', 'client', '-client', 'totalCents', '-totalCents', 'validUntil', '-validUntil'])(
    'sorted by %s, pages hold every quote once and in order',
    async (sort) => {
      const seen: QuoteSummary[] = [];
      let cursor = '';
      do {
        const { body } = await ask('GET', `/api/quotes?sort=${sort}&limit=40${cursor && `&cursor=${cursor}`}`);
        seen.push(...body.quotes);
        cursor = body.next ?? '';
        if (!cursor) expect(seen.length).toBe(body.total);
      } while (cursor);
      expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
      const field = sort.replace('-', '') as 'number' | 'totalCents' | 'validUntil';
      if (sort.endsWith('client')) return;
      const values = seen.map((quote) => quote[field]);
      const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      expect(values).toEqual(sort.startsWith('-') ? sorted.reverse() : sorted);
    },
  );
});

test('a technician sees no quote and writes none', async () => {
  const [quote] = (await ask('GET', '/api/quotes?limit=1')).body.quotes;
  for (const [method, path, body] of [
    ['GET', '/api/quotes', undefined],
    ['GET', `/api/quotes/${quote.id}`, undefined],
    ['POST', '/api/quotes', { clientId, vehicleId: tahoe, lines: lines() }],
    ['PATCH', `/api/quotes/${quote.id}`, { version: 1, notes: 'x' }],
    ['POST', `/api/quotes/${quote.id}/status`, { version: 1, status: 'sent' }],
  ] as const) {
    expect(await tech(method, path, body), `${method} ${path}`).toMatchObject({ status: 403, body: { error: { code: 'permission_denied' } } });
  }
});

test("North reaches none of South's quotes and quotes none of its cars or services", async () => {
  const south = await crm.signIn('owner@south.test');
  const [quote] = (await south('GET', '/api/quotes?limit=1')).body.quotes;
  expect((await ask('GET', `/api/quotes/${quote.id}`)).status).toBe(404);
  expect((await ask('PATCH', `/api/quotes/${quote.id}`, { version: 1, notes: 'x' })).status).toBe(404);
  expect((await mark(quote.id, 1, 'sent')).status).toBe(404);
  expect((await write({ clientId: quote.clientId, vehicleId: quote.vehicleId })).status).toBe(404);
  const [foreign] = (await south('GET', '/api/services?limit=1')).body.services;
  expect((await write({ lines: [{ serviceId: foreign.id }] })).status).toBe(422);
});

test('the total that is kept is what the lines and the discount come to, for every quote there is', async () => {
  const wrong = await withSuperuser(crm.database, (sql) =>
    sql(`select q.number from crm.quotes q
      join (select tenant_id, quote_id, sum(price_cents) as sum from crm.quote_lines group by 1, 2) l on l.tenant_id = q.tenant_id and l.quote_id = q.id
      where q.total_cents <> l.sum - case q.discount_kind when 'percent' then floor((l.sum * q.discount_value + 5000) / 10000)
        when 'amount' then least(q.discount_value, l.sum) else 0 end`),
  );
  expect(wrong).toEqual([]);
});
