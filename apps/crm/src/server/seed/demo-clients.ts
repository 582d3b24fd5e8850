import type { clients } from '../db/schema.ts';
import { asideNotes, carNotes, emailHosts, firstNames, lastNames, pinnedNames } from './demo-names.ts';
import { createRandom, DAY_MS, pick, toUuid } from './demo-random.ts';
import type { DemoShop } from './demo-shops.ts';

export type NewClient = typeof clients.$inferInsert;

/** Clients of each demo shop. */
const DEMO_CLIENTS = 128;

/**
 * The clients of a demo shop: the same ones every time, created over the year and a half before `now`. Phone numbers are
 * from the block 555-0100 to 555-0199 that is set aside for fiction, emails from domains that nobody can own.
 */
export function makeDemoClients(shop: DemoShop, now: Date): NewClient[] {
  const random = createRandom(shop.id);
  const pinned = pinnedNames[shop.id] ?? [];
  // The one Nguyen of North is not drawn (demo-nguyen.ts). Whoever was is called something else, so that nobody else changes for it.
  const toSingle = (lastName: string) => (shop.id === 'shop-north' && lastName === 'Nguyen' ? 'Norwood' : lastName);
  const drawn = drawNames(random, DEMO_CLIENTS - pinned.length, pinned).map(([first, last]) => [first, toSingle(last)] as const);
  const names = [...pinned, ...drawn];
  const people = names.map(([firstName, lastName], index): NewClient => {
    const createdAt = new Date(now.getTime() - Math.floor((0.5 + random() * 540) * DAY_MS));
    const areaCode = shop.areaCodes[index % shop.areaCodes.length];
    const line = String(100 + Math.floor(index / shop.areaCodes.length)).padStart(4, '0');
    return {
      tenantId: shop.id,
      id: toUuid(`${shop.id}/client/${index}`),
      firstName,
      lastName,
      phone: random() < 0.94 ? `+1${areaCode}555${line}` : null,
      email: random() < 0.85 ? toEmail(firstName, lastName, index, random) : null,
      notes: random() < 0.55 ? pick(carNotes, random) : null,
      createdAt,
      updatedAt: createdAt,
    };
  });
  return connect(people, random);
}

/** Clients know each other: they send friends and share cars, and the shop writes that down. */
function connect(people: NewClient[], random: () => number): NewClient[] {
  return people.map((person, index) => {
    if (index === 0 || random() > 0.3) return person;
    const other = people[Math.floor(random() * index)];
    if (!other) return person;
    const family = people.find((candidate) => candidate !== person && candidate.lastName === person.lastName);
    const aside =
      family && random() < 0.6
        ? `Family of ${family.firstName} ${family.lastName}.`
        : pick(asideNotes, random).replace('{name}', `${other.firstName} ${other.lastName}`);
    return { ...person, notes: [person.notes, aside].filter(Boolean).join(' ') };
  });
}

function drawNames(random: () => number, count: number, taken: readonly (readonly [string, string])[]): [string, string][] {
  const seen = new Set(taken.map((name) => name.join(' ')));
  const names: [string, string][] = [];
  while (names.length < count) {
    const name: [string, string] = [pick(firstNames, random), pick(lastNames, random)];
    if (seen.has(name.join(' '))) continue;
    seen.add(name.join(' '));
    names.push(name);
  }
  return names;
}

function toEmail(firstName: string, lastName: string, index: number, random: () => number): string {
  const plain = (text: string) =>
    text
      .normalize('NFKD')
      .replace(/[^a-zA-Z]/g, '')
      .toLowerCase();
  const forms = [
    `${plain(firstName)}.${plain(lastName)}`,
    `${plain(firstName)[0]}${plain(lastName)}`,
    `${plain(firstName)}${plain(lastName)[0] ?? ''}${index}`,
  ];
  return `${pick(forms, random)}@${pick(emailHosts, random)}`;
}
