import { randomUUID } from 'node:crypto';
import { CountersignError } from '@countersign/core';
import { hashPassword } from 'better-auth/crypto';
import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { z } from 'zod';
import { authSchema } from '../db/auth-schema.ts';
import { findSqlError } from '../db/find-sql-error.ts';

const isTimeZone = (zone: string) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false; // That is how Intl says no.
  }
};

/** A new shop and the person who owns it. */
export const CreateShop = z.strictObject({
  name: z.string().trim().min(1).max(100),
  /** IANA zone, such as `Europe/Berlin`. */
  timeZone: z.string().refine(isTimeZone, 'must be a time zone such as America/New_York'),
  /** ISO 4217. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be three capital letters such as USD')
    .default('USD'),
  ownerName: z.string().trim().min(1).max(100),
  ownerEmail: z.email('must be an email address').toLowerCase(),
  ownerPassword: z.string().min(10, 'must be at least 10 characters').max(128),
});
export type CreateShop = z.infer<typeof CreateShop>;

/**
 * Founds a shop. Not reachable over HTTP: whoever may run a command beside the database founds shops (`npm run create-shop`).
 *
 * @throws {CountersignError} `conflict` when the address signs in already; nothing is written then
 */
export async function createShop(pool: pg.Pool, input: CreateShop): Promise<{ shopId: string; userId: string }> {
  const { organization, user, member, account } = authSchema;
  const password = await hashPassword(input.ownerPassword);
  const shopId = randomUUID();
  const userId = randomUUID();
  const { name, timeZone, currency } = input;
  try {
    await drizzle({ client: pool }).transaction(async (tx) => {
      await tx.insert(organization).values({ id: shopId, slug: shopId, name, timeZone, currency });
      await tx.insert(user).values({ id: userId, name: input.ownerName, email: input.ownerEmail, emailVerified: true });
      await tx.insert(member).values({ id: randomUUID(), organizationId: shopId, userId, role: 'owner' });
      await tx.insert(account).values({ id: randomUUID(), accountId: userId, providerId: 'credential', userId, password });
    });
  } catch (error) {
    if (findSqlError(error)?.code !== '23505') throw error;
    throw new CountersignError('conflict', `${input.ownerEmail} signs in already. Give another address.`, { cause: error });
  }
  return { shopId, userId };
}
