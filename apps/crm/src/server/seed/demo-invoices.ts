import { toTotals } from '../../shared/quote-totals.ts';
import { priceFor } from '../../shared/service.ts';
import type { invoiceLines, invoices, payments } from '../db/invoices-schema.ts';
import type { quoteLines, quotes } from '../db/schema.ts';
import { shopDay } from '../quotes/shop-day.ts';
import { toDiscount } from '../quotes/to-quote-view.ts';
import { DUE_DAYS, settle } from './demo-payments.ts';
import { createRandom, DAY_MS, pick, toUuid } from './demo-random.ts';
import type { NewService } from './demo-services.ts';
import type { DemoShop } from './demo-shops.ts';
import type { NewVehicle } from './demo-vehicles.ts';

export type NewInvoice = typeof invoices.$inferInsert;
export type NewInvoiceLine = typeof invoiceLines.$inferInsert;
export type NewPayment = typeof payments.$inferInsert;

const DEMO_INVOICES = 150;
const FIRST_NUMBER = 1_001;
const REACH_DAYS = 235;

/** What stories and tests lean on: this invoice is paid in full, is for no small sum, and nothing of it was refunded. */
export const PINNED_NUMBER = 1_042;

/** A piece of work that was billed. */
export interface Work {
  at: Date;
  clientId: string;
  vehicleId: string;
  quoteId: string | null;
  lines: Pick<NewInvoiceLine, 'serviceId' | 'name' | 'priceCents'>[];
  discount: Pick<NewInvoice, 'discountKind' | 'discountValue'>;
  /** What has to become of it; left out: what usually does. */
  end?: 'owed' | 'paid';
}

interface Known {
  vehicles: readonly NewVehicle[];
  services: readonly NewService[];
  /** The accepted ones, as they are in the database. */
  quotes: readonly (typeof quotes.$inferSelect)[];
  lines: readonly (typeof quoteLines.$inferSelect)[];
  /** A client who owes money on two invoices, one of them overdue. */
  debtorId: string | undefined;
}

/** Invoices of the last months in the order of their numbers: most of them paid, some owed, a few too late, void or not out yet. */
export function makeDemoInvoices(shop: DemoShop, known: Known, now: Date): { invoices: NewInvoice[]; lines: NewInvoiceLine[]; payments: NewPayment[] } {
  const random = createRandom(`${shop.id}/invoices`);
  const works = gatherWorks(known, now, random);
  const made = works.map((work, index) => toInvoice(shop, work, index));
  const lines = works.flatMap((work, index) =>
    work.lines.map((line, position) => ({ tenantId: shop.id, invoiceId: made[index]?.id ?? '', position, ...line })),
  );
  return { lines, ...settle(shop, { works, invoices: made, debtorId: known.debtorId }, now, random) };
}

function gatherWorks(known: Known, now: Date, random: () => number): Work[] {
  const offered = known.services.filter((service) => service.isActive);
  const works = known.quotes.flatMap((quote) => toQuotedWork(quote, known, now, random) ?? []);
  if (known.debtorId !== undefined) {
    const car = known.vehicles.find((vehicle) => vehicle.clientId === known.debtorId);
    if (car) for (const days of [36, 4]) works.push({ ...toWalkIn(car, offered, new Date(now.getTime() - days * DAY_MS), random), end: 'owed' });
  }
  while (works.length < DEMO_INVOICES) {
    const at = new Date(now.getTime() - (0.2 + random() ** 1.3 * REACH_DAYS) * DAY_MS);
    works.push(toWalkIn(pick(known.vehicles, random), offered, at, random));
  }
  works.sort((one, other) => one.at.getTime() - other.at.getTime());
  const place = PINNED_NUMBER - FIRST_NUMBER;
  const pinned = works[place];
  const others = known.vehicles.filter((vehicle) => vehicle.clientId !== known.debtorId);
  const car = others[Math.floor(others.length / 2)];
  if (pinned && car) works[place] = { ...toWalkIn(car, offered.filter(isNoSmallSum).slice(0, 1), pinned.at, random), end: 'paid' };
  return works;
}

/** What a client accepted, done some days later and billed as it was quoted. */
function toQuotedWork(quote: Known['quotes'][number], { lines, debtorId }: Known, now: Date, random: () => number): Work | undefined {
  const at = new Date((quote.answeredAt ?? quote.createdAt).getTime() + (1 + random() * 8) * DAY_MS);
  const { clientId, vehicleId, id, discountKind, discountValue } = quote;
  if (at > now || clientId === debtorId) return undefined;
  const own = lines.filter((line) => line.quoteId === id).map(({ serviceId, name, priceCents }) => ({ serviceId, name, priceCents }));
  return { at, clientId, vehicleId, quoteId: id, lines: own, discount: { discountKind, discountValue } };
}

function toWalkIn(car: NewVehicle, services: readonly NewService[], at: Date, random: () => number): Work {
  const chosen = new Set([pick(services, random), ...(random() < 0.35 ? [pick(services, random)] : [])]);
  const lines = [...chosen].map((service) => ({ serviceId: service.id, name: service.name, priceCents: priceFor(service, car.size) }));
  return { at, clientId: car.clientId, vehicleId: car.id, quoteId: null, lines, discount: { discountKind: null, discountValue: null } };
}

const isNoSmallSum = ({ smallCents }: NewService) => smallCents >= 16_000;

/** As it was when it went out: owed in full. */
function toInvoice(shop: DemoShop, { at, clientId, vehicleId, quoteId, lines, discount }: Work, index: number): NewInvoice {
  const { totalCents } = toTotals(
    lines.map((line) => line.priceCents),
    toDiscount(discount),
  );
  return {
    tenantId: shop.id,
    id: toUuid(`${shop.id}/invoice/${index}`),
    number: FIRST_NUMBER + index,
    clientId,
    vehicleId,
    quoteId,
    status: 'open',
    ...discount,
    totalCents,
    issuedOn: shopDay(shop, at),
    dueOn: shopDay(shop, at, DUE_DAYS),
    createdAt: at,
    updatedAt: at,
  };
}
