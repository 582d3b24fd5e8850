import type { NewClient } from './demo-clients.ts';
import type { Latecomer } from './demo-henderson.ts';
import { DAY_MS, toUuid } from './demo-random.ts';
import type { DemoShop } from './demo-shops.ts';

/**
 * A client of North who owes money: "How much does the Nguyen account owe us?" means her alone. Like Henderson she is not
 * one of the drawn clients, so that databases that were filled before she came can have her too.
 */
export function makeNguyen(shop: DemoShop, now: Date): Latecomer | undefined {
  if (shop.id !== 'shop-north') return undefined;
  const since = new Date(now.getTime() - 190 * DAY_MS);
  const times = { createdAt: since, updatedAt: since };
  const client: NewClient = {
    tenantId: shop.id,
    id: toUuid(`${shop.id}/client/nguyen`),
    firstName: 'Mai',
    lastName: 'Nguyen',
    phone: '+15165550191',
    email: 'mai.nguyen@example.com',
    notes: 'Pays by transfer, at the end of the month.',
    ...times,
  };
  const car = { year: 2021, make: 'Toyota', model: 'Sienna', color: 'Silver', plate: 'MNG-3318', size: 'xl' } as const;
  return { client, vehicle: { tenantId: shop.id, id: toUuid(`${shop.id}/vehicle/nguyen`), clientId: client.id, ...car, ...times } };
}
