import { expect, test } from 'vitest';
import { daysOverdueOn, invoiceStatuses } from '../../shared/invoice-status.ts';
import { makeDemoClients } from './demo-clients.ts';
import { makeDemoInvoices, PINNED_NUMBER } from './demo-invoices.ts';
import { makeDemoQuotes } from './demo-quotes.ts';
import { makeDemoServices } from './demo-services.ts';
import { demoShops } from './demo-shops.ts';
import { makeDemoVehicles } from './demo-vehicles.ts';

const now = new Date('2026-11-20T12:00:00Z');
const today = '2026-11-20';

function make(shop: (typeof demoShops)[number]) {
  const clients = makeDemoClients(shop, now);
  const vehicles = makeDemoVehicles(shop, clients, now);
  const services = makeDemoServices(shop, now);
  const quoted = makeDemoQuotes(shop, { vehicles, services }, now);
  const accepted = quoted.quotes.filter((quote) => quote.status === 'accepted');
  const debtorId = clients.find((client) => client.lastName === 'Nguyen')?.id;
  // As the database would return them.
  const known = { vehicles, services, quotes: accepted as never, lines: quoted.lines as never, debtorId };
  return { clients, quoted, debtorId, made: makeDemoInvoices(shop, known, now), again: makeDemoInvoices(shop, known, now) };
}

test.each(demoShops)('the invoices of $name are the same every time, of every kind, and nothing about them is from the future', (shop) => {
  const { made, again, quoted } = make(shop);
  expect(again).toEqual(made);
  expect(made.invoices.map((invoice) => invoice.number)).toEqual(made.invoices.map((_, index) => 1001 + index));
  expect(made.invoices.length).toBeGreaterThanOrEqual(150);
  const late = made.invoices.map((invoice) => daysOverdueOn(today, { status: invoice.status ?? 'draft', dueOn: invoice.dueOn })).filter((days) => days > 0);
  expect(late.length).toBeGreaterThanOrEqual(8);
  expect(late.filter((days) => days > 30).length).toBeGreaterThanOrEqual(3);
  for (const status of invoiceStatuses) expect(made.invoices.filter((invoice) => invoice.status === status).length, status).toBeGreaterThanOrEqual(2);
  expect(made.invoices.filter((invoice) => invoice.status === 'paid').length).toBeGreaterThan(90);
  expect(made.invoices.filter((invoice) => invoice.status === 'open' && (invoice.paidCents ?? 0) > 0).length).toBeGreaterThanOrEqual(2);
  expect(made.payments.filter((payment) => payment.kind === 'refund').length).toBeGreaterThanOrEqual(4);
  expect(made.invoices.filter((invoice) => invoice.quoteId).length).toBeGreaterThan(30);
  for (const { id, quoteId, clientId, createdAt, totalCents } of made.invoices) {
    expect(made.lines.some((line) => line.invoiceId === id)).toBe(true);
    const quote = quoted.quotes.find((known) => known.id === quoteId);
    if (quote) expect({ clientId, totalCents }).toEqual({ clientId: quote.clientId, totalCents: quote.totalCents });
    const times = [createdAt, ...made.payments.filter((payment) => payment.invoiceId === id).map((payment) => payment.at), now].map((at) => at?.getTime() ?? 0);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  }
});

test('what stories lean on: invoice 1042 is paid and untouched, and one Nguyen of North owes on two invoices, one of them overdue', () => {
  const [north] = demoShops;
  if (!north) throw new Error('There is no North.');
  const { made, clients, debtorId } = make(north);
  expect(made.invoices.find((invoice) => invoice.number === PINNED_NUMBER)).toMatchObject({ status: 'paid' });
  const { id, totalCents = 0, paidCents, refundedCents = 0 } = made.invoices.find((invoice) => invoice.number === 1042) ?? {};
  expect(totalCents).toBeGreaterThanOrEqual(15_000);
  expect(paidCents).toBe(totalCents);
  expect(refundedCents).toBe(0);
  expect(made.payments.filter((payment) => payment.invoiceId === id && payment.kind === 'refund')).toEqual([]);
  const nguyens = clients.filter((client) => client.lastName === 'Nguyen');
  expect(nguyens).toMatchObject([{ phone: expect.any(String), email: expect.any(String) }]);
  const owed = made.invoices.filter((invoice) => invoice.clientId === debtorId && invoice.status === 'open');
  expect(owed.map((invoice) => daysOverdueOn(today, { status: 'open', dueOn: invoice.dueOn }) > 0).sort()).toEqual([false, true]);
});
