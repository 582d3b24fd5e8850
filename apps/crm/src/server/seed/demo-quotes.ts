import { type Discount, toTotals } from '../../shared/quote-totals.ts';
import { priceFor } from '../../shared/service.ts';
import type { quoteLines, quotes } from '../db/schema.ts';
import { shopDay } from '../quotes/shop-day.ts';
import { toDiscountColumns } from '../quotes/to-quote-view.ts';
import { createRandom, DAY_MS, pick, toUuid } from './demo-random.ts';
import type { NewService } from './demo-services.ts';
import type { DemoShop } from './demo-shops.ts';
import type { NewVehicle } from './demo-vehicles.ts';

export type NewQuote = typeof quotes.$inferInsert;
export type NewQuoteLine = typeof quoteLines.$inferInsert;

const DEMO_QUOTES = 140;
const FIRST_NUMBER = 1_001;
/** How far back they reach, and how long each holds. */
const REACH_DAYS = 240;
const VALID_DAYS = 14;

const discounts: readonly Discount[] = [
  { kind: 'percent', percent: 10 },
  { kind: 'percent', percent: 5 },
  { kind: 'amount', cents: 2_500 },
  { kind: 'percent', percent: 15 },
];
const remarks = ['Asked for a date before the long weekend.', 'Compares with another shop.', 'Wants the coating explained first.', 'Regular: keep the price.'];

/** Quotes of the last months, older ones with lower numbers: the recent ones open, the older ones answered or run out. */
export function makeDemoQuotes(
  shop: DemoShop,
  { vehicles, services }: { vehicles: readonly NewVehicle[]; services: readonly NewService[] },
  now: Date,
): { quotes: NewQuote[]; lines: NewQuoteLine[] } {
  const random = createRandom(`${shop.id}/quotes`);
  const offered = services.filter((service) => service.isActive);
  const made: NewQuote[] = [];
  const lines: NewQuoteLine[] = [];
  for (let index = 0; index < DEMO_QUOTES; index += 1) {
    const ageDays = ((DEMO_QUOTES - index) / DEMO_QUOTES) ** 1.6 * REACH_DAYS;
    const createdAt = new Date(now.getTime() - (ageDays + random() * 0.5) * DAY_MS);
    const vehicle = pick(vehicles, random);
    const id = toUuid(`${shop.id}/quote/${index}`);
    const own = pickLines(offered, random).map((service, position): NewQuoteLine => {
      const listed = priceFor(service, vehicle.size);
      // Now and then somebody was talked down.
      const priceCents = random() < 0.08 ? Math.round((listed * 0.9) / 100) * 100 : listed;
      return { tenantId: shop.id, quoteId: id, position, serviceId: service.id, name: service.name, priceCents };
    });
    const discount = random() < 0.35 ? pick(discounts, random) : null;
    lines.push(...own);
    made.push({
      tenantId: shop.id,
      id,
      number: FIRST_NUMBER + index,
      clientId: vehicle.clientId,
      vehicleId: vehicle.id,
      ...toDiscountColumns(discount),
      totalCents: toTotals(
        own.map((line) => line.priceCents),
        discount,
      ).totalCents,
      validUntil: shopDay(shop, createdAt, VALID_DAYS),
      notes: random() < 0.2 ? pick(remarks, random) : null,
      createdAt,
      ...toProgress(createdAt, now, random),
    });
  }
  return { quotes: made, lines };
}

/** Drafts are young, answers take some days, and what nobody answers runs out by itself. */
function toProgress(createdAt: Date, now: Date, random: () => number): Pick<NewQuote, 'status' | 'sentAt' | 'answeredAt' | 'updatedAt'> {
  const [roll, wait] = [random(), random()];
  const ageDays = (now.getTime() - createdAt.getTime()) / DAY_MS;
  if (ageDays < 5 ? roll < 0.5 : roll < 0.04) return { status: 'draft', updatedAt: createdAt };
  const sentAt = new Date(Math.min(now.getTime(), createdAt.getTime() + wait * 0.2 * DAY_MS));
  const answeredAt = new Date(sentAt.getTime() + (0.5 + wait * 9) * DAY_MS);
  if (answeredAt > now || roll > 0.85) return { status: 'sent', sentAt, updatedAt: sentAt };
  return { status: roll < 0.62 ? 'accepted' : roll < 0.8 ? 'declined' : 'expired', sentAt, answeredAt, updatedAt: answeredAt };
}

/** One to four services, none twice, in the order of the catalogue. */
function pickLines(services: readonly NewService[], random: () => number): NewService[] {
  const wanted = 1 + Math.floor(random() * 3.4);
  const chosen = new Set<NewService>();
  while (chosen.size < wanted) chosen.add(pick(services, random));
  return services.filter((service) => chosen.has(service));
}
