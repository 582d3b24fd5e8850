import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestCrm, type TestCrm, withoutLanguage } from '../testing/create-test-crm.ts';

let crm: TestCrm;
beforeAll(async () => {
  crm = await createTestCrm({ countersign: withoutLanguage });
});
afterAll(() => crm.close());

test('records are named for who asks: not those of a kind they may not see, nor those of another shop', async () => {
  const [owner, technician, stranger] = await Promise.all(['owner@north.test', 'tech@north.test', 'owner@south.test'].map((email) => crm.signIn(email)));
  if (!owner || !technician || !stranger) throw new Error('Somebody could not sign in.');
  const client = (await owner('POST', '/api/clients', { firstName: 'Jordan', lastName: 'Miles' })).body;
  const invoice = (await owner('GET', '/api/invoices?limit=1')).body.invoices[0];
  const path = `/api/records/names?of=client:${client.id},invoice:${invoice.id.toUpperCase()},client:${invoice.id}`;
  expect((await owner('GET', path)).body).toEqual({ names: { [client.id]: 'the client Jordan Miles', [invoice.id]: expect.stringMatching(/^invoice \d+ /) } });
  expect((await technician('GET', path)).body).toEqual({ names: { [client.id]: 'the client Jordan Miles' } });
  expect((await stranger('GET', path)).body).toEqual({ names: {} });
  await owner('PATCH', `/api/clients/${client.id}`, { version: 1, lastName: 'Smith' });
  expect((await owner('GET', path)).body.names[client.id]).toBe('the client Jordan Smith');
});

test.each(['', '?of=', '?of=client', '?of=user:0193b1f5-02aa-7d3c-8c55-0d6f1f2b9a10', `?of=client:${'-'.repeat(36)}`])('"%s" names nothing', async (query) => {
  const owner = await crm.signIn('owner@north.test');
  expect((await owner('GET', `/api/records/names${query}`)).status).toBe(422);
});
