import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OutboxMessage } from '../../shared/outbox.ts';
import { createOutboxProvider } from '../messages/outbox-provider.ts';
import type { TextProvider } from '../messages/text-provider.ts';
import { approve, callTool, findRequest, literalProposer, readReceipts } from '../testing/call-tool.ts';
import { type Ask, createTestCrm, type TestCrm } from '../testing/create-test-crm.ts';

let crm: TestCrm;
let owner: Ask;
let technician: Ask;
let serviceId: string;

/** The provider of every shop, which tests can make fail: before it has taken a message, or after. */
let failure: 'none' | 'before' | 'after' = 'none';
/** How many calls are still to be struck after their effect has committed and before it is on record. */
let strikes = 0;
const outbox = () => createOutboxProvider(crm.connections.outside);
const provider: TextProvider = {
  name: 'outbox that fails on demand',
  recovery: { by: 'key', windowMs: 86_400_000 },
  find: async (sender, key) => (await outbox().find?.(sender, key)) ?? null,
  async send(message) {
    const how = failure;
    failure = 'none';
    if (how === 'before') throw new Error('The gateway closed the connection.');
    const sent = await outbox().send(message);
    if (how === 'after') throw new Error('The gateway closed the connection.');
    return sent;
  },
};

beforeAll(async () => {
  crm = await createTestCrm({
    countersign: {
      ...literalProposer,
      worker: { leaseMs: 1_000, heartbeatMs: 250, sweepMs: 250 },
      faults: (point) => {
        if (point !== 'after_effect' || strikes === 0) return;
        strikes -= 1;
        throw new Error('Struck between the effect and the record of it.');
      },
    },
    textProvider: provider,
  });
  await crm.countersign.worker.start();
  owner = await crm.signIn('owner@north.test');
  technician = await crm.signIn('tech@north.test');
  serviceId = (await owner('GET', '/api/services?limit=1')).body.services[0].id;
});
afterAll(() => crm.close());

let clients = 0;
/** A client of their own for every test, with a car. */
async function client(changes: object = {}) {
  clients += 1;
  const phone = `212-555-${String(1000 + clients)}`;
  const person = { firstName: 'Jordan', lastName: `Miles${clients}`, phone, email: `jordan${clients}@example.com`, ...changes };
  const clientId = (await owner('POST', '/api/clients', person)).body.id;
  const vehicleId = (await owner('POST', '/api/vehicles', { clientId, make: 'Chevrolet', model: 'Tahoe', size: 'xl' })).body.id;
  return { clientId, vehicleId, lines: [{ serviceId, priceCents: 20_000 }] };
}
async function invoice(changes: object = {}) {
  const { body } = await owner('POST', '/api/invoices', await client(changes));
  return (await owner('POST', `/api/invoices/${body.id}/issue`, { version: 1 })).body;
}
async function quote(changes: object = {}) {
  return (await owner('POST', '/api/quotes', { ...(await client(changes)), discount: '10%' })).body;
}
const sentTo = async (clientId: string): Promise<OutboxMessage[]> =>
  (await owner('GET', '/api/outbox?limit=200')).body.messages.filter((message: OutboxMessage) => message.clientId === clientId);
const press = (path: string, channel = 'sms') => owner('POST', path, { channel });

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
    failure = how;
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
  failure = how;
  expect(await approve(owner, asked.runId)).toMatchObject({ status: 'completed', call: { status: 'succeeded' } });
  expect(await sentTo(clientId)).toHaveLength(1);
  expect((await owner('GET', `/api/quotes/${quoteId}`)).body.status).toBe('sent');
});

test('what was sent and not put on record is found at the provider, and not sent again', { timeout: 60_000 }, async () => {
  const [owed, draft] = [await invoice(), await quote()];
  const reminder = await callTool(owner, 'send_invoice_reminder', { invoiceId: owed.id, channel: 'sms' });
  const offer = await callTool(owner, 'send_quote', { quoteId: draft.id, channel: 'sms' });
  strikes = 2;
  // Both at once: before its deadline nobody asks the provider, since a slow worker might still be at it.
  const ends = await Promise.all([reminder, offer].map(({ runId }) => approve(owner, runId)));
  expect(strikes).toBe(0);
  for (const end of ends) expect(end).toMatchObject({ status: 'completed', call: { status: 'succeeded', output: { channel: 'sms' } } });
  for (const { clientId } of [owed, draft]) expect(await sentTo(clientId)).toHaveLength(1);
  expect((await owner('GET', `/api/quotes/${draft.id}`)).body.status).toBe('sent');
});

test('a button that failed may be pressed again: one message, and the quote is marked', async () => {
  const { id, clientId } = await quote();
  failure = 'after';
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
