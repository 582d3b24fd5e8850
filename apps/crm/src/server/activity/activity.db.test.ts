import { setTimeout as delay } from 'node:timers/promises';
import { scriptedProposer } from '@countersign/server/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ActivityView } from '../../shared/activity.ts';
import { type Ask, createTestCrm, type TestCrm } from '../testing/create-test-crm.ts';
import { recordActivity } from './record-activity.ts';

let crm: TestCrm;
let ask: Ask;
let tech: Ask;
let south: Ask;

/** The task is the call. */
const literal = scriptedProposer(({ cause }) => ({ calls: [JSON.parse(cause.kind === 'task' ? cause.task : cause.text)], isFinal: true }));

beforeAll(async () => {
  crm = await createTestCrm({ countersign: { proposer: () => literal } });
  await crm.countersign.worker.start();
  ask = await crm.signIn('manager@north.test');
  tech = await crm.signIn('tech@north.test');
  south = await crm.signIn('owner@south.test');
});
afterAll(async () => {
  await crm.close();
  expect(crm.logged).toEqual([]);
});

const addClient = async (firstName: string, fields: object = {}): Promise<string> => (await ask('POST', '/api/clients', { firstName, ...fields })).body.id;
const feed = async (recordType: string, recordId: string, as = ask): Promise<ActivityView[]> =>
  (await as('GET', `/api/activity?recordType=${recordType}&recordId=${recordId}&limit=100`)).body.activity;
const summaries = async (recordType: string, recordId: string, as = ask) => (await feed(recordType, recordId, as)).map((entry) => entry.summary);

test('what was done to a client and to all that is theirs is told, the newest first, with who did it', async () => {
  const clientId = await addClient('Jordan', { lastName: 'Miles' });
  await ask('PATCH', `/api/clients/${clientId}`, { version: 1, email: 'j@example.com', phone: '555-219-8841' });
  const vehicle = (await ask('POST', '/api/vehicles', { clientId, year: 2021, make: 'Chevrolet', model: 'Tahoe', size: 'xl' })).body;
  await ask('PATCH', `/api/vehicles/${vehicle.id}`, { version: 1, plate: 'ABC-1234' });
  const [service, other] = (await ask('GET', '/api/services?state=active&limit=2')).body.services;
  const quote = (await ask('POST', '/api/quotes', { clientId, vehicleId: vehicle.id, lines: [{ serviceId: service.id }] })).body;
  await ask('PATCH', `/api/quotes/${quote.id}`, { version: 1, lines: [{ serviceId: service.id }, { serviceId: other.id }], discount: '10%' });
  await ask('POST', `/api/quotes/${quote.id}/status`, { version: 2, status: 'sent' });
  const quoted = [
    `Marked quote ${quote.number} for Jordan Miles as sent`,
    `Changed the services and discount of quote ${quote.number} for Jordan Miles`,
    `Wrote quote ${quote.number} for Jordan Miles`,
  ];
  const car = ['Changed the plate of the 2021 Chevrolet Tahoe of Jordan Miles', 'Added the 2021 Chevrolet Tahoe of Jordan Miles'];
  const own = ['Changed the phone number and email of Jordan Miles', 'Added the client Jordan'].map((words) => words.replace(/Jordan$/, 'Jordan Miles'));
  expect(await summaries('client', clientId)).toEqual([...quoted, ...car, ...own]);
  expect(await summaries('quote', quote.id)).toEqual(quoted);
  expect(await summaries('vehicle', vehicle.id)).toEqual(car);
  expect((await feed('client', clientId)).every((entry) => entry.by === 'Malik Osei' && !entry.isCopilot)).toBe(true);
  // A technician sees no quotes, so nothing that was done to them either.
  expect(await summaries('client', clientId, tech)).toEqual([...car, ...own]);
  expect((await tech('GET', `/api/activity?recordType=quote&recordId=${quote.id}`)).status).toBe(403);
});

test('the catalogue tells of its services as well', async () => {
  const prices = { smallCents: 1_000, mediumCents: 2_000, largeCents: 3_000, xlCents: 4_000 };
  const { id } = (await ask('POST', '/api/services', { name: 'Tell-tale Polish', durationMinutes: 30, ...prices })).body;
  await ask('PATCH', `/api/services/${id}`, { version: 1, smallCents: 1_500, xlCents: 4_500, isActive: false });
  expect(await summaries('service', id)).toEqual(['Changed the prices and availability of the service Tell-tale Polish', 'Added the service Tell-tale Polish']);
});

test('what was refused, or changed nothing, is not told', async () => {
  const clientId = await addClient('Quinn', { notes: 'Same as ever.' });
  expect((await ask('PATCH', `/api/clients/${clientId}`, { version: 1, notes: 'Same as ever.' })).status).toBe(200);
  expect((await ask('PATCH', `/api/clients/${clientId}`, { version: 1, notes: 'Stale.' })).status).toBe(409);
  expect((await tech('PATCH', `/api/clients/${clientId}`, { version: 2, notes: 'Not mine.' })).status).toBe(403);
  expect(await summaries('client', clientId)).toEqual(['Added the client Quinn']);
});

test('what is rolled back was never told', async () => {
  const clientId = await addClient('Rolla');
  const owner = { tenantId: 'shop-north', userId: 'user-north-owner', roles: ['owner'], timeZone: 'UTC' };
  const failing = crm.connections.database.transaction(owner, async (tx) => {
    await recordActivity(tx, owner, { recordType: 'client', recordId: clientId, action: 'changed', summary: 'Never happened' });
    throw new Error('after it');
  });
  await expect(failing).rejects.toThrow('after it');
  expect(await summaries('client', clientId)).toEqual(['Added the client Rolla']);
});

test('what has a key is told once, and a summary that is too long is cut', async () => {
  const clientId = await addClient('Wanda');
  const owner = { tenantId: 'shop-north', userId: 'user-north-owner', roles: ['owner'], timeZone: 'UTC', displayName: 'Nora' };
  const entry = { recordType: 'client', recordId: clientId, action: 'texted', summary: 'x'.repeat(600), once: 'key' } as const;
  const tell = () => crm.connections.database.transaction(owner, (tx) => recordActivity(tx, owner, entry));
  await Promise.all([tell(), tell(), tell()]);
  const [latest, ...rest] = await summaries('client', clientId);
  expect(latest).toBe(`${'x'.repeat(499)}…`);
  expect(rest).toEqual(['Added the client Wanda']);
});

test('what the copilot did is told as done through it, for the person who asked', async () => {
  const task = JSON.stringify({ tool: 'create_client', input: { firstName: 'Cora', lastName: 'Pilot' } });
  const { runId } = (await ask('POST', '/agent/runs', { agent: 'copilot', task })).body;
  await expect.poll(async () => (await ask('GET', `/agent/runs/${runId}`)).body.status, { timeout: 10_000 }).toBe('completed');
  const [client] = (await ask('GET', '/api/clients?q=Cora%20Pilot')).body.clients;
  expect(await feed('client', client.id)).toMatchObject([{ summary: 'Added the client Cora Pilot', by: 'Malik Osei', isCopilot: true }]);
});

test('pages hold everything once, and a cursor goes with its own record only', async () => {
  const clientId = await addClient('Paige');
  for (let version = 1; version <= 6; version += 1) {
    await ask('PATCH', `/api/clients/${clientId}`, { version, notes: `Note ${version}` });
    await delay(2);
  }
  const path = `/api/activity?recordType=client&recordId=${clientId}&limit=3`;
  const first = (await ask('GET', path)).body;
  const second = (await ask('GET', `${path}&cursor=${first.next}`)).body;
  const third = (await ask('GET', `${path}&cursor=${second.next}`)).body;
  const all = [...first.activity, ...second.activity, ...third.activity].map((entry: ActivityView) => entry.id);
  expect(third.next).toBeNull();
  expect(new Set(all).size).toBe(7);
  const other = await addClient('Otto');
  expect((await ask('GET', `/api/activity?recordType=client&recordId=${other}&cursor=${first.next}`)).status).toBe(400);
});

test("North's records tell South nothing, and what does not exist is not found", async () => {
  const clientId = await addClient('Norma');
  for (const [type, id] of [
    ['client', clientId],
    ['vehicle', clientId],
    ['client', '00000000-0000-4000-8000-000000000000'],
  ] as const) {
    expect((await south('GET', `/api/activity?recordType=${type}&recordId=${id}`)).status).toBe(404);
  }
  for (const query of [
    '',
    `recordType=client`,
    `recordType=user&recordId=${clientId}`,
    'recordType=client&recordId=x',
    `recordType=client&recordId=${clientId}&limit=0`,
  ]) {
    expect([400, 422], query).toContain((await ask('GET', `/api/activity?${query}`)).status);
  }
});
