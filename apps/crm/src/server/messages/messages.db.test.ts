import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../auth/require-permission.ts';
import { type Ask, createTestCrm, type TestCrm, withoutLanguage } from '../testing/create-test-crm.ts';
import { createOutboxProvider } from './outbox-provider.ts';
import { previewText, sendText } from './send-text.ts';

let crm: TestCrm;
let ask: Ask;
let clientId: string;
const owner: Actor = { tenantId: 'shop-north', userId: 'user-north-owner', roles: ['owner'], timeZone: 'America/New_York', displayName: 'Nora Whitfield' };
const technician: Actor = { ...owner, userId: 'user-north-tech', roles: ['technician'] };

beforeAll(async () => {
  crm = await createTestCrm({ countersign: withoutLanguage });
  ask = await crm.signIn('owner@north.test');
  clientId = (await ask('POST', '/api/clients', { firstName: 'Jordan', lastName: 'Miles', phone: '555-219-8841' })).body.id;
});
afterAll(() => crm.close());

function send(actor: Actor, idempotencyKey: string, body = 'The car is ready.') {
  const provider = createOutboxProvider(crm.connections.outside);
  const signal = new AbortController().signal;
  return crm.connections.database.transaction(actor, (tx) => sendText(tx, actor, { clientId, role: 'primary', body }, { provider, idempotencyKey, signal }));
}

test('a text is kept once for a key, however often and however much at once it is sent, and the outbox shows it', async () => {
  const all = await Promise.all(Array.from({ length: 5 }, () => send(owner, 'key-1')));
  const again = await send(owner, 'key-1');
  expect(new Set([...all, again].map((sent) => sent.messageId)).size).toBe(1);
  expect(again).toMatchObject({ to: '+15552198841', clientName: 'Jordan Miles' });
  const outbox = await ask('GET', '/api/outbox');
  expect(outbox.body.messages.filter((message: { clientId: string }) => message.clientId === clientId)).toEqual([
    {
      id: again.messageId,
      channel: 'sms',
      to: '+15552198841',
      clientId,
      clientName: 'Jordan Miles',
      subject: null,
      body: 'The car is ready.',
      status: 'stored',
      sentBy: 'Nora Whitfield',
      createdAt: expect.any(String),
    },
  ]);
});

test('what was sent can be asked for by its key, by its own shop only', async () => {
  await send(owner, 'key-2');
  const provider = createOutboxProvider(crm.connections.outside);
  expect(await provider.find?.(owner, 'key-2')).toMatchObject({ to: '+15552198841' });
  expect(await provider.find?.(owner, 'key-unknown')).toBeNull();
  expect(await provider.find?.({ ...owner, tenantId: 'shop-south' }, 'key-2')).toBeNull();
});

test('the same key in another shop is another text', async () => {
  const south = await crm.signIn('owner@south.test');
  const { id } = (await south('GET', '/api/clients?q=Jordan')).body.clients[0];
  const actor: Actor = { ...owner, tenantId: 'shop-south', userId: 'user-south-owner' };
  const provider = createOutboxProvider(crm.connections.outside);
  const sending = { provider, idempotencyKey: 'key-1', signal: new AbortController().signal };
  await crm.connections.database.transaction(actor, (tx) => sendText(tx, actor, { clientId: id, role: 'primary', body: 'Hello.' }, sending));
  const bodies = (await south('GET', '/api/outbox')).body.messages.filter((message: { clientId: string }) => message.clientId === id);
  expect(bodies).toMatchObject([{ body: 'Hello.' }]);
});

test('a technician sends nothing, nobody reaches a client of another shop, and a client without a phone is said to have none', async () => {
  await expect(send(technician, 'key-3')).rejects.toMatchObject({ code: 'permission_denied' });
  const preview = (actor: Actor, id: string) =>
    crm.connections.database.transaction(actor, (tx) => previewText(tx, actor, { clientId: id, role: 'primary', body: 'x' }));
  await expect(preview({ ...owner, tenantId: 'shop-south' }, clientId)).rejects.toMatchObject({ code: 'not_found' });
  const { body } = await ask('POST', '/api/clients', { firstName: 'Phoneless' });
  await expect(preview(owner, body.id)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('Phoneless has no phone number') });
});

test('the outbox comes in pages, the newest first', async () => {
  for (let index = 0; index < 5; index += 1) await send(owner, `page-${index}`, `Text ${index}`);
  const first = await ask('GET', '/api/outbox?limit=3');
  const second = await ask('GET', `/api/outbox?limit=3&cursor=${first.body.next}`);
  const bodies = [...first.body.messages, ...second.body.messages].map((message: { body: string }) => message.body);
  expect(bodies.slice(0, 5)).toEqual(['Text 4', 'Text 3', 'Text 2', 'Text 1', 'Text 0']);
  expect(new Set([...first.body.messages, ...second.body.messages].map((message: { id: string }) => message.id)).size).toBe(6);
  expect((await ask('GET', '/api/outbox?cursor=e30')).status).toBe(400);
});
