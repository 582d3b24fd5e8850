import { expect, test } from 'vitest';
import { quoteStatuses, statusOn } from '../../shared/quote-status.ts';
import { makeDemoClients } from './demo-clients.ts';
import { makeDemoQuotes } from './demo-quotes.ts';
import { makeDemoServices } from './demo-services.ts';
import { demoShops } from './demo-shops.ts';
import { makeDemoVehicles } from './demo-vehicles.ts';

const now = new Date('2026-11-20T12:00:00Z');

test.each(demoShops)('the quotes of $name are the same every time, of every state, and none is from the future', (shop) => {
  const vehicles = makeDemoVehicles(shop, makeDemoClients(shop, now), now);
  const services = makeDemoServices(shop, now);
  const made = makeDemoQuotes(shop, { vehicles, services }, now);
  expect(makeDemoQuotes(shop, { vehicles, services }, now)).toEqual(made);
  expect(made.quotes.length).toBeGreaterThan(100);
  for (const status of quoteStatuses) {
    const today = made.quotes.filter((quote) => statusOn('2026-11-20', { status: quote.status ?? 'draft', validUntil: quote.validUntil }) === status);
    expect(today.length, status).toBeGreaterThan(2);
  }
  for (const { id, clientId, vehicleId, createdAt, sentAt, answeredAt } of made.quotes) {
    expect(vehicles.find((vehicle) => vehicle.id === vehicleId)?.clientId).toBe(clientId);
    expect(made.lines.some((line) => line.quoteId === id)).toBe(true);
    const times = [createdAt, sentAt, answeredAt, now].flatMap((time) => (time ? [time.getTime()] : []));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  }
  const numbers = made.quotes.map((quote) => quote.number);
  expect(numbers).toEqual(numbers.map((_, index) => 1001 + index));
});
