import { type Discount, toTotals } from '../../shared/quote-totals.ts';
import { priceFor } from '../../shared/service.ts';
import { addDays, toInstant, toWallClock } from '../../shared/wall-clock.ts';
import type { bays, jobLines, jobs } from '../db/jobs-schema.ts';
import type { quoteLines, quotes, services, vehicles } from '../db/schema.ts';
import { toDiscount, toDiscountColumns } from '../quotes/to-quote-view.ts';
import { createRandom, DAY_MS, pick, toUuid } from './demo-random.ts';
import type { DemoShop } from './demo-shops.ts';

export type NewBay = typeof bays.$inferInsert;
export type NewJob = typeof jobs.$inferInsert;
export type NewJobLine = typeof jobLines.$inferInsert;
type Vehicle = Pick<typeof vehicles.$inferSelect, 'id' | 'clientId' | 'size' | 'createdAt'>;
type Service = Pick<typeof services.$inferSelect, 'id' | 'name' | 'durationMinutes' | 'isActive' | 'smallCents' | 'mediumCents' | 'largeCents' | 'xlCents'>;
type Quote = Pick<typeof quotes.$inferSelect, 'id' | 'clientId' | 'vehicleId' | 'status' | 'answeredAt' | 'discountKind' | 'discountValue'>;
type QuoteLine = Pick<typeof quoteLines.$inferSelect, 'quoteId' | 'position' | 'serviceId' | 'name' | 'priceCents'>;

/** What the shop has: as it was just made, or as it is found in a database that is older than its jobs. */
export interface DemoRecords {
  vehicles: readonly Vehicle[];
  services: readonly Service[];
  quotes: readonly Quote[];
  quoteLines: readonly QuoteLine[];
}

const FIRST_NUMBER = 1_001;
const DAYS_BACK = 18;
const DAYS_AHEAD = 14;
const [OPENS, CLOSES] = [8 * 60, 18 * 60];

const bayNames: Readonly<Record<string, readonly string[]>> = {
  'shop-north': ['Bay 1', 'Bay 2', 'Bay 3', 'Coating room'],
  'shop-south': ['Bay 1', 'Bay 2', 'Coating room'],
};
const remarks = ['Keys in the drop box.', 'Call when it is ready.', 'Child seat stays in.', 'Client waits in the lounge.', 'Mind the aftermarket splitter.'];

/** The bays of a demo shop. What takes longer than a day is done in the last one. */
export function makeDemoBays(shop: DemoShop, now: Date): NewBay[] {
  const createdAt = new Date(now.getTime() - 600 * DAY_MS);
  return (bayNames[shop.id] ?? ['Bay 1']).map((name, position) => ({
    tenantId: shop.id,
    id: toUuid(`${shop.id}/bay/${position}`),
    name,
    position,
    createdAt,
    updatedAt: createdAt,
  }));
}

interface Work {
  vehicle: Vehicle;
  quote: Quote | undefined;
  lines: Pick<QuoteLine, 'serviceId' | 'name' | 'priceCents'>[];
  minutes: number;
}

/**
 * Two weeks and a half behind `now` and two ahead, in each bay one job after the other, some from accepted quotes. What is
 * over was done, with some that were called off; what is under way is in progress. No car comes twice.
 *
 * @param reserved a vehicle whose only job is to come next, in the first bay
 */
export function makeDemoJobs(
  shop: DemoShop,
  records: DemoRecords,
  { now, reserved }: { now: Date; reserved?: string | undefined },
): { bays: NewBay[]; jobs: NewJob[]; lines: NewJobLine[] } {
  const random = createRandom(`${shop.id}/jobs`);
  const draw = createDraw(records, random, reserved);
  const made: NewJob[] = [];
  const lines: NewJobLine[] = [];
  const allBays = makeDemoBays(shop, now);
  const today = toWallClock(now, shop.timeZone).slice(0, 10);
  const place = (bayId: string, work: Work, startsAt: Date, endsAt: Date) => {
    const id = toUuid(`${shop.id}/job/${made.length}`);
    const plannedOn = addDays(toWallClock(startsAt, shop.timeZone).slice(0, 10), -1 - Math.floor(random() * 9));
    const planned = at(shop, plannedOn, OPENS + Math.floor(random() * (CLOSES - OPENS))).getTime();
    const createdAt = new Date(Math.max(work.vehicle.createdAt.getTime(), Math.min(now.getTime() - 60_000, planned)));
    const { vehicle, quote } = work;
    const discount: Discount = quote ? toDiscount(quote) : null;
    const prices = work.lines.map((line) => line.priceCents);
    made.push({
      tenantId: shop.id,
      id,
      number: FIRST_NUMBER + made.length,
      clientId: vehicle.clientId,
      vehicleId: vehicle.id,
      quoteId: quote?.id ?? null,
      bayId,
      startsAt,
      endsAt,
      ...toDiscountColumns(discount),
      totalCents: toTotals(prices, discount).totalCents,
      notes: random() < 0.2 ? pick(remarks, random) : null,
      createdAt,
      ...toProgress({ startsAt, endsAt, createdAt, now, roll: random() }),
    });
    lines.push(...work.lines.map((line, position) => ({ tenantId: shop.id, jobId: id, position, ...line })));
  };

  const roomFrom = at(shop, addDays(today, 2), OPENS);
  const next = draw.reserved();
  const nextSlot = next && toNextSlot(shop, now, next.minutes);
  for (const [index, bay] of allBays.entries()) {
    const takesLong = index === allBays.length - 1;
    let freeFrom = new Date(0);
    for (let offset = -DAYS_BACK; offset <= DAYS_AHEAD; offset += 1) {
      const day = addDays(today, offset);
      if (index === 0 && next && nextSlot?.day === day) {
        place(bay.id, next, nextSlot.startsAt, nextSlot.endsAt);
        continue;
      }
      // Closed on Sundays, but for today: whoever tries the demo on a Sunday should see a day at work.
      if (isSunday(day) && offset !== 0) continue;
      let minute = OPENS + 30 * Math.floor(random() * 4);
      // The further ahead, the more is still free.
      const busy = offset === 0 ? 0.9 : 0.62 - Math.max(0, offset) * 0.025;
      while (minute <= CLOSES - 90) {
        const startsAt = at(shop, day, minute);
        const fits = (minutes: number) => (takesLong ? minutes > 240 && spansAtMost3Days(shop, day, minute, minutes) : minutes <= CLOSES + 30 - minute);
        const work = startsAt >= freeFrom && random() < busy ? draw.next(startsAt, fits) : undefined;
        if (!work) {
          minute += 90;
          continue;
        }
        const endsAt = toEnd(shop, day, minute, work.minutes);
        // Whoever tries the demo finds room for long work from the day after tomorrow on.
        if (!takesLong || endsAt <= roomFrom) place(bay.id, work, startsAt, endsAt);
        freeFrom = endsAt;
        minute += work.minutes + 30;
      }
    }
  }
  return { bays: allBays, jobs: made, lines };
}

/** Cars and what is to be done to them: an accepted quote where there is one to come, else one or two services of the catalogue. */
function createDraw({ vehicles, services, quotes, quoteLines }: DemoRecords, random: () => number, reserved: string | undefined) {
  const offered = services.filter((service) => service.isActive);
  const minutesOf = new Map(services.map((service) => [service.id, service.durationMinutes]));
  const linesOf = Map.groupBy(quoteLines, (line) => line.quoteId);
  const byId = new Map(vehicles.map((vehicle) => [vehicle.id, vehicle]));
  const seen = new Set<string>();
  const accepted = quotes.filter((quote) => quote.status === 'accepted');
  const toWork = (vehicle: Vehicle, chosen: readonly Service[]): Work => ({
    vehicle,
    quote: undefined,
    lines: chosen.map((service) => ({ serviceId: service.id, name: service.name, priceCents: priceFor(service, vehicle.size) })),
    minutes: chosen.reduce((sum, service) => sum + service.durationMinutes, 0),
  });
  const fromQuote = (startsAt: Date, fits: (minutes: number) => boolean): Work | undefined => {
    for (const quote of accepted) {
      const vehicle = byId.get(quote.vehicleId);
      const ageMs = startsAt.getTime() - (quote.answeredAt?.getTime() ?? Number.POSITIVE_INFINITY);
      const lines = (linesOf.get(quote.id) ?? []).toSorted((a, b) => a.position - b.position);
      const minutes = lines.reduce((sum, line) => sum + (minutesOf.get(line.serviceId) ?? 0), 0);
      if (!vehicle || seen.has(vehicle.id) || vehicle.id === reserved || ageMs < DAY_MS || ageMs > 30 * DAY_MS || !fits(minutes)) continue;
      return { vehicle, quote, minutes, lines: lines.map(({ serviceId, name, priceCents }) => ({ serviceId, name, priceCents })) };
    }
    return undefined;
  };
  const walkIn = (startsAt: Date, fits: (minutes: number) => boolean): Work | undefined => {
    const free = vehicles.filter(
      (vehicle) => !seen.has(vehicle.id) && vehicle.id !== reserved && startsAt.getTime() - vehicle.createdAt.getTime() > 2 * DAY_MS,
    );
    const possible = offered.filter((service) => fits(service.durationMinutes));
    if (free.length === 0 || possible.length === 0) return undefined;
    const [first, second] = [pick(possible, random), pick(possible, random)];
    const both = first !== second && random() < 0.4 && fits(first.durationMinutes + second.durationMinutes);
    return toWork(pick(free, random), both ? [first, second] : [first]);
  };
  return {
    next(startsAt: Date, fits: (minutes: number) => boolean): Work | undefined {
      const work = (random() < 0.6 ? fromQuote(startsAt, fits) : undefined) ?? walkIn(startsAt, fits);
      if (work) seen.add(work.vehicle.id);
      return work;
    },
    reserved(): Work | undefined {
      const vehicle = reserved === undefined ? undefined : byId.get(reserved);
      const service = offered.find(({ durationMinutes }) => durationMinutes >= 120 && durationMinutes <= 240);
      return vehicle && service && toWork(vehicle, [service]);
    },
  };
}

/** What does not fit into a day is gone on with on the next one that is worked. */
function toEnd(shop: DemoShop, day: string, minute: number, minutes: number): Date {
  const left = CLOSES + 30 - minute;
  if (minutes <= left) return at(shop, day, minute + minutes);
  const tomorrow = addDays(day, 1);
  return toEnd(shop, isSunday(tomorrow) ? addDays(day, 2) : tomorrow, OPENS, minutes - left);
}

function spansAtMost3Days(shop: DemoShop, day: string, minute: number, minutes: number): boolean {
  return toEnd(shop, day, minute, minutes).getTime() - at(shop, day, minute).getTime() <= 3 * DAY_MS;
}

/** This afternoon, if that is far enough away, else tomorrow morning. */
function toNextSlot(shop: DemoShop, now: Date, minutes: number): { day: string; startsAt: Date; endsAt: Date } {
  const [today = '', time = ''] = toWallClock(now, shop.timeZone).split('T');
  const [day, minute] = time < '12:30' ? [today, 13 * 60 + 30] : [addDays(today, 1), 9 * 60];
  return { day, startsAt: at(shop, day, minute), endsAt: at(shop, day, minute + minutes) };
}

function at({ timeZone }: DemoShop, day: string, minute: number): Date {
  return toInstant(`${day}T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`, timeZone);
}

function isSunday(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).getUTCDay() === 0;
}

interface Moment {
  startsAt: Date;
  endsAt: Date;
  createdAt: Date;
  now: Date;
  roll: number;
}

function toProgress({ startsAt, endsAt, createdAt, now, roll }: Moment): Pick<NewJob, 'status' | 'startedAt' | 'closedAt' | 'updatedAt'> {
  const later = (time: Date, minutes: number) => new Date(Math.min(now.getTime(), time.getTime() + minutes * 60_000));
  if (startsAt > now) return { status: 'scheduled', updatedAt: createdAt };
  const startedAt = later(startsAt, roll * 12);
  if (endsAt > now) return { status: 'in_progress', startedAt, updatedAt: startedAt };
  if (roll > 0.96) return { status: 'no_show', closedAt: later(startsAt, 40), updatedAt: later(startsAt, 40) };
  if (roll > 0.92) return { status: 'cancelled', closedAt: new Date((createdAt.getTime() + startsAt.getTime()) / 2), updatedAt: startsAt };
  const closedAt = later(endsAt, roll * 20 - 15);
  return { status: 'done', startedAt, closedAt, updatedAt: closedAt };
}
