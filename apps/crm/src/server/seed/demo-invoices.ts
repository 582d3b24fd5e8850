import { toTotals } from '../../shared/quote-totals.ts';
import { priceFor } from '../../shared/service.ts';
import type { invoiceLines, invoices, payments } from '../db/invoices-schema.ts';
import type { jobLines, jobs } from '../db/jobs-schema.ts';
import type { quoteLines, quotes, services, vehicles } from '../db/schema.ts';
import { shopDay } from '../quotes/shop-day.ts';
import { toDiscount } from '../quotes/to-quote-view.ts';
import { DUE_DAYS, settle } from './demo-payments.ts';
import { createRandom, DAY_MS, pick, toUuid } from './demo-random.ts';
import type { DemoShop } from './demo-shops.ts';

export type NewInvoice = typeof invoices.$inferInsert;
type NewInvoiceLine = typeof invoiceLines.$inferInsert;
export type NewPayment = typeof payments.$inferInsert;
type Vehicle = Pick<typeof vehicles.$inferSelect, 'id' | 'clientId' | 'size'>;
type Service = Pick<typeof services.$inferSelect, 'id' | 'name' | 'isActive' | 'smallCents' | 'mediumCents' | 'largeCents' | 'xlCents'>;
type Quote = Pick<typeof quotes.$inferSelect, 'id' | 'clientId' | 'vehicleId' | 'status' | 'answeredAt' | 'discountKind' | 'discountValue'>;
type Job = Pick<typeof jobs.$inferSelect, 'id' | 'clientId' | 'vehicleId' | 'quoteId' | 'status' | 'closedAt' | 'discountKind' | 'discountValue'>;
type Line = Pick<typeof quoteLines.$inferSelect, 'serviceId' | 'name' | 'priceCents'>;

/** What there is to bill, as it is in the database. */
export interface Billable {
  vehicles: readonly Vehicle[];
  services: readonly Service[];
  quotes: readonly Quote[];
  quoteLines: readonly (Line & Pick<typeof quoteLines.$inferSelect, 'quoteId'>)[];
  jobs: readonly Job[];
  jobLines: readonly (Line & Pick<typeof jobLines.$inferSelect, 'jobId'>)[];
  /** Whose owner owes money on two invoices, one of them overdue, and on no other. */
  debtorCar: Vehicle | undefined;
}

/** Cars that came without a quote and before there were jobs: enough that there are some of every age. */
const WALK_INS = 60;
const FIRST_NUMBER = 1_001;
const REACH_DAYS = 235;
/** What stories and tests lean on: this invoice is paid in full, is for no small sum, and nothing of it was refunded. */
const PINNED_NUMBER = 1_042;
/** Of what was done in the last hours nobody has written the invoice yet. */
const UNBILLED_HOURS = 30;

/** A piece of work that was billed. */
export interface Work {
  at: Date;
  clientId: string;
  vehicleId: string;
  quoteId: string | null;
  jobId: string | null;
  lines: Line[];
  discount: Pick<NewInvoice, 'discountKind' | 'discountValue'>;
  /** What has to become of it; left out: what usually does. */
  end?: 'owed' | 'paid';
}

/** Invoices of the last months in the order of their numbers: most of them paid, some owed, a few too late, void or not out yet. */
export function makeDemoInvoices(shop: DemoShop, records: Billable, now: Date): { invoices: NewInvoice[]; lines: NewInvoiceLine[]; payments: NewPayment[] } {
  const random = createRandom(`${shop.id}/invoices`);
  const works = gatherWorks(records, now, random);
  const made = works.map((work, index) => toInvoice(shop, work, index));
  const lines = works.flatMap((work, index) =>
    work.lines.map((line, position) => ({ tenantId: shop.id, invoiceId: made[index]?.id ?? '', position, ...line })),
  );
  return { lines, ...settle(shop, { works, invoices: made }, now, random) };
}

function gatherWorks(records: Billable, now: Date, random: () => number): Work[] {
  const { debtorCar } = records;
  const offered = records.services.filter((service) => service.isActive);
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const works = [...toJobWorks(records, now), ...toQuoteWorks(records, now, random)].filter((work) => work.clientId !== debtorCar?.clientId);
  for (let index = 0; index < WALK_INS; index += 1)
    works.push(toWalkIn(pick(records.vehicles, random), offered, daysAgo(20 + random() ** 1.2 * REACH_DAYS), random));
  if (debtorCar) for (const days of [36, 4]) works.push({ ...toWalkIn(debtorCar, offered.filter(isNoSmallSum), daysAgo(days), random), end: 'owed' });
  works.sort((one, other) => one.at.getTime() - other.at.getTime());
  const place = PINNED_NUMBER - FIRST_NUMBER;
  const pinned = works[place];
  const car = records.vehicles[Math.floor(records.vehicles.length / 2)];
  if (pinned && car) works[place] = { ...toWalkIn(car, offered.filter(isNoSmallSum).slice(0, 1), pinned.at, random), end: 'paid' };
  return works;
}

const isNoSmallSum = ({ smallCents }: Service) => smallCents >= 16_000;

/** What was done in the bays, billed when the car was handed over. */
function toJobWorks({ jobs: all, jobLines: lines }: Billable, now: Date): Work[] {
  const latest = now.getTime() - (UNBILLED_HOURS / 24) * DAY_MS;
  return all.flatMap(({ id, clientId, vehicleId, quoteId, status, closedAt, discountKind, discountValue }): Work[] => {
    if (status !== 'done' || !closedAt || closedAt.getTime() > latest) return [];
    const own = lines.filter((line) => line.jobId === id).map(toLine);
    return [{ at: closedAt, clientId, vehicleId, quoteId, jobId: id, lines: own, discount: { discountKind, discountValue } }];
  });
}

/** What a client accepted before there were jobs, done some days later and billed as it was quoted. */
function toQuoteWorks({ quotes: all, quoteLines: lines, jobs: planned }: Billable, now: Date, random: () => number): Work[] {
  const hasJob = new Set(planned.map((job) => job.quoteId));
  return all.flatMap(({ id, clientId, vehicleId, status, answeredAt, discountKind, discountValue }): Work[] => {
    const at = new Date((answeredAt?.getTime() ?? 0) + (1 + random() * 8) * DAY_MS);
    if (status !== 'accepted' || !answeredAt || at > now || hasJob.has(id)) return [];
    const own = lines.filter((line) => line.quoteId === id).map(toLine);
    return [{ at, clientId, vehicleId, quoteId: id, jobId: null, lines: own, discount: { discountKind, discountValue } }];
  });
}

const toLine = ({ serviceId, name, priceCents }: Line): Line => ({ serviceId, name, priceCents });

function toWalkIn(car: Vehicle, choice: readonly Service[], at: Date, random: () => number): Work {
  const chosen = new Set([pick(choice, random), ...(random() < 0.35 ? [pick(choice, random)] : [])]);
  const lines = [...chosen].map((service) => ({ serviceId: service.id, name: service.name, priceCents: priceFor(service, car.size) }));
  return { at, clientId: car.clientId, vehicleId: car.id, quoteId: null, jobId: null, lines, discount: { discountKind: null, discountValue: null } };
}

/** As it was when it went out: owed in full. */
function toInvoice(shop: DemoShop, { at, clientId, vehicleId, quoteId, jobId, lines, discount }: Work, index: number): NewInvoice {
  const prices = lines.map((line) => line.priceCents);
  return {
    tenantId: shop.id,
    id: toUuid(`${shop.id}/invoice/${index}`),
    number: FIRST_NUMBER + index,
    clientId,
    vehicleId,
    quoteId,
    jobId,
    status: 'open',
    ...discount,
    totalCents: toTotals(prices, toDiscount(discount)).totalCents,
    issuedOn: shopDay(shop, at),
    dueOn: shopDay(shop, at, DUE_DAYS),
    createdAt: at,
    updatedAt: at,
  };
}
