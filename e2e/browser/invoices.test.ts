import { expect } from 'vitest';
import { picture, test } from './test.ts';
import type { Visit } from './visit.ts';

async function post<T>({ api }: Visit, path: string, data: object): Promise<T> {
  const response = await api.post(path, { data });
  if (!response.ok()) throw new Error(`${path} answered ${response.status()}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** A quote over $450.00 (10% off $500.00) that its client has accepted. */
async function haveAcceptedQuote(manager: Visit, firstName: string): Promise<{ id: string; number: number }> {
  const { id: clientId } = await manager.haveClient({ firstName, lastName: 'Payne', phone: '555-310-7700', email: 'payne@example.com' });
  const vehicle = await post<{ id: string }>(manager, '/api/vehicles', { clientId, make: 'Chevrolet', model: 'Tahoe', size: 'xl' });
  const services = (await (await manager.api.get('/api/services?limit=2')).json()) as { services: { id: string }[] };
  const lines = services.services.map(({ id }) => ({ serviceId: id, priceCents: 25_000 }));
  const quote = await post<{ id: string; number: number }>(manager, '/api/quotes', { clientId, vehicleId: vehicle.id, lines, discount: '10%' });
  await post(manager, `/api/quotes/${quote.id}/status`, { version: 1, status: 'sent' });
  await post(manager, `/api/quotes/${quote.id}/status`, { version: 2, status: 'accepted' });
  return quote;
}

test('I bill a quote, issue the invoice, remind of it, take the payment and refund part of it', async ({ visit, sql }) => {
  const manager = await visit('manager@north.test');
  const { page } = manager;
  const quote = await haveAcceptedQuote(manager, 'Ivy');
  await manager.go(`/quotes/${quote.id}`);
  await page.getByRole('button', { name: 'Invoice it' }).click();
  const form = page.getByRole('form', { name: 'Invoice' });
  await expect.poll(() => form.getByLabel('Quote').inputValue()).toBe(`Quote #${quote.number}`);
  await expect.poll(() => form.getByLabel('Client').inputValue()).toBe('Ivy Payne');
  await expect.poll(() => form.getByLabel('Vehicle').inputValue()).toBe('Chevrolet Tahoe');
  expect(await form.getByLabel('Price of service 1').inputValue()).toBe('250.00');
  await form.getByText('$450.00').waitFor();
  await form.getByLabel('Notes').fill('Hand over the spare key.');
  await picture(page, 'invoice-from-quote');
  await form.getByRole('button', { name: 'Save invoice' }).click();
  await page.getByRole('region', { name: 'Billed with' }).getByRole('link').click();
  await page.getByRole('heading', { name: /^Invoice #\d+$/ }).waitFor();
  // It is billed now: there is no second way to do it.
  const number = Number((await page.getByRole('heading', { level: 1 }).innerText()).replace(/\D/g, ''));
  const stored = () => sql(`select status, total_cents, paid_cents, refunded_cents from crm.invoices where tenant_id = 'shop-north' and number = $1`, [number]);
  expect(await stored()).toEqual([{ status: 'draft', total_cents: 45_000, paid_cents: 0, refunded_cents: 0 }]);

  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Issue' }).click();
  await dialog.getByRole('button', { name: 'Issue' }).click();
  const main = page.getByRole('main');
  await main.getByRole('row', { name: 'Still owed $450.00' }).waitFor();

  await page.getByRole('button', { name: 'Remind' }).click();
  const words = dialog.getByLabel('Text of the message');
  await words.getByText('$450.00 is open').waitFor();
  const shown = await words.innerText();
  await picture(page, 'invoice-reminder');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('region', { name: 'Reminders' }).getByText('Text to (555) 310-7700').waitFor();
  const texts = await sql<{ body: string }>(`select body from crm.outbox where recipient = '+15553107700'`);
  expect(texts.map(({ body }) => body)).toEqual([shown]);
  await page.getByRole('button', { name: 'Remind' }).click();
  await dialog.getByText('by text today already').waitFor();
  expect(await dialog.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('button', { name: 'Record payment' }).click();
  await dialog.getByLabel('Amount paid').fill('500');
  await dialog.getByRole('button', { name: 'Record payment' }).click();
  await dialog.getByText('Only $450.00 is owed.').waitFor();
  await dialog.getByLabel('Amount paid').fill('450');
  await dialog.getByLabel('How it was paid').selectOption('Check');
  await picture(page, 'invoice-payment');
  await dialog.getByRole('button', { name: 'Record payment' }).click();
  await main.getByRole('row', { name: 'Still owed $0.00' }).waitFor();
  expect(await stored()).toEqual([{ status: 'paid', total_cents: 45_000, paid_cents: 45_000, refunded_cents: 0 }]);

  await page.getByRole('button', { name: 'Refund' }).click();
  await dialog.getByLabel('Amount to give back').fill('150');
  await dialog.getByRole('button', { name: 'Refund', exact: true }).click();
  await dialog.getByText('Above $100.00 on one invoice only an owner can refund. Ask one.').waitFor();
  await dialog.getByLabel('Amount to give back').fill('40');
  await dialog.getByLabel('Reason').fill('Streaks on the rear window');
  await picture(page, 'invoice-refund');
  await dialog.getByRole('button', { name: 'Refund', exact: true }).click();
  await page.getByRole('region', { name: 'Payments' }).getByText('Streaks on the rear window').waitFor();
  await main.getByRole('row', { name: 'Refunded $40.00' }).waitFor();
  expect(await stored()).toEqual([{ status: 'paid', total_cents: 45_000, paid_cents: 45_000, refunded_cents: 4_000 }]);
  await picture(page, 'invoice-refunded');

  await manager.go(`/quotes/${quote.id}`);
  await page.getByRole('region', { name: 'Billed with' }).waitFor();
  expect(await page.getByRole('button', { name: 'Invoice it' }).count()).toBe(0);
});

test('I send a quote by email in the words that I was shown, and it is marked as sent', async ({ visit, sql }) => {
  const manager = await visit('manager@north.test');
  const { page } = manager;
  const { id: clientId } = await manager.haveClient({ firstName: 'Otto', lastName: 'Payne', email: 'otto.payne@example.com' });
  const vehicle = await post<{ id: string }>(manager, '/api/vehicles', { clientId, make: 'Honda', model: 'Civic', size: 'small' });
  const { services } = (await (await manager.api.get('/api/services?limit=1')).json()) as { services: { id: string }[] };
  const quote = await post<{ id: string; number: number }>(manager, '/api/quotes', {
    clientId,
    vehicleId: vehicle.id,
    lines: [{ serviceId: services[0]?.id }],
  });
  await manager.go(`/quotes/${quote.id}`);
  await page.getByRole('button', { name: 'Send quote' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Otto Payne has no phone number').waitFor();
  await dialog.getByText('Email', { exact: true }).click();
  const words = dialog.getByLabel('Text of the message');
  await words.getByText(`quote ${quote.number}`).waitFor();
  const shown = await words.innerText();
  await picture(page, 'quote-send');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('button', { name: 'Client accepted' }).waitFor();
  const sent = await sql<{ body: string; channel: string }>(`select body, channel from crm.outbox where recipient = 'otto.payne@example.com'`);
  expect(sent).toEqual([{ channel: 'email', body: shown }]);
});

test('As a technician I see no invoices anywhere', async ({ visit }) => {
  const technician = await visit('tech@north.test');
  const { page } = technician;
  await technician.go('/clients');
  await page.getByRole('row').nth(2).waitFor();
  expect(await page.getByRole('link', { name: 'Invoices' }).count()).toBe(0);
  await page.getByRole('searchbox').fill('Nguyen');
  await page.getByRole('link', { name: 'Mai Nguyen' }).click();
  await page.getByRole('heading', { name: 'Vehicles' }).waitFor();
  expect(await page.getByRole('heading', { name: 'Invoices' }).count()).toBe(0);
  await technician.go('/invoices');
  await page.getByText('does not include invoices:read').waitFor();
});
