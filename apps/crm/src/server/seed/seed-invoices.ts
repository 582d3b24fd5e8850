import { asc, eq } from 'drizzle-orm';
import type { CrmTx } from '../db/crm-tx.ts';
import { invoiceLines, invoices, payments } from '../db/invoices-schema.ts';
import { jobLines, jobs } from '../db/jobs-schema.ts';
import { counters, quoteLines, quotes, services, vehicles } from '../db/schema.ts';
import { makeDemoClients } from './demo-clients.ts';
import { makeDemoInvoices } from './demo-invoices.ts';
import { makeNguyen } from './demo-nguyen.ts';
import { makeDemoQuotes } from './demo-quotes.ts';
import { toUuid } from './demo-random.ts';
import { makeDemoServices } from './demo-services.ts';
import type { DemoShop } from './demo-shops.ts';
import { makeDemoVehicles } from './demo-vehicles.ts';

/** More than a demo has. */
const MAX_JOBS = 1_000;

/**
 * Bills what the demo accepted and did, as it stands in the database: people may have changed it since an earlier version
 * put it there. What they have written themselves is theirs to bill.
 */
export async function seedInvoices(tx: CrmTx, shop: DemoShop, now: Date): Promise<void> {
  const isOurs = listOurs(shop, now);
  const own = (table: typeof vehicles | typeof services | typeof quotes | typeof jobs) => eq(table.tenantId, shop.id);
  const ours = <Row extends { id: string }>(rows: readonly Row[]) => rows.filter((row) => isOurs.has(row.id));
  const cars = await tx.select().from(vehicles).where(own(vehicles)).orderBy(asc(vehicles.id));
  const debtor = makeNguyen(shop, now)?.vehicle.id;
  const records = {
    vehicles: ours(cars),
    services: ours(await tx.select().from(services).where(own(services)).orderBy(asc(services.nameKey))),
    quotes: ours(await tx.select().from(quotes).where(own(quotes)).orderBy(asc(quotes.number))),
    quoteLines: await tx.select().from(quoteLines).where(eq(quoteLines.tenantId, shop.id)).orderBy(asc(quoteLines.position)),
    jobs: ours(await tx.select().from(jobs).where(own(jobs)).orderBy(asc(jobs.number))),
    jobLines: await tx.select().from(jobLines).where(eq(jobLines.tenantId, shop.id)).orderBy(asc(jobLines.position)),
    debtorCar: cars.find((car) => car.id === debtor),
  };
  // A shop that made a catalogue or cars of its own has nothing that these could be about.
  if (records.vehicles.length === 0 || records.services.length === 0) return;
  const made = makeDemoInvoices(shop, records, now);
  await tx.insert(invoices).values(made.invoices);
  await tx.insert(invoiceLines).values(made.lines);
  await tx.insert(payments).values(made.payments);
  await tx.insert(counters).values({ tenantId: shop.id, name: 'invoice', last: Math.max(...made.invoices.map((invoice) => invoice.number)) });
}

/** The ids of everything the demo makes. */
function listOurs(shop: DemoShop, now: Date): ReadonlySet<string> {
  const cars = makeDemoVehicles(shop, makeDemoClients(shop, now), now);
  const services = makeDemoServices(shop, now);
  const { quotes: quoted } = makeDemoQuotes(shop, { vehicles: cars, services }, now);
  const done = Array.from({ length: MAX_JOBS }, (_, index) => toUuid(`${shop.id}/job/${index}`));
  return new Set([...[...cars, ...services, ...quoted].map((row) => row.id), ...done]);
}
