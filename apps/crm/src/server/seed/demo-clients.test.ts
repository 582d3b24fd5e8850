import { isValidPhoneNumber } from 'libphonenumber-js/max';
import { expect, test } from 'vitest';
import { CreateClient } from '../../shared/client.ts';
import { makeDemoClients } from './demo-clients.ts';
import { demoShops } from './demo-shops.ts';

const now = new Date('2026-11-20T12:00:00Z');

test.each(demoShops)('the clients of $name are the same every time, and every one could have been typed into the form', (shop) => {
  const clients = makeDemoClients(shop, now);
  expect(makeDemoClients(shop, now)).toEqual(clients);
  expect(clients.length).toBeGreaterThanOrEqual(120);
  expect(new Set(clients.map((client) => client.id)).size).toBe(clients.length);
  for (const { firstName, lastName, phone, email, notes, createdAt } of clients) {
    expect(CreateClient.parse({ firstName, lastName, phone, email, notes })).toEqual({ firstName, lastName, phone, email, notes });
    if (phone) expect(isValidPhoneNumber(phone), phone).toBe(true);
    expect(createdAt?.getTime()).toBeLessThan(now.getTime());
  }
  const phones = clients.flatMap((client) => client.phone ?? []);
  expect(new Set(phones).size).toBe(phones.length);
});

test('they know each other: some notes name another client of the same shop', () => {
  for (const shop of demoShops) {
    const clients = makeDemoClients(shop, now);
    const names = clients.map((client) => `${client.firstName} ${client.lastName}`);
    const connected = clients.filter((client, index) => names.some((name, other) => other !== index && client.notes?.includes(name)));
    expect(connected.length).toBeGreaterThan(15);
  }
});
