import type { NewClient } from './demo-clients.ts';
import { DAY_MS, toUuid } from './demo-random.ts';
import type { DemoShop } from './demo-shops.ts';
import type { NewVehicle } from './demo-vehicles.ts';

/** Somebody who came after the drawn clients. */
export interface Latecomer {
  client: NewClient;
  vehicle: NewVehicle;
}

/**
 * A client of North with one car and one job to come: "Mark the Henderson job done" means something. Not one of the drawn
 * names, and drawn from no common row of chances, so that databases that were filled before she came can have her too.
 */
export function makeHenderson(shop: DemoShop, now: Date): Latecomer | undefined {
  if (shop.id !== 'shop-north') return undefined;
  const since = new Date(now.getTime() - 75 * DAY_MS);
  const times = { createdAt: since, updatedAt: since };
  const client: NewClient = {
    tenantId: shop.id,
    id: toUuid(`${shop.id}/client/henderson`),
    firstName: 'Grace',
    lastName: 'Henderson',
    phone: '+15165550190',
    email: 'grace.henderson@example.com',
    notes: 'Drops the car off on the way to work.',
    ...times,
  };
  const car = { year: 2022, make: 'Volvo', model: 'XC60', color: 'Denim blue', plate: 'GHN-2047', size: 'large' } as const;
  return { client, vehicle: { tenantId: shop.id, id: toUuid(`${shop.id}/vehicle/henderson`), clientId: client.id, ...car, ...times } };
}
