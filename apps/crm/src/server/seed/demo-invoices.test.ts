import { expect, test } from 'vitest';
import { daysOverdueOn, invoiceStatuses } from '../../shared/invoice-status.ts';
import { makeDemoClients } from './demo-clients.ts';
import { makeDemoInvoices } from './demo-invoices.ts';
import { makeDemoJobs } from './demo-jobs.ts';
import { makeNguyen } from './demo-nguyen.ts';
import { makeDemoQuotes } from './demo-quotes.ts';
import { makeDemoServices } from './demo-services.ts';
import { demoShops } from './demo-shops.ts';
import { makeDemoVehicles } from './demo-vehicles.ts';

const now = new Date('2026-11-20T12:00:00Z');
const today = '2026-11-20';

function make(shop: (typeof demoShops)[number]) {
  const nguyen = makeNguyen(shop, now);
  const vehicles = makeDemoVehicles(shop, makeDemoClients(shop, now), now);
  const services = makeDemoServices(shop, now);
  const quoted = makeDemoQuotes(shop, { vehicles, services }, now);
  // As the database would return them: without a column left out.
  const stored = { vehicles: vehicles as never, services: services as never, quotes: quoted.quotes as never, quoteLines: quoted.lines as never };
  const planned = makeDemoJobs(shop, stored, { now });
  const records = { ...stored, jobs: planned.jobs as never, jobLines: planned.lines as never, debtorCar: nguyen?.vehicle as never };
  return { quoted, planned, nguyen, made: makeDemoInvoices(shop, records, now), again: makeDemoInvoices(shop, records, now) };
}

test.each(demoShops)('the invoices of $name are the same every time, of every kind, and nothing about them is from the future', (shop) => {
  const { made, again, quoted, planned } = make(shop);
  expect(again).toEqual(made);
  expect(made.invoices.map((invoice) => invoice.number)).toEqual(made.invoices.map((_, index) => 1001 + index));
  expect(made.invoices.length).toBeGreaterThanOrEqual(140);
  expect(made.invoices.length).toBeLessThan(260);
  const late = made.invoices.map((invoice) => daysOverdueOn(today, { status: invoice.status ?? 'draft', dueOn: invoice.dueOn })).filter((days) => days > 0);
  expect(late.length).toBeGreaterThanOrEqual(8);
  expect(late.filter((days) => days > 30).length).toBeGreaterThanOrEqual(3);
  for (const status of invoiceStatuses) expect(made.invoices.filter((invoice) => invoice.status === status).length, status).toBeGreaterThanOrEqual(2);
  expect(made.invoices.filter((invoice) => invoice.status === 'paid').length).toBeGreaterThan(made.invoices.length * 0.6);
  expect(made.invoices.filter((invoice) => invoice.status === 'open' && (invoice.paidCents ?? 0) > 0).length).toBeGreaterThanOrEqual(2);
  expect(made.payments.filter((payment) => payment.kind === 'refund').length).toBeGreaterThanOrEqual(4);
  expect(made.invoices.filter((invoice) => invoice.quoteId).length).toBeGreaterThan(30);
  expect(made.invoices.filter((invoice) => invoice.jobId).length).toBeGreaterThan(20);
  const quotes = made.invoices.flatMap((invoice) => invoice.quoteId ?? []);
  expect(new Set(quotes).size).toBe(quotes.length);
  for (const { id, quoteId, jobId, clientId, createdAt, totalCents } of made.invoices) {
    expect(made.lines.some((line) => line.invoiceId === id)).toBe(true);
    const source = planned.jobs.find((known) => known.id === jobId) ?? quoted.quotes.find((known) => known.id === quoteId);
    if (source) expect({ clientId, totalCents }).toEqual({ clientId: source.clientId, totalCents: source.totalCents });
    const times = [createdAt, ...made.payments.filter((payment) => payment.invoiceId === id).map((payment) => payment.at), now].map((at) => at?.getTime() ?? 0);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  }
});

test('what stories lean on: invoice 1042 is paid and untouched, and one Nguyen of North owes on two invoices, one of them overdue', () => {
  const [north] = demoShops;
  if (!north) throw new Error('There is no North.');
  const { made, nguyen } = make(north);
  const { id, status, totalCents = 0, paidCents, refundedCents = 0 } = made.invoices.find((invoice) => invoice.number === 1042) ?? {};
  expect(status).toBe('paid');
  expect(totalCents).toBeGreaterThanOrEqual(15_000);
  expect(paidCents).toBe(totalCents);
  expect(refundedCents).toBe(0);
  expect(made.payments.filter((payment) => payment.invoiceId === id && payment.kind === 'refund')).toEqual([]);
  expect(makeDemoClients(north, now).filter((client) => client.lastName === 'Nguyen')).toEqual([]);
  expect(nguyen?.client).toMatchObject({ lastName: 'Nguyen', phone: expect.any(String), email: expect.any(String) });
  const owed = made.invoices.filter((invoice) => invoice.clientId === nguyen?.client.id);
  expect(owed.map((invoice) => [invoice.status, daysOverdueOn(today, { status: 'open', dueOn: invoice.dueOn }) > 0]).sort()).toEqual([
    ['open', false],
    ['open', true],
  ]);
});
