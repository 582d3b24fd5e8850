import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MAX_INBOUND } from '../../shared/message.ts';
import { AddShopAddress, addShopAddress } from '../auth/add-shop-address.ts';
import { type Ask, createAsk, createTestCrm, type TestCrm, withoutLanguage } from '../testing/create-test-crm.ts';
import { withSuperuser } from '../testing/with-superuser.ts';
import { signInbound } from './verify-signature.ts';

const secret = 'the secret of the gateway, long enough for all';
let crm: TestCrm;
let ask: Ask;
let south: Ask;
let clientId: string;
beforeAll(async () => {
  crm = await createTestCrm({ countersign: withoutLanguage, inboundSecret: secret });
  ask = await crm.signIn('owner@north.test');
  south = await crm.signIn('owner@south.test');
  clientId = (await ask('POST', '/api/clients', { firstName: 'Jordan', lastName: 'Miles', phone: '555-219-8841', email: 'jordan@example.com' })).body.id;
});
afterAll(async () => {
  await crm.close();
  expect(crm.logged).toEqual([]);
});

let count = 0;
const text = (change: object = {}) => {
  count += 1;
  return { id: `SM${count}`, channel: 'sms', from: '+15552198841', to: '(516) 555-0177', body: 'Is it ready?', ...change };
};

/** Hands a message over as a gateway would; each part of the request can be spoiled. */
async function post(message: unknown, { at = Date.now(), key = secret, headers = {} }: { at?: number; key?: string; headers?: Record<string, string> } = {}) {
  const body = typeof message === 'string' ? message : JSON.stringify(message);
  const timestamp = String(Math.floor(at / 1_000));
  const signature = signInbound(key, timestamp, new TextEncoder().encode(body));
  return createAsk(crm)('POST', '/webhooks/messages', body, { 'x-inbound-timestamp': timestamp, 'x-inbound-signature': signature, ...headers });
}

const conversation = async (id: string, as = ask) => (await as('GET', `/api/conversations/${encodeURIComponent(id)}`)).body;

test('a text finds its client by the number, once however often it comes, and waits', async () => {
  const message = text();
  const first = await post(message);
  expect(first).toMatchObject({ status: 201, body: { isNew: true } });
  const again = await Promise.all([post(message), post({ ...message, body: 'Changed on the way?' }), post(message)]);
  expect(again.map(({ status, body }) => [status, body])).toEqual(Array(3).fill([200, { id: first.body.id, isNew: false }]));
  expect(await conversation(clientId)).toMatchObject({
    client: { name: 'Jordan Miles' },
    waiting: 1,
    messages: [{ id: first.body.id, direction: 'in', channel: 'sms', address: '+15552198841', body: 'Is it ready?', handled: null, by: null }],
  });
});

test('an email finds its client whatever its address looks like, with its subject', async () => {
  const email = {
    channel: 'email',
    from: 'Jordan Miles <Jordan@Example.com>',
    to: 'Hello@North.test',
    subject: 'Ceramic\r\n coating',
    body: 'How long does it last?',
  };
  expect((await post(text(email))).status).toBe(201);
  expect((await conversation(clientId)).messages[0]).toMatchObject({ channel: 'email', address: 'jordan@example.com', subject: 'Ceramic coating' });
});

test('the same id of two shops, or of two channels, is not the same message', async () => {
  const both = text({ id: 'shared' });
  expect((await post(both)).status).toBe(201);
  expect((await post({ ...both, to: '+1 310 555 0177' })).status).toBe(201);
  expect((await post({ ...both, channel: 'email', from: 'x@example.com', to: 'hello@north.test' })).status).toBe(201);
  const [stranger] = (await south('GET', '/api/conversations?q=5552198841')).body.conversations;
  expect(stranger).toMatchObject({ id: 'sms:+15552198841', clientId: null, sender: '+15552198841', waiting: 1 });
});

test('who nobody knows is kept under where it came from, also when that is no number', async () => {
  await post(text({ from: '+1 212 867 5309', body: 'Do you do boats?' }));
  expect(await conversation('sms:+12128675309')).toMatchObject({ client: null, sender: { channel: 'sms', address: '+12128675309' }, waiting: 1 });
  expect((await post(text({ from: '72975', body: 'Your code' }))).status).toBe(201);
  expect((await conversation('sms:72975')).messages).toHaveLength(1);
});

test('what two clients share is nobody until somebody says whose it is; then it stays theirs', async () => {
  const family = { phone: '555-219-7000' };
  const ids = [];
  for (const firstName of ['Ma', 'Pa']) ids.push((await ask('POST', '/api/clients', { firstName, ...family })).body.id);
  await post(text({ from: '+15552197000', body: 'One of us' }));
  expect((await ask('POST', '/api/conversations/sms:+15552197000/client', { clientId: ids[1] })).body).toEqual({ messages: 1 });
  await post(text({ from: '+15552197000', body: 'Again' }));
  expect((await conversation(ids[1])).messages.map((message: { body: string }) => message.body)).toEqual(['Again', 'One of us']);
});

test('whatever strangers write is kept as plain text that can be shown', async () => {
  await post(text({ from: '+12125550001', body: '\u0000Hi\u001b[31m\r\nthere \ud800 <script>alert(1)</script>\u2028' }));
  const [message] = (await conversation('sms:+12125550001')).messages;
  expect(message.body).toBe('Hi[31m\nthere \ufffd <script>alert(1)</script>');
  expect((await post(text({ from: '+12125550002', body: '' }))).status).toBe(201);
  await post(text({ from: '+12125550003', body: 'x'.repeat(MAX_INBOUND + 5) }));
  expect((await conversation('sms:+12125550003')).messages[0].body).toMatch(/^x{20000}\n\n\[The rest was left out/);
});

test('a clock that runs ahead keeps nothing on top, and an earlier time is believed', async () => {
  await post(text({ from: '+12125550004', receivedAt: '2099-01-01T00:00:00Z' }));
  await post(text({ from: '+12125550004', body: 'Earlier', receivedAt: '2020-01-01T00:00:00+01:00' }));
  const { messages } = await conversation('sms:+12125550004');
  expect(Date.parse(messages[0].at)).toBeLessThanOrEqual(Date.now());
  expect(messages[1].at).toBe('2019-12-31T23:00:00.000Z');
});

describe('what is not from the gateway', () => {
  const rowsOf = (id: string) => withSuperuser(crm.database, (sql) => sql('select 1 from crm.inbound_messages where provider_id = $1', [id]));

  test.each([
    ['another secret', { key: 'a secret of somebody else, as long as that' }],
    ['a time long gone', { at: Date.now() - 400_000 }],
    ['a time to come', { at: Date.now() + 400_000 }],
    ['no signature', { headers: { 'x-inbound-signature': '' } }],
    ['a signature in other letters', { headers: { 'x-inbound-signature': 'v1=zz' } }],
    ['another time than was signed', { headers: { 'x-inbound-timestamp': String(Math.floor(Date.now() / 1_000) - 7) } }],
  ])('%s is refused, and nothing is kept', async (_name, spoiled) => {
    const message = text();
    expect(await post(message, spoiled)).toMatchObject({ status: 401, body: { error: { code: 'unauthenticated' } } });
    expect(await rowsOf(message.id)).toEqual([]);
  });

  test('a body that was changed on the way is refused', async () => {
    const body = JSON.stringify(text());
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = signInbound(secret, timestamp, new TextEncoder().encode(body));
    const headers = { 'x-inbound-timestamp': timestamp, 'x-inbound-signature': signature };
    expect((await createAsk(crm)('POST', '/webhooks/messages', body.replace('ready', 'steady'), headers)).status).toBe(401);
  });

  test('a sign-in is no signature', async () => {
    expect((await ask('POST', '/webhooks/messages', text())).status).toBe(401);
  });
});

describe('what a gateway may get wrong', () => {
  test.each([
    ['broken JSON', '{"id":'],
    ['a list', '[]'],
    ['no id', text({ id: undefined })],
    ['an id of two lines', text({ id: 'a\nb' })],
    ['an endless id', text({ id: 'x'.repeat(201) })],
    ['another channel', text({ channel: 'fax' })],
    ['no sender', text({ from: ' ' })],
    ['a NUL in the sender', text({ from: '+1555\u0000' })],
    ['a body that is a number', text({ body: 7 })],
    ['a time that is none', text({ receivedAt: 'yesterday' })],
    ['an endless time', text({ receivedAt: '+275760-09-13T00:00:00Z' })],
  ])('%s is refused with the reason', async (_name, message) => {
    const answer = await post(message);
    expect([400, 422]).toContain(answer.status);
    expect(answer.body.error.message.length).toBeGreaterThan(10);
  });

  test('an address of no shop, another type, a body that is too large and another method are said to be so', async () => {
    expect((await post(text({ to: '+19995550000' }))).status).toBe(404);
    expect((await post(text({ to: 'not an address at all' }))).status).toBe(404);
    expect((await post(text(), { headers: { 'content-type': 'text/plain' } })).status).toBe(415);
    expect((await post(text({ body: 'x'.repeat(300_000) }))).status).toBe(413);
    expect((await createAsk(crm)('GET', '/webhooks/messages')).status).toBe(404);
    expect((await createAsk(crm)('POST', '/webhooks/other', {})).status).toBe(404);
  });
});

test('an address is given to one shop, however it is written, and takes effect at once', async () => {
  const { authPool } = crm.connections;
  const give = (shop: string, address: string) => addShopAddress(authPool, AddShopAddress.parse({ shop, address }));
  const message = text({ to: '516-555-0178', from: '+12125550009' });
  expect((await post(message)).status).toBe(404);
  expect(await give('north-shore-detailing', '(516) 555-0178')).toEqual({ shopName: 'North Shore Detailing' });
  expect(await give('shop-north', '+1 516 555 0178')).toEqual({ shopName: 'North Shore Detailing' });
  expect((await post(message)).status).toBe(201);
  await expect(give('shop-south', '516-555-0178')).rejects.toMatchObject({ code: 'conflict' });
  await expect(give('shop-west', 'west@example.com')).rejects.toMatchObject({ code: 'not_found' });
  expect(AddShopAddress.safeParse({ shop: 'shop-north', address: 'front desk' }).success).toBe(false);
});

test('without a secret the route does not exist', async () => {
  const { createCrm } = await import('../create-crm.ts');
  const { toDemo } = await import('../seed/demo-shops.ts');
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const closed = createCrm({ connections: crm.connections, baseUrl: 'http://localhost', secret, log, demo: toDemo(false), countersign: withoutLanguage });
  const message = JSON.stringify(text());
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = signInbound(secret, timestamp, new TextEncoder().encode(message));
  const answer = await createAsk(closed)('POST', '/webhooks/messages', message, { 'x-inbound-timestamp': timestamp, 'x-inbound-signature': signature });
  expect(answer.status).toBe(404);
});
