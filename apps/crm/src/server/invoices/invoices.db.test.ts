import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InvoiceSummary } from '../../shared/invoice.ts';
import type { ServiceView } from '../../shared/service.ts';
import { type Ask, createTestCrm, type TestCrm, withoutLanguage } from '../testing/create-test-crm.ts';
import { withSuperuser } from '../testing/with-superuser.ts';

let crm: TestCrm;
let owner: Ask;
let ask: Ask;
let tech: Ask;
let clientId: string;
let tahoe: string;
let interior: ServiceView;
let ceramic: ServiceView;
beforeAll(async () => {
  crm = await createTestCrm({ countersign: withoutLanguage });
  owner = await crm.signIn('owner@north.test');
  ask = await crm.signIn('manager@north.test');
  tech = await crm.signIn('tech@north.test');
  clientId = (await ask('POST', '/api/clients', { firstName: 'Jordan', lastName: 'Miles', phone: '555-219-8841' })).body.id;
  tahoe = (await ask('POST', '/api/vehicles', { clientId, make: 'Chevrolet', model: 'Tahoe', size: 'xl' })).body.id;
  const { services } = (await ask('GET', '/api/services?limit=200')).body;
  const byName = (name: string) => services.find((service: ServiceView) => service.name === name);
  interior = byName('Full Interior Detail');
  ceramic = byName('Ceramic Coating');
});
afterAll(async () => {
  await crm.close();
  expect(crm.logged).toEqual([]);
});

const NOBODY = '00000000-0000-4000-8000-000000000000';
const lines = () => [{ serviceId: interior.id, priceCents: 20_000 }];
const write = (changes: object = {}) => ask('POST', '/api/invoices', { clientId, vehicleId: tahoe, lines: lines(), ...changes });
const read = async (id: string) => (await ask('GET', `/api/invoices/${id}`)).body;
const issue = (id: string, version = 1) => ask('POST', `/api/invoices/${id}/issue`, { version });
const pay = (id: string, amountCents: number, by: Ask = ask) => by('POST', `/api/invoices/${id}/payments`, { amountCents, method: 'card' });
const refund = (id: string, amountCents: number, by: Ask = ask, more: object = {}) => by('POST', `/api/invoices/${id}/refunds`, { amountCents, ...more });

/** An issued invoice over $200.00. */
async function open(changes: object = {}) {
  const { body } = await write(changes);
  return (await issue(body.id)).body;
}
async function paid(changes: object = {}) {
  const invoice = await open(changes);
  return (await pay(invoice.id, invoice.totalCents)).body;
}
async function acceptedQuote() {
  const { body } = await ask('POST', '/api/quotes', {
    clientId,
    vehicleId: tahoe,
    lines: [{ serviceId: interior.id, priceCents: 12_345 }, { serviceId: ceramic.id }],
    discount: '10%',
  });
  await ask('POST', `/api/quotes/${body.id}/status`, { version: 1, status: 'sent' });
  return (await ask('POST', `/api/quotes/${body.id}/status`, { version: 2, status: 'accepted' })).body;
}

describe('writing', () => {
  test('a draft has prices of the catalogue, the next number, and is due in two weeks of the shop', async () => {
    const [latest] = (await ask('GET', '/api/invoices?limit=1')).body.invoices;
    const { status, body } = await write({ lines: [{ serviceId: interior.id }, { serviceId: ceramic.id }], discount: '$25', notes: '' });
    const subtotalCents = interior.xlCents + ceramic.xlCents;
    expect(status).toBe(201);
    expect(body).toMatchObject({
      number: latest.number + 1,
      status: 'draft',
      clientName: 'Jordan Miles',
      vehicleName: 'Chevrolet Tahoe',
      subtotalCents,
      discountCents: 2_500,
      totalCents: subtotalCents - 2_500,
      paidCents: 0,
      balanceCents: 0,
      issuedOn: null,
      currency: 'USD',
      payments: [],
      version: 1,
    });
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(new Date());
    expect((Date.parse(body.dueOn) - Date.parse(today)) / 86_400_000).toBe(14);
    expect(await read(body.id)).toEqual(body);
  });

  test('from a quote it takes over client, vehicle, lines as they were priced, and the discount; once', async () => {
    const quote = await acceptedQuote();
    const created = await ask('POST', '/api/invoices', { quoteId: quote.id });
    expect(created).toMatchObject({
      status: 201,
      body: {
        quoteId: quote.id,
        quoteNumber: quote.number,
        clientId,
        vehicleId: tahoe,
        lines: quote.lines,
        discount: quote.discount,
        totalCents: quote.totalCents,
      },
    });
    const again = await ask('POST', '/api/invoices', { quoteId: quote.id });
    expect(again).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining(`invoice ${created.body.number}`) } } });
    await ask('POST', `/api/invoices/${created.body.id}/void`, { version: 1 });
    expect((await ask('POST', '/api/invoices', { quoteId: quote.id })).status).toBe(201);
  });

  test('of many who bill one quote at the same moment one does, and no number is lost', async () => {
    const quote = await acceptedQuote();
    const before = (await write()).body.number;
    const all = await Promise.all(Array.from({ length: 5 }, () => ask('POST', '/api/invoices', { quoteId: quote.id })));
    expect(all.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect((await write()).body.number).toBe(before + 2);
  });

  test('a quote nobody has in hand, or that was declined, is not billed', async () => {
    const { body } = await ask('POST', '/api/quotes', { clientId, vehicleId: tahoe, lines: lines() });
    expect(await ask('POST', '/api/invoices', { quoteId: body.id })).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining('draft') } },
    });
    await ask('POST', `/api/quotes/${body.id}/status`, { version: 1, status: 'sent' });
    await ask('POST', `/api/quotes/${body.id}/status`, { version: 2, status: 'declined' });
    expect((await ask('POST', '/api/invoices', { quoteId: body.id })).status).toBe(409);
  });

  test('from a job it takes over what was agreed, and its quote is billed with it', async () => {
    const quote = await acceptedQuote();
    const day = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
    const planned = await ask('POST', '/api/jobs', { quoteId: quote.id, startsAt: `${day}T09:00` });
    expect(planned.status, JSON.stringify(planned.body)).toBe(201);
    const job = planned.body;
    const created = await ask('POST', '/api/invoices', { jobId: job.id });
    expect(created).toMatchObject({
      status: 201,
      body: { jobId: job.id, quoteId: quote.id, lines: job.lines, totalCents: job.totalCents, clientId, vehicleId: tahoe },
    });
    for (const again of [{ jobId: job.id }, { quoteId: quote.id }]) expect((await ask('POST', '/api/invoices', again)).status).toBe(409);
    const other = await acceptedQuote();
    expect((await ask('POST', '/api/invoices', { jobId: job.id, quoteId: other.id })).status).toBe(422);
    await ask('POST', `/api/invoices/${created.body.id}/void`, { version: 1 });
    await ask('POST', `/api/jobs/${job.id}/status`, { version: job.version, status: 'cancelled' });
    expect(await ask('POST', '/api/invoices', { jobId: job.id })).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining('called off') } },
    });
  });

  test('without a vehicle every line says its price', async () => {
    expect(await write({ vehicleId: '', lines: [...lines(), { serviceId: ceramic.id }] })).toMatchObject({
      status: 422,
      body: { error: { details: { issues: [{ path: 'lines.1.priceCents' }] } } },
    });
    expect(await write({ vehicleId: null })).toMatchObject({ status: 201, body: { vehicleId: null, vehicleName: null, totalCents: 20_000 } });
  });

  test('a changed draft has its lines replaced and its total made anew; what is issued stays as it is', async () => {
    const { body } = await write();
    const changed = await ask('PATCH', `/api/invoices/${body.id}`, { version: 1, lines: [{ serviceId: ceramic.id }], discount: '50%' });
    expect(changed).toMatchObject({ status: 200, body: { totalCents: ceramic.xlCents / 2, lines: [{ name: 'Ceramic Coating' }], version: 2 } });
    expect((await ask('PATCH', `/api/invoices/${body.id}`, { version: 1, notes: 'late' })).status).toBe(409);
    const both = await Promise.all(['a', 'b'].map((notes) => ask('PATCH', `/api/invoices/${body.id}`, { version: 2, notes })));
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
    await issue(body.id, 3);
    expect(await ask('PATCH', `/api/invoices/${body.id}`, { version: 4, notes: 'no' })).toMatchObject({
      status: 409,
      body: { error: { details: { current: { status: 'open' } } } },
    });
  });

  test.each([
    ['nothing', { clientId: undefined, lines: undefined }],
    ['no client', { clientId: undefined }],
    ['no line', { lines: [] }],
    ['an unknown service', { lines: [{ serviceId: NOBODY }] }],
    ['a price below nothing', { lines: [{ serviceId: NOBODY, priceCents: -1 }] }],
    ['a discount in words', { discount: 'a lot' }],
    ['a day that is none', { dueOn: '2026-02-30' }],
    ['a status of its own', { status: 'paid' }],
    ['sums of its own', { paidCents: 20_000 }],
    ['a number of its own', { number: 7 }],
    ['too many lines', { lines: Array.from({ length: 31 }, () => ({ serviceId: NOBODY })) }],
  ])('%s is refused', async (_name, wrong) => {
    expect(await write(wrong)).toMatchObject({ status: 422, body: { error: { code: 'invalid_input' } } });
  });

  test("another client's vehicle, and another client than the quote's, are refused where they were chosen", async () => {
    const [other] = (await ask('GET', '/api/vehicles?q=hannah%20cole')).body.vehicles;
    expect(await write({ vehicleId: other.id })).toMatchObject({ status: 422, body: { error: { details: { issues: [{ path: 'vehicleId' }] } } } });
    const quote = await acceptedQuote();
    expect(await ask('POST', '/api/invoices', { quoteId: quote.id, clientId: other.clientId })).toMatchObject({
      status: 422,
      body: { error: { details: { issues: [{ path: 'clientId' }] } } },
    });
    expect((await ask('POST', '/api/invoices', { quoteId: NOBODY })).status).toBe(404);
  });
});

describe('issuing and voiding', () => {
  test('a draft is issued once and is owed from then on', async () => {
    const { body } = await write();
    const both = await Promise.all([issue(body.id), issue(body.id)]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect(await read(body.id)).toMatchObject({ status: 'open', balanceCents: 20_000, issuedOn: expect.any(String), version: 2 });
  });

  test('what comes to nothing is paid at once, and what would be due in the past is not issued', async () => {
    expect(await open({ discount: '100%' })).toMatchObject({ status: 'paid', totalCents: 0, balanceCents: 0 });
    const { body } = await write({ dueOn: '2020-01-31' });
    expect(await issue(body.id)).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining('due in the past') } } });
    expect((await read(body.id)).status).toBe('draft');
  });

  test('an invoice that holds money is not voided before it was given back', async () => {
    const invoice = await open();
    await pay(invoice.id, 5_000);
    const refused = await ask('POST', `/api/invoices/${invoice.id}/void`, { version: 3 });
    expect(refused).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining('Refund') } } });
    await refund(invoice.id, 5_000);
    expect((await ask('POST', `/api/invoices/${invoice.id}/void`, { version: 4 })).body).toMatchObject({ status: 'void', balanceCents: 0 });
    expect((await pay(invoice.id, 100)).status).toBe(409);
    expect((await ask('POST', `/api/invoices/${invoice.id}/void`, { version: 5 })).status).toBe(409);
  });
});

describe('payments', () => {
  test('the last of what is owed makes it paid; more than is owed is refused', async () => {
    const invoice = await open();
    const part = await ask('POST', `/api/invoices/${invoice.id}/payments`, { amountCents: 15_000, method: 'check', reason: 'No. 118' });
    expect(part).toMatchObject({ status: 201, body: { status: 'open', paidCents: 15_000, balanceCents: 5_000 } });
    expect(await pay(invoice.id, 5_001)).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining('$50.00') } } });
    expect((await pay(invoice.id, 5_000)).body).toMatchObject({
      status: 'paid',
      balanceCents: 0,
      payments: [
        { kind: 'payment', method: 'check', amountCents: 15_000, by: 'Malik Osei', reason: 'No. 118' },
        { kind: 'payment', method: 'card', amountCents: 5_000, reason: null },
      ],
    });
    expect((await pay(invoice.id, 1)).status).toBe(409);
  });

  test('a draft takes no money', async () => {
    const { body } = await write();
    expect(await pay(body.id, 100)).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining('draft') } } });
  });

  test('many payments at once never come to more than is owed', async () => {
    const invoice = await open();
    const all = await Promise.all(Array.from({ length: 6 }, () => pay(invoice.id, 5_000)));
    expect(all.map((answer) => answer.status).sort()).toEqual([201, 201, 201, 201, 409, 409]);
    expect(await read(invoice.id)).toMatchObject({ status: 'paid', paidCents: 20_000, payments: [{}, {}, {}, {}] });
  });

  test('a second click on the same button is no second payment', async () => {
    const invoice = await open();
    const click = () => ask('POST', `/api/invoices/${invoice.id}/payments`, { amountCents: 5_000, method: 'cash', version: invoice.version });
    const both = await Promise.all([click(), click()]);
    expect(both.map((answer) => answer.status).sort()).toEqual([201, 409]);
    expect((await read(invoice.id)).paidCents).toBe(5_000);
  });

  test.each([
    ['nothing', {}],
    ['no amount', { method: 'cash' }],
    ['nothing at all', { amountCents: 0, method: 'cash' }],
    ['less than nothing', { amountCents: -100, method: 'cash' }],
    ['half a cent', { amountCents: 0.5, method: 'cash' }],
    ['an amount in words', { amountCents: '100', method: 'cash' }],
    ['too much for any invoice', { amountCents: 2 ** 40, method: 'cash' }],
    ['a way that is none', { amountCents: 100, method: 'barter' }],
    ['a kind of its own', { amountCents: 100, method: 'cash', kind: 'refund' }],
    ['a NUL in the reason', { amountCents: 100, method: 'cash', reason: 'a\u0000' }],
  ])('a payment of %s is refused', async (_name, wrong) => {
    const invoice = await open();
    expect((await ask('POST', `/api/invoices/${invoice.id}/payments`, wrong)).status).toBe(422);
    expect((await ask('POST', `/api/invoices/${invoice.id}/refunds`, wrong)).status).toBe(422);
    expect((await read(invoice.id)).paidCents).toBe(0);
  });
});

describe('refunds', () => {
  test('money goes back as it was paid, and the debt does not come back', async () => {
    const invoice = await paid();
    expect(await refund(invoice.id, 4_000, ask, { reason: 'Streaks' })).toMatchObject({
      status: 201,
      body: {
        status: 'paid',
        paidCents: 20_000,
        refundedCents: 4_000,
        balanceCents: 0,
        payments: [{ kind: 'payment' }, { kind: 'refund', method: 'card', amountCents: 4_000, reason: 'Streaks', by: 'Malik Osei' }],
      },
    });
  });

  test('a manager gives back up to the limit of an invoice, in one refund or in several; an owner gives back the rest', async () => {
    const invoice = await paid();
    expect(await refund(invoice.id, 10_001)).toMatchObject({
      status: 403,
      body: { error: { code: 'permission_denied', message: expect.stringMatching(/up to \$100\.00.*only an owner/) } },
    });
    expect((await refund(invoice.id, 6_000)).status).toBe(201);
    expect((await refund(invoice.id, 6_000)).status).toBe(403);
    expect((await refund(invoice.id, 4_000)).status).toBe(201);
    expect((await refund(invoice.id, 1)).status).toBe(403);
    expect(await refund(invoice.id, 10_001, owner)).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining('Only $100.00') } } });
    expect((await refund(invoice.id, 10_000, owner)).body).toMatchObject({ refundedCents: 20_000, status: 'paid' });
    expect(await refund(invoice.id, 1, owner)).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining('all of it was refunded') } } });
  });

  test('nothing is given back of what was not paid', async () => {
    const invoice = await open();
    expect(await refund(invoice.id, 100)).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining('nothing was paid') } } });
    await pay(invoice.id, 5_000);
    expect((await refund(invoice.id, 5_001)).status).toBe(409);
  });

  test('many refunds at once never give back more than was paid, and those of a manager never more than the limit', async () => {
    const invoice = await paid();
    const owners = await Promise.all(Array.from({ length: 8 }, () => refund(invoice.id, 6_000, owner)));
    expect(owners.map((answer) => answer.status).sort()).toEqual([201, 201, 201, 409, 409, 409, 409, 409]);
    expect(await read(invoice.id)).toMatchObject({ refundedCents: 18_000, payments: [{}, {}, {}, {}] });
    const other = await paid();
    const managers = await Promise.all(Array.from({ length: 8 }, () => refund(other.id, 3_000)));
    expect(managers.filter((answer) => answer.status === 201)).toHaveLength(3);
    expect(await read(other.id)).toMatchObject({ refundedCents: 9_000 });
  });

  test('the database itself refuses sums that cannot be, whatever code forgets', async () => {
    const invoice = await paid();
    const tries = [
      'refunded_cents = paid_cents + 1',
      'paid_cents = total_cents + 1',
      "status = 'open'",
      "status = 'draft'",
      "status = 'void'",
      'refunded_cents = -1',
    ];
    for (const change of tries) {
      const statement = `update crm.invoices set ${change} where id = '${invoice.id}'`;
      await expect(
        withSuperuser(crm.database, (sql) => sql(statement)),
        change,
      ).rejects.toThrow(/check constraint/);
    }
  });
});

describe('finding', () => {
  const list = async (query: string): Promise<InvoiceSummary[]> => (await ask('GET', `/api/invoices?limit=200&${query}`)).body.invoices;

  test('an invoice is found by its number, its client and its vehicle, also one without a vehicle', async () => {
    const { id, number } = await open();
    for (const q of [String(number), `#${number}`, 'jordan tahoe', 'jordn']) {
      expect(
        (await list(`q=${encodeURIComponent(q)}`)).map((invoice) => invoice.id),
        q,
      ).toContain(id);
    }
    const without = await open({ vehicleId: null });
    expect((await list('q=jordan')).map((invoice) => invoice.id)).toContain(without.id);
    expect((await list('q=1042')).map((invoice) => invoice.number)).toEqual([1042]);
  });

  test('the states take the list apart, the overdue are among the open, and what is owed is summed up', async () => {
    const totals = await Promise.all(
      ['draft', 'open', 'paid', 'void'].map(async (status) => (await ask('GET', `/api/invoices?limit=1&status=${status}`)).body.total),
    );
    const all = (await ask('GET', '/api/invoices?limit=200')).body;
    expect(totals.reduce((sum, total) => sum + total, 0)).toBe(all.total);
    const openOnes = (await ask('GET', '/api/invoices?limit=200&status=open')).body;
    const overdue = (await ask('GET', '/api/invoices?limit=200&status=overdue&sort=dueOn')).body;
    expect(overdue.invoices.map((invoice: InvoiceSummary) => invoice.id).sort()).toEqual(
      openOnes.invoices.flatMap((invoice: InvoiceSummary) => (invoice.isOverdue ? [invoice.id] : [])).sort(),
    );
    expect(overdue.total).toBeGreaterThanOrEqual(8);
    const sum = (invoices: InvoiceSummary[]) => invoices.reduce((cents, invoice) => cents + invoice.balanceCents, 0);
    expect(overdue.balanceCents).toBe(sum(overdue.invoices));
    expect(all.balanceCents).toBe(openOnes.balanceCents);
    expect(sum(openOnes.invoices)).toBe(openOnes.balanceCents);
  });

  test('more than thirty days overdue is what it says', async () => {
    const overdue = await list('status=overdue');
    const late = await list('minDaysOverdue=31');
    expect(late.length).toBeGreaterThanOrEqual(3);
    expect(late.length).toBeLessThan(overdue.length);
    expect(late.map((invoice) => invoice.id).sort()).toEqual(overdue.flatMap((invoice) => (invoice.daysOverdue > 30 ? [invoice.id] : [])).sort());
    expect(await list('minDaysOverdue=1')).toHaveLength(overdue.length);
  });

  test.each(['number', '-number', 'client', '-client', 'dueOn', '-dueOn', 'totalCents', '-totalCents', 'balanceCents', '-balanceCents'])(
    'sorted by %s, pages hold every invoice once and in order',
    async (sort) => {
      const seen: InvoiceSummary[] = [];
      let cursor = '';
      do {
        const { body } = await ask('GET', `/api/invoices?sort=${sort}&limit=60${cursor && `&cursor=${cursor}`}`);
        seen.push(...body.invoices);
        cursor = body.next ?? '';
        if (!cursor) expect(seen.length).toBe(body.total);
      } while (cursor);
      expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
      if (sort.endsWith('client')) return;
      const values = seen.map((invoice) => invoice[sort.replace('-', '') as 'number' | 'dueOn' | 'totalCents' | 'balanceCents']);
      const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      expect(values).toEqual(sort.startsWith('-') ? sorted.reverse() : sorted);
    },
  );

  test.each(['status=late', 'minDaysOverdue=0', 'minDaysOverdue=x', 'sort=name', 'clientId=1', 'limit=0', 'q=%00', 'page=2', 'cursor='])(
    'the query %s is refused',
    async (query) => {
      expect([400, 422]).toContain((await ask('GET', `/api/invoices?${query}`)).status);
    },
  );

  test.each(['x', NOBODY, "'; drop table crm.invoices; --", '%00'])('an invoice called %s does not exist', async (id) => {
    const path = `/api/invoices/${encodeURIComponent(id)}`;
    for (const [method, tail, body] of [
      ['GET', '', undefined],
      ['PATCH', '', { version: 1 }],
      ['POST', '/issue', { version: 1 }],
      ['POST', '/void', { version: 1 }],
      ['POST', '/payments', { amountCents: 1, method: 'cash' }],
      ['POST', '/refunds', { amountCents: 1 }],
      ['GET', '/reminder?channel=sms', undefined],
      ['POST', '/reminder', { channel: 'sms' }],
    ] as const) {
      expect((await ask(method, `${path}${tail}`, body)).status, `${method} ${tail}`).toBe(404);
    }
  });

  test('what the one Nguyen owes: two invoices, one of them overdue', async () => {
    const { clients } = (await ask('GET', '/api/clients?q=nguyen')).body;
    expect(clients).toHaveLength(1);
    const { body } = await ask('GET', `/api/invoices/balance/${clients[0].id}`);
    expect(body).toMatchObject({ clientName: 'Mai Nguyen', currency: 'USD', invoices: [{ isOverdue: true }, { isOverdue: false }] });
    expect(body.overdueCents).toBe(body.invoices[0].balanceCents);
    expect(body.balanceCents).toBe(body.invoices[0].balanceCents + body.invoices[1].balanceCents);
    expect((await ask('GET', `/api/invoices/balance/${NOBODY}`)).status).toBe(404);
  });
});

test('what was done is on record, with the sums of that moment', async () => {
  const invoice = await paid();
  await refund(invoice.id, 4_000);
  const { activity } = (await ask('GET', `/api/activity?recordType=invoice&recordId=${invoice.id}`)).body;
  const name = `invoice ${invoice.number} for Jordan Miles`;
  expect(activity.map((entry: { summary: string }) => entry.summary)).toEqual([
    `Refunded $40.00 on ${name}`,
    `Recorded $200.00 (card) on ${name}`,
    `Issued ${name} over $200.00`,
    `Wrote ${name}`,
  ]);
  expect((await tech('GET', `/api/activity?recordType=invoice&recordId=${invoice.id}`)).status).toBe(403);
  const seen = (await tech('GET', `/api/activity?recordType=client&recordId=${clientId}&limit=100`)).body.activity;
  expect(seen.filter((entry: { recordType: string }) => entry.recordType === 'invoice')).toEqual([]);
});

test('a technician sees no invoice and does nothing with one', async () => {
  const { id } = await paid();
  const body = { amountCents: 100, method: 'cash' };
  for (const [method, path, input] of [
    ['GET', '/api/invoices', undefined],
    ['GET', `/api/invoices/${id}`, undefined],
    ['GET', `/api/invoices/balance/${clientId}`, undefined],
    ['GET', `/api/invoices/${id}/reminder?channel=sms`, undefined],
    ['POST', '/api/invoices', { clientId, vehicleId: tahoe, lines: lines() }],
    ['PATCH', `/api/invoices/${id}`, { version: 1, notes: 'x' }],
    ['POST', `/api/invoices/${id}/issue`, { version: 1 }],
    ['POST', `/api/invoices/${id}/void`, { version: 1 }],
    ['POST', `/api/invoices/${id}/payments`, body],
    ['POST', `/api/invoices/${id}/refunds`, { amountCents: 100 }],
    ['POST', `/api/invoices/${id}/reminder`, { channel: 'sms' }],
  ] as const) {
    expect(await tech(method, path, input), `${method} ${path}`).toMatchObject({ status: 403, body: { error: { code: 'permission_denied' } } });
  }
});

test("North reaches none of South's invoices and bills none of its quotes, cars or services", async () => {
  const south = await crm.signIn('owner@south.test');
  const [invoice] = (await south('GET', '/api/invoices?limit=1&status=paid')).body.invoices;
  expect((await owner('GET', `/api/invoices/${invoice.id}`)).status).toBe(404);
  expect((await refund(invoice.id, 100, owner)).status).toBe(404);
  expect((await pay(invoice.id, 100, owner)).status).toBe(404);
  expect((await owner('GET', `/api/invoices/balance/${invoice.clientId}`)).status).toBe(404);
  const [quote] = (await south('GET', '/api/quotes?limit=1&status=accepted')).body.quotes;
  expect((await owner('POST', '/api/invoices', { quoteId: quote.id })).status).toBe(404);
  expect((await write({ clientId: invoice.clientId, vehicleId: invoice.vehicleId })).status).toBe(404);
});

test('the sums that are kept are what lines, discount, payments and refunds come to, for every invoice there is', async () => {
  const wrong = await withSuperuser(crm.database, (sql) =>
    sql(`select i.number from crm.invoices i
      join (select tenant_id, invoice_id, sum(price_cents) as sum from crm.invoice_lines group by 1, 2) l on l.tenant_id = i.tenant_id and l.invoice_id = i.id
      left join (select tenant_id, invoice_id, sum(amount_cents) filter (where kind = 'payment') as paid, sum(amount_cents) filter (where kind = 'refund') as refunded
        from crm.payments group by 1, 2) p on p.tenant_id = i.tenant_id and p.invoice_id = i.id
      where i.paid_cents <> coalesce(p.paid, 0) or i.refunded_cents <> coalesce(p.refunded, 0)
        or i.total_cents <> l.sum - case i.discount_kind when 'percent' then floor((l.sum * i.discount_value + 5000) / 10000)
          when 'amount' then least(i.discount_value, l.sum) else 0 end`),
  );
  expect(wrong).toEqual([]);
});
