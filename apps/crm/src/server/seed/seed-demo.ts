import type { HostDatabase } from '@countersign/server';
import { hashPassword } from 'better-auth/crypto';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { authSchema } from '../db/auth-schema.ts';
import { clients } from '../db/schema.ts';
import { makeDemoClients } from './demo-clients.ts';
import { DEMO_PASSWORD, type DemoShop, demoShops } from './demo-shops.ts';

/** Is the demo data in this database? The last account is what seeding writes last. */
export async function isDemoSeeded(pool: pg.Pool): Promise<boolean> {
  const ids = demoShops.flatMap((shop) => shop.staff.map((person) => `account-${person.id}`));
  const { rows } = await pool.query<{ count: number }>('select count(*)::int as count from auth.account where id = any($1)', [ids]);
  return rows[0]?.count === ids.length;
}

/**
 * Fills an empty database with two shops, their staff and their clients. Nobody's data is touched: what is there stays, so
 * that a start that was cut short is made good by the next one, and changes people made are kept.
 */
export async function seedDemo(pool: pg.Pool, database: HostDatabase, now: Date): Promise<void> {
  for (const shop of demoShops) {
    await seedClients(database, shop, now);
    await seedStaff(pool, shop);
  }
}

/** As the app's own role and through row-level security, like every other write. */
async function seedClients(database: HostDatabase, shop: DemoShop, now: Date): Promise<void> {
  const seeder = { tenantId: shop.id, userId: 'seed', roles: [], timeZone: shop.timeZone };
  await database.transaction(seeder, async (tx) => {
    await tx.insert(clients).values(makeDemoClients(shop, now)).onConflictDoNothing();
  });
}

async function seedStaff(pool: pg.Pool, { id, slug, name, timeZone, staff }: DemoShop): Promise<void> {
  const { organization, user, member, account } = authSchema;
  await drizzle({ client: pool }).transaction(async (tx) => {
    await tx.insert(organization).values({ id, slug, name, timeZone }).onConflictDoNothing();
    for (const person of staff) {
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
