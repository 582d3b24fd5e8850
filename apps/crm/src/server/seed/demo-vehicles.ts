import type { vehicles } from '../db/schema.ts';
import { demoCars, demoColors, notedCars } from './demo-cars.ts';
import type { NewClient } from './demo-clients.ts';
import { createRandom, DAY_MS, pick, toUuid } from './demo-random.ts';
import type { DemoShop } from './demo-shops.ts';

export type NewVehicle = typeof vehicles.$inferInsert;

/** One to three cars for every client: the same ones every time, on file since shortly after their owner. */
export function makeDemoVehicles(shop: DemoShop, clients: readonly NewClient[], now: Date): NewVehicle[] {
  const random = createRandom(`${shop.id}/vehicles`);
  return clients.flatMap((client, owner) => {
    const roll = random();
    const count = roll < 0.58 ? 1 : roll < 0.9 ? 2 : 3;
    const since = client.createdAt?.getTime() ?? now.getTime();
    return Array.from({ length: count }, (_, index): NewVehicle => {
      const [make, model, size, from] = pick(demoCars, random);
      const createdAt = new Date(Math.min(now.getTime() - 60_000, since + Math.floor(random() * 3 * index * DAY_MS)));
      return {
        tenantId: shop.id,
        id: toUuid(`${shop.id}/vehicle/${owner}/${index}`),
        clientId: client.id,
        year: random() < 0.95 ? from + Math.floor(random() * Math.max(1, now.getUTCFullYear() - from + 1)) : null,
        make,
        model,
        color: random() < 0.93 ? pick(demoColors, random) : null,
        plate: random() < 0.8 ? toPlate(random, owner * 3 + index) : null,
        size,
        ...(index === 0 && notedCars.find(([words]) => client.notes?.includes(words))?.[1]),
        createdAt,
        updatedAt: createdAt,
      };
    });
  });
}

const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ';

/** Three letters and four digits; the number makes it one of a kind. */
function toPlate(random: () => number, number: number): string {
  const letters = Array.from({ length: 3 }, () => LETTERS.charAt(Math.floor(random() * LETTERS.length))).join('');
  return `${letters}-${String(1000 + ((number * 7919) % 9000))}`;
}
