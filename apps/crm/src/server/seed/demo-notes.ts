import type { RecordType } from '../../shared/activity.ts';
import type { notes } from '../db/inbox-schema.ts';
import { createRandom, DAY_MS, pick, toDaytime, toUuid } from './demo-random.ts';
import type { DemoShop } from './demo-shops.ts';

export type NewNote = typeof notes.$inferInsert;

interface NotedRecord {
  id: string;
  createdAt: Date;
}

const remarks = {
  client: [
    'Called about the weekend, will text a time.',
    'Asked for the owner in person. Was happy in the end.',
    'New address is closer to the shop: pickup is possible now.',
    'Wants an invoice by email, never on paper.',
    'Would like to be told when the five-year coating is on offer.',
    'Paid the last one in cash, receipt handed over.',
    'Very particular about the wheels. Show them before handing over the key.',
    'Travels in January and leaves the car with us then.',
  ],
  vehicle: [
    'Scratch on the rear bumper, left side. Was there on arrival, photo taken.',
    'Clear coat is thin on the hood: no compound there.',
    'Passenger window regulator is slow, do not force it.',
    'Aftermarket wrap on the roof. Hand dry only.',
    'Milk spill under the second row, smell comes back in summer.',
    'Wheel locks: the key is in the glove box.',
    'Battery was low, jump pack used.',
    'Brake dust is baked in, two rounds of iron remover next time.',
  ],
  quote: ['Client asked for ten percent off, agreed.', 'Left the ceramic coating out on request.', 'Compare with the spring special before booking.'],
} as const satisfies Partial<Record<RecordType, readonly string[]>>;

/** Which share of the records of a kind has a note. */
const shares = { client: 0.3, vehicle: 0.22, quote: 0.12 } as const;

/** What the staff noted on records, each some days after the record came to be. Technicians write about cars. */
export function makeDemoNotes(shop: DemoShop, records: Record<keyof typeof remarks, readonly NotedRecord[]>, now: Date): NewNote[] {
  const random = createRandom(`${shop.id}/notes`);
  const technician = shop.staff.find(({ role }) => role === 'technician');
  const office = shop.staff.filter(({ role }) => role !== 'technician');
  return (Object.keys(remarks) as (keyof typeof remarks)[]).flatMap((recordType) =>
    records[recordType].flatMap(({ id, createdAt }): NewNote[] => {
      if (random() > shares[recordType]) return [];
      const author = recordType === 'vehicle' && technician && random() < 0.7 ? technician : pick(office, random);
      const since = now.getTime() - createdAt.getTime();
      const then = new Date(createdAt.getTime() + Math.min(since * 0.98, random() * 60 * DAY_MS));
      const awake = toDaytime(then, shop.timeZone);
      const noted = awake > createdAt ? awake : then;
      const body = pick<string>(remarks[recordType], random);
      return [
        {
          tenantId: shop.id,
          id: toUuid(`${shop.id}/note/${id}`),
          recordType,
          recordId: id,
          body,
          authorId: author.id,
          authorName: author.name,
          createdAt: noted,
        },
      ];
    }),
  );
}
