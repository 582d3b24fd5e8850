import type { HostDatabase } from '@countersign/server';
import { hashPassword } from 'better-auth/crypto';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { authSchema } from '../db/auth-schema.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { invoices } from '../db/invoices-schema.ts';
import { bays, jobLines, jobs } from '../db/jobs-schema.ts';
import { clients, counters, quoteLines, quotes, services, vehicles } from '../db/schema.ts';
import { makeDemoClients } from './demo-clients.ts';
import { type Latecomer, makeHenderson } from './demo-henderson.ts';
import { makeDemoJobs } from './demo-jobs.ts';
import { makeNguyen } from './demo-nguyen.ts';
import { makeDemoQuotes, type NewQuote, type NewQuoteLine } from './demo-quotes.ts';
import { makeDemoServices } from './demo-services.ts';
import { DEMO_PASSWORD, type DemoShop, demoShops } from './demo-shops.ts';
import { makeDemoVehicles } from './demo-vehicles.ts';
import { seedInvoices } from './seed-invoices.ts';
import { seedWords } from './seed-words.ts';

/** Is the demo data in this database? The last account is what seeding writes last. */
export async function isDemoSeeded(pool: pg.Pool): Promise<boolean> {
  const ids = demoShops.flatMap((shop) => shop.staff.map((person) => `account-${person.id}`));
  const { rows } = await pool.query<{ count: number }>('select count(*)::int as count from auth.account where id = any($1)', [ids]);
  return rows[0]?.count === ids.length;
}

/**
 * Adds what the demo has and this database lacks: two shops, their staff and their records. It runs at every start, so that
 * a start that was cut short, or a database that an earlier version filled, is made good by the next one.
 */
export async function seedDemo(pool: pg.Pool, database: HostDatabase, now: Date): Promise<void> {
  for (const shop of demoShops) {
    await seedRecords(database, shop, now);
    await seedStaff(pool, shop);
  }
}

/** As the app's own role and through row-level security, like every other write. */
async function seedRecords(database: HostDatabase, shop: DemoShop, now: Date): Promise<void> {
  const seeder = { tenantId: shop.id, userId: 'seed', roles: [], timeZone: shop.timeZone };
  await database.transaction(seeder, async (tx) => {
    const people = makeDemoClients(shop, now);
    const cars = makeDemoVehicles(shop, people, now);
    const offered = makeDemoServices(shop, now);
    await seedOnce(tx, shop, clients, () => tx.insert(clients).values(people));
    await seedOnce(tx, shop, vehicles, () => tx.insert(vehicles).values(cars));
    await seedOnce(tx, shop, services, () => tx.insert(services).values(offered));
    const quoted = makeDemoQuotes(shop, { vehicles: cars, services: offered }, now);
    await seedOnce(tx, shop, quotes, () => seedQuotes(tx, shop, quoted));
    const latecomers = [makeHenderson(shop, now), makeNguyen(shop, now)];
    for (const made of latecomers) await seedLatecomer(tx, shop, { made, firstClient: people[0]?.id });
    await seedOnce(tx, shop, bays, () => seedJobs(tx, shop, now));
    await seedOnce(tx, shop, invoices, () => seedInvoices(tx, shop, now));
    await seedWords(tx, shop, now);
  });
}

/**
 * Rows of one kind go in together or not at all, and the app deletes none of them. A shop that has some already has ours,
 * or has made its own, and keeps what it has.
 */
async function seedOnce(
  tx: CrmTx,
  shop: DemoShop,
  table: typeof clients | typeof vehicles | typeof services | typeof quotes | typeof bays | typeof invoices,
  insert: () => Promise<unknown>,
): Promise<void> {
  if ((await tx.$count(table, eq(table.tenantId, shop.id))) === 0) await insert();
}

/** Their numbers are the shop's first, so that the next quote people write goes on from there. */
async function seedQuotes(tx: CrmTx, shop: DemoShop, made: { quotes: NewQuote[]; lines: NewQuoteLine[] }): Promise<void> {
  // A shop that made a catalogue or cars of its own has nothing that these could be about.
  const ours = and(
    eq(services.tenantId, shop.id),
    inArray(
      services.id,
      made.lines.map((line) => line.serviceId),
    ),
  );
  const cars = and(
    eq(vehicles.tenantId, shop.id),
    inArray(
      vehicles.id,
      made.quotes.map((quote) => quote.vehicleId),
    ),
  );
  if ((await tx.$count(services, ours)) === 0 || (await tx.$count(vehicles, cars)) === 0) return;
  await tx.insert(quotes).values(made.quotes);
  await tx.insert(quoteLines).values(made.lines);
  await tx.insert(counters).values({ tenantId: shop.id, name: 'quote', last: Math.max(...made.quotes.map((quote) => quote.number)) });
}

/** Who came after the first databases were filled joins the demo's clients wherever they are. */
async function seedLatecomer(
  tx: CrmTx,
  shop: DemoShop,
  { made, firstClient }: { made: Latecomer | undefined; firstClient: string | undefined },
): Promise<void> {
  if (!made || firstClient === undefined) return;
  if ((await tx.$count(clients, and(eq(clients.tenantId, shop.id), eq(clients.id, firstClient)))) === 0) return;
  await tx.insert(clients).values(made.client).onConflictDoNothing();
  await tx.insert(vehicles).values(made.vehicle).onConflictDoNothing();
}

/** Made of what the shop has now, which in a database that is older than its jobs need not be what we once put there. */
async function seedJobs(tx: CrmTx, shop: DemoShop, now: Date): Promise<void> {
  const own = (table: typeof vehicles | typeof services | typeof quotes) => eq(table.tenantId, shop.id);
  const records = {
    vehicles: await tx.select().from(vehicles).where(own(vehicles)).orderBy(vehicles.id),
    services: await tx.select().from(services).where(own(services)).orderBy(services.nameKey),
    quotes: await tx.select().from(quotes).where(own(quotes)).orderBy(quotes.number),
    quoteLines: await tx.select().from(quoteLines).where(eq(quoteLines.tenantId, shop.id)),
  };
  const made = makeDemoJobs(shop, records, { now, reserved: makeHenderson(shop, now)?.vehicle.id });
  await tx.insert(bays).values(made.bays);
  if (made.jobs.length === 0) return;
  await tx.insert(jobs).values(made.jobs);
  await tx.insert(jobLines).values(made.lines);
  await tx.insert(counters).values({ tenantId: shop.id, name: 'job', last: Math.max(...made.jobs.map((job) => job.number)) });
}

async function seedStaff(pool: pg.Pool, { id, slug, name, timeZone, staff, addresses }: DemoShop): Promise<void> {
  const { organization, shopAddress, user, member, account } = authSchema;
  await drizzle({ client: pool }).transaction(async (tx) => {
    await tx.insert(organization).values({ id, slug, name, timeZone }).onConflictDoNothing();
    const rows = addresses.map((address) => ({ address, organizationId: id }));
    await tx.insert(shopAddress).values(rows).onConflictDoNothing();
    for (const person of staff) {
      // A hash takes its time, and nothing below changes what is there.
      if ((await tx.$count(account, eq(account.id, `account-${person.id}`))) > 0) continue;
      await tx.insert(user).values({ id: person.id, name: person.name, email: person.email, emailVerified: true }).onConflictDoNothing();
      await tx
        .insert(member)
        .values({ id: `member-${person.id}`, organizationId: id, userId: person.id, role: person.role })
        .onConflictDoNothing();
      const password = await hashPassword(DEMO_PASSWORD);
      await tx
        .insert(account)
        .values({ id: `account-${person.id}`, accountId: person.id, providerId: 'credential', userId: person.id, password, updatedAt: sql`now()` })
        .onConflictDoNothing();
    }
  });
}
