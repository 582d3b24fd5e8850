import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BayView } from '../../shared/bay.ts';
import type { JobView } from '../../shared/job.ts';
import type { ServiceView } from '../../shared/service.ts';
import { addDays } from '../../shared/wall-clock.ts';
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
let bays: BayView[];
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
  bays = (await ask('GET', '/api/bays')).body.bays;
});
afterAll(async () => {
  await crm.close();
  expect(crm.logged).toEqual([]);
});

const noId = '00000000-0000-4000-8000-000000000000';
/** Every test has a day of its own, in a year in which nothing is planned. */
let lastDay = '2031-01-31';
const freshDay = () => (lastDay = addDays(lastDay, 5));
const job = (changes: object = {}) => ({ clientId, vehicleId: tahoe, lines: [{ serviceId: interior.id }], startsAt: `${freshDay()}T10:00`, ...changes });
const plan = (changes: object = {}) => ask('POST', '/api/jobs', job(changes));
const bay = (index: number): BayView => bays[index] ?? expect.unreachable('North has four bays.');
const mark = (id: string, version: number, status: string, as: Ask = ask) => as('POST', `/api/jobs/${id}/status`, { version, status });
async function quote(status: 'draft' | 'sent' | 'accepted', changes: object = {}) {
  const { body } = await ask('POST', '/api/quotes', { clientId, vehicleId: tahoe, lines: [{ serviceId: interior.id }, { serviceId: ceramic.id }], ...changes });
  if (status !== 'draft') await ask('POST', `/api/quotes/${body.id}/status`, { version: 1, status: 'sent' });
  if (status === 'accepted') await ask('POST', `/api/quotes/${body.id}/status`, { version: 2, status });
  return body;
}

describe('planning', () => {
  test('without a bay the first free one is taken, without a duration what the services take, and the number is the next one', async () => {
    const all = (await ask('GET', '/api/jobs?sort=-number&limit=1')).body;
    const created = await plan({ startsAt: '2030-12-03T10:00', notes: '' });
    expect(created).toMatchObject({
      status: 201,
      body: {
        number: all.jobs[0].number + 1,
        status: 'scheduled',
        clientName: 'Jordan Miles',
        vehicleName: 'Chevrolet Tahoe',
        bayName: 'Bay 1',
        startsAt: '2030-12-03T15:00:00.000Z',
        endsAt: '2030-12-03T18:30:00.000Z',
        startsAtLocal: '2030-12-03T10:00',
        endsAtLocal: '2030-12-03T13:30',
        durationMinutes: interior.durationMinutes,
        lines: [{ serviceId: interior.id, name: 'Full Interior Detail', priceCents: interior.xlCents }],
        totalCents: interior.xlCents,
        quoteId: null,
        notes: null,
        version: 1,
      },
    });
    expect((await ask('GET', `/api/jobs/${created.body.id}`)).body).toEqual(created.body);
    expect((await plan({ startsAt: '2030-12-03T12:00' })).body.bayName).toBe('Bay 2');
    expect((await plan({ startsAt: '2030-12-03T13:30' })).body.bayName).toBe('Bay 1');
  });

  test('when every bay is taken it says so', async () => {
    const startsAt = `${freshDay()}T10:00`;
    for (const { id } of bays) expect((await plan({ startsAt, bayId: id })).status).toBe(201);
    const refused = await plan({ startsAt });
    expect(refused).toMatchObject({
      status: 409,
      body: { error: { code: 'conflict', message: expect.stringMatching(/^No bay is free on .*10:00 AM – 1:30 PM/) } },
    });
  });

  test('from a quote come client, vehicle, services at the prices that were quoted, and the discount', async () => {
    const quoted = await quote('accepted', { discount: '10%', lines: [{ serviceId: interior.id, priceCents: 12_300 }, { serviceId: ceramic.id }] });
    const subtotalCents = 12_300 + ceramic.xlCents;
    expect(await ask('POST', '/api/jobs', { quoteId: quoted.id, startsAt: `${freshDay()}T08:00` })).toMatchObject({
      status: 201,
      body: {
        clientId,
        vehicleId: tahoe,
        quoteId: quoted.id,
        quoteNumber: quoted.number,
        lines: [{ priceCents: 12_300 }, { priceCents: ceramic.xlCents }],
        durationMinutes: interior.durationMinutes + ceramic.durationMinutes,
        discount: { kind: 'percent', percent: 10 },
        subtotalCents,
        totalCents: subtotalCents - Math.floor((subtotalCents * 10 + 50) / 100),
      },
    });
  });

  test('a quote that still holds can be scheduled, one that was declined and one of another client cannot', async () => {
    const startsAt = `${freshDay()}T08:00`;
    expect((await ask('POST', '/api/jobs', { quoteId: (await quote('sent')).id, startsAt })).status).toBe(201);
    expect((await ask('POST', '/api/jobs', { quoteId: (await quote('draft')).id, startsAt })).status).toBe(201);
    const { id } = await quote('sent');
    await ask('POST', `/api/quotes/${id}/status`, { version: 2, status: 'declined' });
    const declined = await ask('POST', '/api/jobs', { quoteId: id, startsAt });
    expect(declined).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining('is declined') } } });
    const [other] = (await ask('GET', '/api/vehicles?q=hannah%20cole')).body.vehicles;
    const foreign = await plan({ quoteId: (await quote('sent')).id, clientId: other.clientId, vehicleId: other.id });
    expect(foreign).toMatchObject({ status: 422, body: { error: { details: { issues: [{ path: 'clientId' }] } } } });
    expect((await ask('POST', '/api/jobs', { quoteId: noId, startsAt })).status).toBe(404);
  });

  test.each([
    ['no start', { startsAt: undefined }],
    ['a start with a zone', { startsAt: '2031-03-01T10:00:00Z' }],
    ['a day that is none', { startsAt: '2031-02-30T10:00' }],
    ['a number as start', { startsAt: 7 }],
    ['less than a quarter of an hour', { durationMinutes: 14 }],
    ['more than three days', { durationMinutes: 4_321 }],
    ['time that runs backwards', { durationMinutes: -60 }],
    ['half a minute', { durationMinutes: 15.5 }],
    ['an end of its own', { endsAt: '2031-03-01T10:00' }],
    ['no service', { lines: [] }],
    ['an unknown service', { lines: [{ serviceId: noId }] }],
    ['too many services', { lines: Array.from({ length: 31 }, () => ({ serviceId: noId })) }],
    ['no client', { clientId: null }],
    ['no vehicle', { vehicleId: undefined }],
    ['an unknown bay', { bayId: noId }],
    ['a bay that is no id', { bayId: 'Bay 1' }],
    ['a status of its own', { status: 'done' }],
    ['a total of its own', { totalCents: 1 }],
    ['control characters', { notes: 'a\u0000b' }],
  ])('%s is refused', async (_name, wrong) => {
    expect(await plan(wrong)).toMatchObject({ status: 422, body: { error: { code: 'invalid_input' } } });
  });

  test('services that take longer than three days ask for a duration', async () => {
    const lines = Array.from({ length: 8 }, () => ({ serviceId: ceramic.id }));
    expect(await plan({ lines })).toMatchObject({ status: 422, body: { error: { details: { issues: [{ path: 'durationMinutes' }] } } } });
    expect((await plan({ lines, durationMinutes: 4_320 })).status).toBe(201);
  });

  test("another client's vehicle is refused where it was chosen", async () => {
    const [other] = (await ask('GET', '/api/vehicles?q=hannah%20cole')).body.vehicles;
    expect(await plan({ vehicleId: other.id })).toMatchObject({ status: 422, body: { error: { details: { issues: [{ path: 'vehicleId' }] } } } });
  });
});

describe('overlaps', () => {
  test('a bay that is taken is refused with its name, the time and the client who has it', async () => {
    const startsAt = '2030-12-10T10:00';
    const first = (await plan({ startsAt, bayId: bay(1).id })).body;
    const second = await plan({ startsAt: '2030-12-10T12:00', bayId: bay(1).id, vehicleId: civic });
    expect(second).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'conflict',
          message: `Bay 2 is taken on Tue, Dec 10, 10:00 AM – 1:30 PM by job ${first.number} for Jordan Miles. Choose another time or bay.`,
          details: { overlaps: { jobId: first.id, bayName: 'Bay 2', clientName: 'Jordan Miles', startsAt: first.startsAt } },
        },
      },
    });
    // What is refused takes no number, and a job may begin when another ends.
    expect((await plan({ startsAt: '2030-12-10T13:30', bayId: bay(1).id })).body.number).toBe(first.number + 1);
  });

  test('of two that plan the same bay at one moment exactly one wins', async () => {
    for (let round = 0; round < 5; round += 1) {
      const startsAt = `${freshDay()}T10:00`;
      const answers = await Promise.all(Array.from({ length: 4 }, (_, index) => plan({ startsAt: startsAt.replace('T10', `T1${index}`), bayId: bay(0).id })));
      expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409]);
    }
  });

  test('those that ask for any bay at one moment each get one of their own', async () => {
    for (let round = 0; round < 3; round += 1) {
      const startsAt = `${freshDay()}T10:00`;
      const answers = await Promise.all(bays.map(() => plan({ startsAt })));
      expect(answers.map((answer) => answer.body.bayName).sort()).toEqual(bays.map(({ name }) => name));
    }
  });

  test('of two that swap their bays at one moment both are refused, and neither waits for ever', async () => {
    const startsAt = `${freshDay()}T10:00`;
    const [a, b] = [(await plan({ startsAt, bayId: bay(0).id })).body, (await plan({ startsAt, bayId: bay(1).id })).body];
    const move = (id: string, bayId: string) => ask('PATCH', `/api/jobs/${id}`, { version: 1, bayId });
    expect((await Promise.all([move(a.id, b.bayId), move(b.id, a.bayId)])).map((answer) => answer.status)).toEqual([409, 409]);
  });

  test('the database itself refuses an overlap, whoever writes it', async () => {
    const { id } = (await plan()).body;
    const copy = `insert into crm.jobs (tenant_id, id, number, client_id, vehicle_id, bay_id, starts_at, ends_at, status, total_cents, closed_at)
      select tenant_id, gen_random_uuid(), number + 100000, client_id, vehicle_id, bay_id, starts_at + $2::interval, ends_at + $2::interval, $3::text, 0,
        case when $3 in ('done', 'cancelled', 'no_show') then now() end from crm.jobs where id = $1 returning id`;
    await withSuperuser(crm.database, async (sql) => {
      for (const status of ['scheduled', 'in_progress', 'done']) await expect(sql(copy, [id, '1 hour', status])).rejects.toThrow(/jobs_without_overlap/);
      expect(await sql(copy, [id, '210 minutes', 'scheduled'])).toHaveLength(1);
      await expect(sql('update crm.jobs set ends_at = starts_at where id = $1', [id])).rejects.toThrow(/jobs_duration/);
    });
  });

  test('what was called off frees its bay, and can be taken up again while it is free', async () => {
    const startsAt = `${freshDay()}T10:00`;
    const first = (await plan({ startsAt, bayId: bay(2).id })).body;
    for (const [status, version] of [
      ['cancelled', 1],
      ['no_show', 3],
    ] as const) {
      expect(await mark(first.id, version, status)).toMatchObject({ status: 200, body: { status, closedAt: expect.any(String) } });
      const second = (await plan({ startsAt, bayId: bay(2).id })).body;
      const refused = await mark(first.id, version + 1, 'scheduled');
      expect(refused).toMatchObject({ status: 409, body: { error: { details: { overlaps: { number: second.number } } } } });
      await mark(second.id, 1, 'cancelled');
      expect(await mark(first.id, version + 1, 'scheduled')).toMatchObject({ status: 200, body: { status: 'scheduled', closedAt: null } });
    }
  });
});

describe('changing', () => {
  test('a job is moved, keeps its duration, and its lines are replaced', async () => {
    const { id } = (await plan({ durationMinutes: '90', bayId: bay(0).id })).body;
    const moved = await ask('PATCH', `/api/jobs/${id}`, { version: 1, startsAt: '2030-12-17T09:15', bayId: bay(3).id, vehicleId: civic });
    expect(moved).toMatchObject({
      status: 200,
      body: { startsAtLocal: '2030-12-17T09:15', endsAtLocal: '2030-12-17T10:45', bayName: 'Coating room', vehicleName: 'Honda Civic', version: 2 },
    });
    const changed = await ask('PATCH', `/api/jobs/${id}`, { version: 2, lines: [{ serviceId: ceramic.id }], durationMinutes: null });
    expect(changed).toMatchObject({
      status: 200,
      body: { lines: [{ priceCents: ceramic.smallCents }], totalCents: ceramic.smallCents, durationMinutes: ceramic.durationMinutes, version: 3 },
    });
    expect(await ask('PATCH', `/api/jobs/${id}`, { version: 2, notes: 'late' })).toMatchObject({
      status: 409,
      body: { error: { details: { current: { version: 3, notes: null } } } },
    });
  });

  test('a job is not in its own way, and one that asks for any bay stays where it is', async () => {
    const { id } = (await plan({ bayId: bay(2).id })).body;
    const at = (await ask('GET', `/api/jobs/${id}`)).body.startsAtLocal.slice(0, 10);
    const moved = await ask('PATCH', `/api/jobs/${id}`, { version: 1, startsAt: `${at}T11:00`, bayId: null });
    expect(moved).toMatchObject({ status: 200, body: { bayName: 'Bay 3', startsAtLocal: `${at}T11:00` } });
  });

  test('what is over is not changed any more', async () => {
    const { id } = (await plan()).body;
    await mark(id, 1, 'done');
    expect(await ask('PATCH', `/api/jobs/${id}`, { version: 2, notes: 'no' })).toMatchObject({
      status: 409,
      body: { error: { details: { current: { version: 2 } } } },
    });
  });

  test('states follow each other as the table says, and tell when', async () => {
    const { id } = (await plan()).body;
    expect((await mark(id, 1, 'in_progress')).body).toMatchObject({ status: 'in_progress', startedAt: expect.any(String), closedAt: null });
    expect((await mark(id, 2, 'no_show')).status).toBe(409);
    expect((await mark(id, 1, 'done')).status).toBe(409);
    expect((await mark(id, 2, 'done')).body).toMatchObject({ status: 'done', closedAt: expect.any(String) });
    expect(await mark(id, 3, 'done')).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining('is done already') } } });
    expect((await mark(id, 3, 'in_progress')).body).toMatchObject({ closedAt: null });
    expect((await mark(id, 4, 'finished')).status).toBe(422);
  });
});

describe('when the clocks change', () => {
  const at = async (startsAt: string, durationMinutes = 120): Promise<JobView> => (await plan({ startsAt, durationMinutes })).body;

  test('a time that does not exist is moved on, one that comes twice is the first, and a duration is what a stopwatch shows', async () => {
    expect(await at('2030-03-10T02:30')).toMatchObject({ startsAt: '2030-03-10T07:30:00.000Z', startsAtLocal: '2030-03-10T03:30' });
    expect(await at('2030-03-10T01:00')).toMatchObject({ startsAtLocal: '2030-03-10T01:00', endsAtLocal: '2030-03-10T04:00', durationMinutes: 120 });
    expect(await at('2030-11-03T01:30')).toMatchObject({ startsAt: '2030-11-03T05:30:00.000Z', endsAtLocal: '2030-11-03T02:30', durationMinutes: 120 });
  });

  test('a job in the second of two like hours stays there when something else is changed', async () => {
    const { id } = await at('2030-11-03T04:00', 15);
    await withSuperuser(crm.database, (sql) =>
      sql(`update crm.jobs set starts_at = '2030-11-03T06:30:00Z', ends_at = '2030-11-03T07:00:00Z', bay_id = $2 where id = $1`, [id, bay(3).id]),
    );
    const saved = await ask('PATCH', `/api/jobs/${id}`, { version: 1, startsAt: '2030-11-03T01:30', notes: 'Same time' });
    expect(saved.body).toMatchObject({ startsAt: '2030-11-03T06:30:00.000Z', startsAtLocal: '2030-11-03T01:30', notes: 'Same time' });
  });
});

describe('finding', () => {
  const list = async (query: string): Promise<JobView[]> => (await ask('GET', `/api/jobs?limit=200&${query}`)).body.jobs;

  test('a job is found by its number, its client and its vehicle', async () => {
    const { id, number } = (await plan()).body;
    for (const q of [String(number), `#${number}`, 'jordan tahoe', 'miles chevrolet'])
      expect(
        (await list(`q=${encodeURIComponent(q)}`)).map((found) => found.id),
        q,
      ).toContain(id);
    expect((await list(`vehicleId=${civic}`)).every((found) => found.vehicleId === civic)).toBe(true);
    expect((await list(`bayId=${bay(3).id}`)).every((found) => found.bayName === 'Coating room')).toBe(true);
  });

  test("days are the shop's, both included, and a job that lasts over midnight is on each of them", async () => {
    const early = (await plan({ startsAt: '2030-12-20T00:00', durationMinutes: 60 })).body.id;
    const late = (await plan({ startsAt: '2030-12-20T23:30', durationMinutes: 60 })).body.id;
    const ids = async (from: string, to: string) => (await list(`from=${from}&to=${to}&sort=startsAt`)).map((found) => found.id);
    expect(await ids('2030-12-20', '2030-12-20')).toEqual([early, late]);
    expect(await ids('2030-12-21', '2030-12-21')).toEqual([late]);
    expect(await ids('2030-12-19', '2030-12-19')).toEqual([]);
  });

  test('the filters take the list apart without a rest', async () => {
    const total = async (query: string) => (await ask('GET', `/api/jobs?limit=1&${query}`)).body.total;
    const counts = await Promise.all(['scheduled', 'in_progress', 'done', 'cancelled', 'no_show'].map((status) => total(`status=${status}`)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(await total(''));
    expect(counts.slice(0, 3).reduce((sum, count) => sum + count, 0)).toBe(await total('status=booked'));
  });

  test.each(['startsAt', '-startsAt', 'number', '-number', 'client', '-client', 'totalCents', '-totalCents'])(
    'sorted by %s, pages hold every job once and in order',
    async (sort) => {
      const seen: JobView[] = [];
      let cursor = '';
      do {
        const { body } = await ask('GET', `/api/jobs?sort=${sort}&limit=60${cursor && `&cursor=${cursor}`}`);
        seen.push(...body.jobs);
        cursor = body.next ?? '';
        if (!cursor) expect(seen.length).toBe(body.total);
      } while (cursor);
      expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
      const field = sort.replace('-', '') as 'number' | 'totalCents' | 'startsAt';
      if (sort.endsWith('client')) return;
      const values = seen.map((found) => found[field]);
      const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      expect(values).toEqual(sort.startsWith('-') ? sorted.reverse() : sorted);
    },
  );

  test.each([
    'from=tomorrow',
    'to=2030-02-30',
    'from=9999-12-31',
    'status=finished',
    'bayId=1',
    'sort=bay',
    'limit=201',
    'day=2030-01-01',
    'cursor=x',
    'q=%00',
  ])('the query %s is refused', async (query) => {
    expect([400, 422]).toContain((await ask('GET', `/api/jobs?${query}`)).status);
  });
});

describe('bays', () => {
  test('a bay is added, renamed and taken out of use; then nothing new is planned in it, and it is not chosen', async () => {
    const added = await ask('POST', '/api/bays', { name: ' Bay 9 ' });
    expect(added).toMatchObject({ status: 201, body: { name: 'Bay 9', isActive: true, version: 1 } });
    const { id } = added.body;
    for (const name of ['bay 9', '', 'x'.repeat(41), 'a\nb']) expect((await ask('POST', '/api/bays', { name })).status).toBe(422);
    const planned = (await plan({ bayId: id })).body;
    expect(await ask('PATCH', `/api/bays/${id}`, { version: 1, isActive: false })).toMatchObject({
      status: 409,
      body: { error: { message: 'Bay 9 still has 1 job to come. Move it first.' } },
    });
    await mark(planned.id, 1, 'cancelled');
    expect((await ask('PATCH', `/api/bays/${id}`, { version: 1, isActive: false, name: 'Old bay' })).body).toMatchObject({ name: 'Old bay', isActive: false });
    expect((await ask('PATCH', `/api/bays/${id}`, { version: 1, name: 'Late' })).status).toBe(409);
    expect((await ask('PATCH', `/api/bays/${noId}`, { version: 1 })).status).toBe(404);
    expect((await ask('PATCH', '/api/bays/x', { version: 1 })).status).toBe(404);
    expect(await plan({ bayId: id })).toMatchObject({ status: 422, body: { error: { details: { issues: [{ path: 'bayId' }] } } } });
    const startsAt = `${freshDay()}T10:00`;
    for (const each of bays) await plan({ startsAt, bayId: each.id });
    expect((await plan({ startsAt })).status).toBe(409);
  });
});

test('what was done to a job is on record, in words, and what was refused is not', async () => {
  const { id, number } = (await plan({ startsAt: '2030-12-23T10:00', bayId: bay(0).id })).body;
  await ask('PATCH', `/api/jobs/${id}`, { version: 1, startsAt: '2030-12-23T11:00', notes: 'Later' });
  await ask('PATCH', `/api/jobs/${id}`, { version: 2, notes: 'Much later' });
  await ask('PATCH', `/api/jobs/${id}`, { version: 3, notes: 'Much later' });
  await mark(id, 4, 'no_show');
  await mark(id, 4, 'done');
  const entries = await withSuperuser(crm.database, (sql) =>
    sql('select action, summary, client_id from crm.activity where record_id = $1 order by created_at', [id]),
  );
  expect(entries).toEqual(
    [
      ['scheduled', `Scheduled job ${number} for Jordan Miles: Bay 1, Mon, Dec 23, 10:00 AM – 1:30 PM`],
      ['moved', `Moved job ${number} for Jordan Miles to Bay 1, Mon, Dec 23, 11:00 AM – 2:30 PM, and changed the notes`],
      ['changed', `Changed the notes of job ${number} for Jordan Miles`],
      ['no_show', `Marked job ${number} for Jordan Miles as no show`],
    ].map(([action, summary]) => ({ action, summary, client_id: clientId })),
  );
});

test('a technician sees jobs and marks what was done, and plans nothing', async () => {
  const { id, startsAtLocal } = (await plan()).body;
  expect((await tech('GET', '/api/jobs?limit=1')).status).toBe(200);
  expect((await tech('GET', `/api/jobs/${id}`)).status).toBe(200);
  expect((await tech('GET', '/api/bays')).status).toBe(200);
  expect((await mark(id, 1, 'in_progress', tech)).status).toBe(200);
  expect((await mark(id, 2, 'done', tech)).status).toBe(200);
  for (const [method, path, body] of [
    ['POST', '/api/jobs', job({ startsAt: startsAtLocal })],
    ['PATCH', `/api/jobs/${id}`, { version: 3, notes: 'x' }],
    ['POST', `/api/jobs/${id}/status`, { version: 3, status: 'cancelled' }],
    ['POST', `/api/jobs/${id}/status`, { version: 3, status: 'scheduled' }],
    ['POST', '/api/bays', { name: 'Mine' }],
    ['PATCH', `/api/bays/${bay(0).id}`, { version: 1, name: 'Mine' }],
  ] as const)
    expect(await tech(method, path, body), `${method} ${path}`).toMatchObject({ status: 403, body: { error: { code: 'permission_denied' } } });
});

test("North reaches none of South's jobs, and plans nothing in its bays or from its quotes", async () => {
  const south = await crm.signIn('owner@south.test');
  const [theirs] = (await south('GET', '/api/jobs?limit=1&status=scheduled')).body.jobs;
  expect((await ask('GET', `/api/jobs/${theirs.id}`)).status).toBe(404);
  expect((await ask('PATCH', `/api/jobs/${theirs.id}`, { version: 1, notes: 'x' })).status).toBe(404);
  expect((await mark(theirs.id, 1, 'done')).status).toBe(404);
  expect((await ask('PATCH', `/api/bays/${theirs.bayId}`, { version: 1, name: 'Mine' })).status).toBe(404);
  expect((await plan({ bayId: theirs.bayId })).status).toBe(422);
  const [quoted] = (await south('GET', '/api/quotes?limit=1&status=accepted')).body.quotes;
  expect((await ask('POST', '/api/jobs', { quoteId: quoted.id, startsAt: `${freshDay()}T10:00` })).status).toBe(404);
  expect((await south('GET', `/api/jobs/${theirs.id}`)).body).toEqual(theirs);
});

test('the total that is kept is what the lines and the discount come to, for every job there is', async () => {
  const wrong = await withSuperuser(crm.database, (sql) =>
    sql(`select j.number from crm.jobs j
      left join (select tenant_id, job_id, sum(price_cents) as sum from crm.job_lines group by 1, 2) l on l.tenant_id = j.tenant_id and l.job_id = j.id
      where j.number < 100000 and j.total_cents is distinct from l.sum - case j.discount_kind when 'percent' then floor((l.sum * j.discount_value + 5000) / 10000)
        when 'amount' then least(j.discount_value, l.sum) else 0 end`),
  );
  expect(wrong).toEqual([]);
});

test('North begins with one job of Henderson that is to come', async () => {
  const { body } = await ask('GET', '/api/jobs?q=henderson');
  expect(body).toMatchObject({ total: 1, jobs: [{ clientName: 'Grace Henderson', status: 'scheduled' }] });
});
