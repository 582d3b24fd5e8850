import { setTimeout as delay } from 'node:timers/promises';
import { CountersignError } from '@countersign/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOutboxProvider } from '../messages/outbox-provider.ts';
import type { TextProvider } from '../messages/text-provider.ts';
import { approve, callTool } from '../testing/call-tool.ts';
import { withSuperuser } from '../testing/with-superuser.ts';
import { createDeliveryShop, type DeliveryShop } from './testing/delivery-shop.ts';
import { createSendQuoteTool } from './tools.ts';

let shop: DeliveryShop;
beforeAll(async () => {
  shop = await createDeliveryShop();
});
afterAll(() => shop.crm.close());

const remind = (invoiceId: string) => callTool(shop.owner, 'send_invoice_reminder', { invoiceId, channel: 'sms' });
const button = (invoiceId: string) => shop.press(`/api/invoices/${invoiceId}/reminder`);
const readRows = (invoiceId: string) =>
  withSuperuser(shop.crm.database, (sql) =>
    sql<{ status: string }>('select status from crm.deliveries where invoice_id = $1 order by created_at', [invoiceId]),
  );
const change = (invoiceId: string, set: string) =>
  withSuperuser(shop.crm.database, (sql) => sql(`update crm.deliveries set ${set} where invoice_id = $1`, [invoiceId]));

/** Waits until somebody has claimed the delivery. */
async function untilClaimed(invoiceId: string) {
  for (let tries = 0; (await readRows(invoiceId)).length === 0; tries += 1) {
    if (tries > 200) throw new Error('Nobody claimed it.');
    await delay(25);
  }
}

/** Holds every message back at the gateway until the work is done. */
async function whileGatewayWaits<T>(work: () => Promise<T>): Promise<T> {
  const gate = Promise.withResolvers<void>();
  shop.weather.gate = gate.promise;
  try {
    return await work();
  } finally {
    delete shop.weather.gate;
    gate.resolve();
  }
}

/** What a process leaves behind that dies after the provider took its message: the claim, and the message. */
async function dieAfterSending(invoiceId: string) {
  shop.weather.failure = 'after';
  expect((await button(invoiceId)).status).toBe(500);
  await change(invoiceId, "held_until = now() + interval '20 seconds'");
}

test('a tool that died after its message went out, and the button pressed before anybody looked: one message', { timeout: 30_000 }, async () => {
  const { id, clientId } = await shop.invoice();
  const asked = await remind(id);
  Object.assign(shop.weather, { failure: 'after', strikes: 1 });
  const approved = approve(shop.owner, asked.runId);
  await untilClaimed(id);
  expect(await button(id)).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining('is being sent by text right now') } } });
  expect(await approved).toMatchObject({ status: 'completed', call: { status: 'succeeded' } });
  expect(await button(id)).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining('by text today already') } } });
  expect(await shop.sentTo(clientId)).toHaveLength(1);
  expect((await shop.owner('GET', `/api/invoices/${id}`)).body.reminders).toHaveLength(1);
});

test('a button that died after its message went out: the tool waits its time, then finds the message and sends no other', async () => {
  const { id, clientId } = await shop.invoice();
  await dieAfterSending(id);
  const early = await remind(id);
  expect((await approve(shop.owner, early.runId)).call).toMatchObject({ status: 'failed', error: { message: expect.stringContaining('right now') } });
  await change(id, 'held_until = now()');
  const late = await remind(id);
  expect(await approve(shop.owner, late.runId)).toMatchObject({ status: 'completed', call: { status: 'succeeded' } });
  expect(await shop.sentTo(clientId)).toHaveLength(1);
  expect(await readRows(id)).toEqual([{ status: 'sent' }]);
});

test('a button that died before its message went out: pressed again when its time is over it sends under the same key', async () => {
  const { id, clientId } = await shop.invoice();
  shop.weather.failure = 'before';
  expect((await button(id)).status).toBe(500);
  await change(id, "held_until = now() + interval '20 seconds'");
  expect((await button(id)).status).toBe(409);
  await change(id, 'held_until = now()');
  expect((await button(id)).status).toBe(200);
  expect(await shop.sentTo(clientId)).toHaveLength(1);
});

test('the button and the tool at the same moment: whoever comes second is told, and one message goes out', { timeout: 30_000 }, async () => {
  const [first, second] = [await shop.invoice(), await shop.invoice()];
  const [refused, sent] = [await remind(first.id), await remind(second.id)];
  const [pressed, approved] = await whileGatewayWaits(async () => {
    const going = button(first.id);
    await untilClaimed(first.id);
    expect((await approve(shop.owner, refused.runId)).call).toMatchObject({ status: 'failed', error: { message: expect.stringContaining('right now') } });
    const running = approve(shop.owner, sent.runId);
    await untilClaimed(second.id);
    expect((await button(second.id)).status).toBe(409);
    return [going, running] as const;
  }).then((both) => Promise.all(both));
  expect(pressed.status).toBe(200);
  expect(approved.call.status).toBe('succeeded');
  for (const { clientId } of [first, second]) expect(await shop.sentTo(clientId)).toHaveLength(1);
});

test('the next day it may be sent again, by the button as by the copilot', async () => {
  const { id, clientId } = await shop.invoice();
  expect((await button(id)).status).toBe(200);
  await change(id, 'day = day - 1');
  const asked = await remind(id);
  expect(await approve(shop.owner, asked.runId)).toMatchObject({ call: { status: 'succeeded' } });
  expect(await shop.sentTo(clientId)).toHaveLength(2);
});

test('what the gateway refused is known to have failed, and may be tried again, whoever tries', async () => {
  const { id, clientId } = await shop.invoice();
  shop.weather.refusal = new CountersignError('conflict', 'The gateway refuses: the number is not in service.');
  try {
    expect(await button(id)).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining('not in service') } } });
    const asked = await remind(id);
    expect((await approve(shop.owner, asked.runId)).call).toMatchObject({ status: 'failed' });
  } finally {
    delete shop.weather.refusal;
  }
  expect((await shop.owner('GET', `/api/invoices/${id}`)).body.reminders).toEqual([]);
  expect((await button(id)).status).toBe(200);
  expect(await shop.sentTo(clientId)).toHaveLength(1);
  expect(await readRows(id)).toEqual([{ status: 'failed' }, { status: 'failed' }, { status: 'sent' }]);
});

test('what a provider can neither find nor recognise again is in doubt, and not sent a second time that day', async () => {
  const other = await createDeliveryShop({ recovery: { by: 'human' } });
  try {
    const { id, clientId } = await other.invoice();
    other.weather.failure = 'before';
    expect((await other.press(`/api/invoices/${id}/reminder`)).status).toBe(500);
    const again = await other.press(`/api/invoices/${id}/reminder`);
    expect(again).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringMatching(/^It is not known whether a reminder of invoice \d+ went out/) } },
    });
    expect(await other.sentTo(clientId)).toEqual([]);
  } finally {
    await other.crm.close();
  }
});

test('asked what became of a call, the tool finds its message by the claim, and makes the mark that was not made', async () => {
  const { id: quoteId } = await shop.quote();
  shop.weather.failure = 'after';
  expect((await shop.press(`/api/quotes/${quoteId}/message`)).status).toBe(500);
  const [row] = await withSuperuser(shop.crm.database, (sql) => sql<{ key: string }>('select key from crm.deliveries where quote_id = $1', [quoteId]));
  const principal = { tenantId: 'shop-north', userId: 'user-north-owner', roles: ['owner'], timeZone: 'America/New_York' };
  const { outside, database } = shop.crm.connections;
  const outbox = createOutboxProvider(outside);
  const input = { quoteId, channel: 'sms', recipientRole: 'primary' } as const;
  const verify = (idempotencyKey: string, provider: TextProvider) =>
    database.transaction(principal, async (tx) => {
      const times = { today: '2026-11-26', now: new Date(), signal: new AbortController().signal };
      return createSendQuoteTool({ provider, outside }).verify?.({ principal, tx, sessionId: 'session', runId: 'run', idempotencyKey, ...times }, input);
    });
  const key = row?.key ?? '';
  const { find: _, ...mute } = outbox;
  expect(await verify(key, mute)).toEqual({ status: 'unknown' });
  expect(await verify('0'.repeat(32), outbox)).toEqual({ status: 'not_happened' });
  for (const provider of [outbox, mute]) expect(await verify(key, provider)).toMatchObject({ status: 'happened', output: { channel: 'sms' } });
  expect((await shop.owner('GET', `/api/quotes/${quoteId}`)).body.status).toBe('sent');
});
