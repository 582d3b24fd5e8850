import type { services } from '../db/schema.ts';
import { DAY_MS, toUuid } from './demo-random.ts';
import type { DemoShop } from './demo-shops.ts';

export type NewService = typeof services.$inferInsert;

type Offer = readonly [name: string, minutes: number, mediumDollars: number, description: string, isActive?: boolean];

/** What the demo shops offer. Prices are for a medium car. */
const offers: readonly Offer[] = [
  ['Express Hand Wash', 45, 45, 'Two-bucket hand wash, wheels, windows and dry.'],
  ['Maintenance Wash', 75, 75, 'Hand wash with spray sealant, interior vacuum and wipe-down.'],
  ['Full Exterior Detail', 180, 190, 'Wash, decontamination, clay and six-month sealant.'],
  ['Full Interior Detail', 210, 220, 'Shampoo, steam, leather or fabric care, vents and glass.'],
  ['Full Detail', 360, 380, 'Everything inside and outside.'],
  ['Clay Bar and Wax', 120, 140, 'Clay decontamination and carnauba wax.'],
  ['One-Step Paint Correction', 360, 450, 'Machine polish that takes out most of the swirls.'],
  ['Two-Step Paint Correction', 720, 850, 'Compound and polish for deeper scratches.'],
  ['Ceramic Coating', 600, 950, 'Paint preparation and a coating that lasts two years.'],
  ['Five-Year Ceramic Coating', 960, 1500, 'Two layers, with a yearly check.'],
  ['Wheel and Caliper Coating', 150, 240, 'Wheels off, cleaned and coated.'],
  ['Headlight Restoration', 75, 110, 'Sanded, polished and sealed, both sides.'],
  ['Engine Bay Detail', 75, 95, 'Degreased, rinsed by hand and dressed.'],
  ['Pet Hair Removal', 60, 70, 'On top of an interior detail.'],
  ['Odor Removal', 90, 120, 'Ozone treatment and cabin filter check.'],
  ['Leather Treatment', 90, 130, 'Cleaned, conditioned and protected.'],
  ['Windshield Coating', 45, 65, 'Rain runs off for a year.'],
  ['Paint Protection Film, Front', 960, 1650, 'Bumper, hood, fenders and mirrors.'],
  ['Convertible Top Treatment', 75, 105, 'Cleaned and waterproofed.'],
  ['Winter Undercoating', 90, 180, 'No longer offered since the lift was sold.', false],
];

/** What larger cars cost, as shares of the price for a medium one. */
const shares = { small: 0.9, medium: 1, large: 1.2, xl: 1.4 } as const;
/** South Bay is dearer. */
const levels: Readonly<Record<string, number>> = { 'shop-south': 1.15 };

/** The catalogue of a demo shop: full dollars, in steps of five. */
export function makeDemoServices(shop: DemoShop, now: Date): NewService[] {
  const level = levels[shop.id] ?? 1;
  const createdAt = new Date(now.getTime() - 600 * DAY_MS);
  return offers.map(([name, durationMinutes, dollars, description, isActive = true]) => {
    const toCents = (size: keyof typeof shares) => Math.round((dollars * level * shares[size]) / 5) * 500;
    return {
      tenantId: shop.id,
      id: toUuid(`${shop.id}/service/${name}`),
      name,
      description,
      durationMinutes,
      smallCents: toCents('small'),
      mediumCents: toCents('medium'),
      largeCents: toCents('large'),
      xlCents: toCents('xl'),
      isActive,
      createdAt,
      updatedAt: createdAt,
    };
  });
}
