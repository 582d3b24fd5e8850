import { afterAll, beforeAll, expect, test } from 'vitest';
import { approve, callTool, findRequest, readReceipts } from '../testing/call-tool.ts';
import type { Ask } from '../testing/create-test-crm.ts';
import { createDeliveryShop, type DeliveryShop } from './testing/delivery-shop.ts';

let shop: DeliveryShop;
let owner: Ask;
let technician: Ask;
const client = (changes?: object) => shop.client(changes);
const invoice = (changes?: object) => shop.invoice(changes);
const quote = (changes?: object) => shop.quote(changes);
const sentTo = (clientId: string) => shop.sentTo(clientId);
const press = (path: string, channel?: string) => shop.press(path, channel);

beforeAll(async () => {
  shop = await createDeliveryShop();
  owner = shop.owner;
  technician = await shop.crm.signIn('tech@north.test');
});
afterAll(() => shop.crm.close());

test('a reminder shows its very words and whom they reach, waits for a human, and goes out once by each way and day, whoever sends it', async () => {
  const { id: invoiceId, number, clientId, dueOn } = await invoice();
  const asked = await callTool(owner, 'send_invoice_reminder', { invoiceId, channel: 'sms', recipientRole: 'primary' });
  expect(asked.status).toBe('awaiting_approval');
  const preview = (await owner('GET', `/api/invoices/${invoiceId}/reminder?channel=sms`)).body;
  expect(preview.body).toContain(`invoice ${number}`);
  expect(preview.body).toContain('$200.00');
  expect(preview.body).toContain('North Shore Detailing');
  expect(preview.body).toContain(String(Number(dueOn.slice(8))));
  expect((await findRequest(owner, asked.runId)).items).toMatchObject([
    { title: expect.stringMatching(/^Remind Jordan Miles\d+ of invoice \d+ by text at \(212\) 555-/), preview },
  ]);
  expect(await sentTo(clientId)).toEqual([]);
  expect(await approve(owner, asked.runId)).toMatchObject({ status: 'completed', call: { status: 'succeeded' } });
  expect(await sentTo(clientId)).toMatchObject([{ channel: 'sms', body: preview.body, to: preview.to, sentBy: 'Nora Whitfield' }]);
  expect(await readReceipts(owner, asked.sessionId)).toEqual([expect.stringMatching(/^Reminded Jordan Miles\d+ of invoice \d+ by text at/)]);
  expect((await callTool(owner, 'send_invoice_reminder', { invoiceId, channel: 'sms' })).call).toMatchObject({ status: 'succeeded', isReplayed: true });
  expect(await press(`/api/invoices/${invoiceId}/reminder`)).toMatchObject({
    status: 409,
    body: { error: { message: expect.stringContaining('by text today already') } },
  });
  expect(await press(`/api/invoices/${invoiceId}/reminder`, 'email')).toMatchObject({ status: 200, body: { channel: 'email', number } });
  const refused = await callTool(owner, 'send_invoice_reminder', { invoiceId, channel: 'email' });
  expect(refused.call).toMatchObject({ status: 'failed', error: { code: 'conflict', message: expect.stringContaining('by email today already') } });
  expect(await sentTo(clientId)).toMatchObject([
    { channel: 'email', subject: expect.stringContaining(`Invoice ${number}`) },
    { channel: 'sms', subject: null },
  ]);
  expect((await owner('GET', `/api/invoices/${invoiceId}`)).body.reminders).toMatchObject([{ channel: 'email', by: 'Nora Whitfield' }, { channel: 'sms' }]);
});

test('of many who press the button at the same moment one sends', async () => {
  const { id, clientId } = await invoice();
  const all = await Promise.all(Array.from({ length: 4 }, () => press(`/api/invoices/${id}/reminder`)));
  expect(all.map((answer) => answer.status).sort()).toEqual([200, 409, 409, 409]);
  expect(await sentTo(clientId)).toHaveLength(1);
});

test('who is paid up, or cannot be reached, is not reminded, and it is said why', async () => {
  const paid = await invoice();
  await owner('POST', `/api/invoices/${paid.id}/payments`, { amountCents: 20_000, method: 'cash' });
  expect(await press(`/api/invoices/${paid.id}/reminder`)).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining('is paid') } } });
  const { id } = await invoice({ phone: null });
  const call = await callTool(owner, 'send_invoice_reminder', { invoiceId: id, channel: 'sms' });
  expect(call.call).toMatchObject({ status: 'failed', error: { code: 'conflict', message: expect.stringContaining('has no phone number') } });
  expect((await owner('POST', `/api/invoices/${id}/reminder`, { channel: 'fax' })).status).toBe(422);
  expect((await owner('POST', `/api/invoices/${id}/reminder`, { channel: 'sms', to: '+12125550100' })).status).toBe(422);
});

test('what was paid in part while a reminder waited is asked about again, with other words', async () => {
  const { id: invoiceId, clientId } = await invoice();
  const asked = await callTool(owner, 'send_invoice_reminder', { invoiceId, channel: 'sms' });
  await owner('POST', `/api/invoices/${invoiceId}/payments`, { amountCents: 5_000, method: 'cash' });
  expect((await approve(owner, asked.runId)).status).toBe('awaiting_approval');
  expect(await sentTo(clientId)).toEqual([]);
});

test.each(['before', 'after'] as const)(
  'a gateway that breaks off %s it took a reminder gets it again with the same key: one message, one note',
  async (how) => {
    const { id: invoiceId, clientId } = await invoice();
    const asked = await callTool(owner, 'send_invoice_reminder', { invoiceId, channel: 'sms' });
    shop.weather.failure = how;
    expect(await approve(owner, asked.runId)).toMatchObject({ status: 'completed', call: { status: 'succeeded' } });
    expect(await sentTo(clientId)).toHaveLength(1);
    expect((await owner('GET', `/api/invoices/${invoiceId}`)).body.reminders).toHaveLength(1);
  },
);

test('a quote goes out with its lines, total and last day, and a draft is marked as sent', async () => {
  const { id: quoteId, number, clientId } = await quote();
  const asked = await callTool(owner, 'send_quote', { quoteId, channel: 'email', recipientRole: 'primary' });
  const [item] = (await findRequest(owner, asked.runId)).items;
  expect(item).toMatchObject({
    title: expect.stringContaining(`Send quote ${number} to Jordan Miles`),
    preview: { subject: expect.stringContaining(`Quote ${number}`) },
  });
  for (const part of ['$200.00', 'Discount of 10%: -$20.00', 'Total: $180.00', 'valid until']) expect(item.preview.body).toContain(part);
  expect((await owner('GET', `/api/quotes/${quoteId}`)).body.status).toBe('draft');
  expect(await approve(owner, asked.runId)).toMatchObject({ status: 'completed', call: { status: 'succeeded' } });
  expect((await owner('GET', `/api/quotes/${quoteId}`)).body).toMatchObject({ status: 'sent', sentAt: expect.any(String) });
  expect(await sentTo(clientId)).toMatchObject([{ channel: 'email', body: item.preview.body, subject: item.preview.subject }]);
  expect((await callTool(owner, 'send_quote', { quoteId, channel: 'email' })).call).toMatchObject({ status: 'succeeded', isReplayed: true });
  expect((await press(`/api/quotes/${quoteId}/message`, 'email')).status).toBe(409);
  // The other way it may go as well: it is the same quote still.
  expect((await press(`/api/quotes/${quoteId}/message`)).status).toBe(200);
  expect(await sentTo(clientId)).toHaveLength(2);
});

test.each(['before', 'after'] as const)('a quote whose sending broke off %s the gateway took it is sent once and marked as sent', async (how) => {
  const { id: quoteId, clientId } = await quote();
  const asked = await callTool(owner, 'send_quote', { quoteId, channel: 'sms' });
  shop.weather.failure = how;
  expect(await approve(owner, asked.runId)).toMatchObject({ status: 'completed', call: { status: 'succeeded' } });
  expect(await sentTo(clientId)).toHaveLength(1);
  expect((await owner('GET', `/api/quotes/${quoteId}`)).body.status).toBe('sent');
});

test('what was sent and not put on record is found at the provider, and not sent again', { timeout: 60_000 }, async () => {
  const [owed, draft] = [await invoice(), await quote()];
  const reminder = await callTool(owner, 'send_invoice_reminder', { invoiceId: owed.id, channel: 'sms' });
  const offer = await callTool(owner, 'send_quote', { quoteId: draft.id, channel: 'sms' });
  shop.weather.strikes = 2;
  // Both at once: before its deadline nobody asks the provider, since a slow worker might still be at it.
  const ends = await Promise.all([reminder, offer].map(({ runId }) => approve(owner, runId)));
  expect(shop.weather.strikes).toBe(0);
  for (const end of ends) expect(end).toMatchObject({ status: 'completed', call: { status: 'succeeded', output: { channel: 'sms' } } });
  for (const { clientId } of [owed, draft]) expect(await sentTo(clientId)).toHaveLength(1);
  expect((await owner('GET', `/api/quotes/${draft.id}`)).body.status).toBe('sent');
});

test('a button that failed may be pressed again: one message, and the quote is marked', async () => {
  const { id, clientId } = await quote();
  shop.weather.failure = 'after';
  expect((await press(`/api/quotes/${id}/message`)).status).toBe(500);
  expect((await owner('GET', `/api/quotes/${id}`)).body.status).toBe('draft');
  expect((await press(`/api/quotes/${id}/message`)).status).toBe(200);
  expect((await owner('GET', `/api/quotes/${id}`)).body.status).toBe('sent');
  expect(await sentTo(clientId)).toHaveLength(1);
});

test('a quote that was answered or has run out is not sent, and a technician sends none', async () => {
  const answered = await quote();
  await owner('POST', `/api/quotes/${answered.id}/status`, { version: 1, status: 'sent' });
  await owner('POST', `/api/quotes/${answered.id}/status`, { version: 2, status: 'declined' });
  expect((await press(`/api/quotes/${answered.id}/message`)).status).toBe(409);
  const { body } = await owner('POST', '/api/quotes', { ...(await client()), validUntil: '2020-01-31' });
  expect(await press(`/api/quotes/${body.id}/message`)).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining('has passed') } } });
  expect((await technician('POST', `/api/quotes/${body.id}/message`, { channel: 'sms' })).status).toBe(403);
  expect((await technician('GET', `/api/quotes/${body.id}/message?channel=sms`)).status).toBe(403);
});
