import { expect } from 'vitest';
import { countRows } from './row-counts.ts';
import { picture, test } from './test.ts';

test('A technician looks clients up and changes none: no outbox, no form, no text', async ({ visit, sql }) => {
  const manager = await visit('manager@north.test');
  const { id } = await manager.haveClient({ firstName: 'Tamsin', lastName: 'Lookup', phone: '555-310-5001' });
  const technician = await visit('tech@north.test');
  const { page, api } = technician;
  await technician.go('/clients');
  await page.getByRole('row', { name: /Adam Garcia/ }).waitFor();
  const before = await countRows(sql);
  expect(await page.getByRole('navigation', { name: 'Main' }).getByRole('link').allInnerTexts()).toEqual([
    'Dashboard',
    'Calendar',
    'Jobs',
    'Clients',
    'Vehicles',
    'Services',
    'Tasks',
    'Approvals',
  ]);
  expect(await page.getByRole('button', { name: 'New client' }).count()).toBe(0);
  await picture(page, 'technician');

  await technician.go('/messages');
  await page.getByText('Messages are not open to your role').waitFor();
  expect((await api.get('/api/outbox')).status()).toBe(403);
  await technician.go(`/clients/${id}`);
  await page.getByRole('heading', { name: 'Tamsin Lookup' }).waitFor();
  expect(await page.getByRole('button', { name: 'Edit' }).count()).toBe(0);
  expect((await api.patch(`/api/clients/${id}`, { data: { version: 1, notes: 'x' } })).status()).toBe(403);
  expect((await api.post('/api/clients', { data: { firstName: 'X' } })).status()).toBe(403);

  const refusals = {
    'Text Tamsin Lookup that the car is ready': 'Your role may not send texts.',
    'Create a customer named New Person': 'Your role may look clients up but not add any.',
    "Change Tamsin's email to t@example.com": 'Your role may look clients up but not change them.',
  };
  for (const [sentence, refusal] of Object.entries(refusals)) {
    const { said } = await technician.ask(sentence);
    expect(said).toContain(refusal);
    await technician.log.getByText(refusal).waitFor();
  }
  expect(await technician.panel.count()).toBe(0);
  expect(await countRows(sql)).toEqual(before);
  const { said } = await technician.ask('Find Tamsin');
  expect(said).toContain('1 client found');
});

test('A technician cannot approve what a manager asked for', async ({ visit, sql }) => {
  const manager = await visit('manager@north.test');
  await manager.haveClient({ firstName: 'Ulric', lastName: 'Approvable', phone: '555-310-5002' });
  await manager.go('/clients');
  const { events } = await manager.ask('Text Ulric Approvable that the car is ready');
  const card = events.findLast((event) => event.type === 'ui.append' && event.node.type === 'approval');
  const { requestId, items } = (card?.type === 'ui.append' ? card.node.props : {}) as { requestId: string; items: { itemId: string }[] };
  const technician = await visit('tech@north.test');
  const decisions = items.map(({ itemId }) => ({ itemId, decision: 'approve' }));
  const stranger = await visit('owner@south.test');
  expect((await technician.api.post('/agent/approvals/decisions', { data: { requestId, decisions } })).status()).toBe(403);
  expect((await stranger.api.post('/agent/approvals/decisions', { data: { requestId, decisions } })).status()).toBe(404);
  expect(await sql(`select 1 from crm.outbox o join crm.clients c on c.id = o.client_id where c.last_name = 'Approvable'`)).toEqual([]);
});

test("South's owner sees nothing of North: not by name, not by address, not with the ids in hand", async ({ visit }) => {
  const manager = await visit('manager@north.test');
  const { id } = await manager.haveClient({ firstName: 'Northrop', lastName: 'Secretan', phone: '555-310-5003' });
  await manager.go('/clients');
  const { events } = await manager.ask('Find Northrop Secretan');
  const session = await manager.sessionId();
  const runId = events.find((event) => event.type === 'run.status')?.runId;

  const owner = await visit('owner@south.test');
  const { page, api } = owner;
  await owner.go('/clients?q=Secretan');
  await page.getByText('No client matches').waitFor();
  await owner.go(`/clients/${id}`);
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  await picture(page, 'not-found');
  const { said } = await owner.ask('Find Northrop Secretan');
  expect(said).toBe('I found no client called Northrop Secretan.');
  for (const path of [`/api/clients/${id}`, `/agent/sessions/${session}/events`, `/agent/runs/${runId}`]) {
    expect((await manager.api.get(path, { headers: { Accept: 'application/json' } })).status(), path).toBe(200);
    expect((await api.get(path, { headers: { Accept: 'application/json' } })).status(), path).toBe(404);
  }
  expect((await api.patch(`/api/clients/${id}`, { data: { version: 1, notes: 'x' } })).status()).toBe(404);
  const message = { text: 'Find Jordan', clientMessageId: 'from-south' };
  expect((await api.post(`/agent/sessions/${session}/messages`, { data: message })).status()).toBe(404);
});
