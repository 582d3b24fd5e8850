import { CountersignError } from '@countersign/core';
import type pg from 'pg';
import { z } from 'zod';
import { toE164 } from '../../shared/phone.ts';

/** An address that clients write to, and whose it is. */
export const AddShopAddress = z.strictObject({
  /** Its id or its slug. */
  shop: z.string().trim().min(1, 'is needed').max(200),
  /** A phone number or a mail address; parsed to how it is kept. */
  address: z
    .string()
    .trim()
    .transform((text, ctx) => {
      const kept = z.email().safeParse(text).success ? text.toLowerCase() : toE164(text);
      if (kept) return kept;
      ctx.addIssue({ code: 'custom', message: 'must be a phone number or a mail address' });
      return z.NEVER;
    }),
});
export type AddShopAddress = z.infer<typeof AddShopAddress>;

/**
 * Gives a shop an address that clients write to. Not reachable over HTTP: who could claim an address could read what is
 * written to it, so whoever may run a command beside the database gives them out (`npm run shop-address`).
 *
 * @throws {CountersignError} `not_found` for an unknown shop, `conflict` when the address is another shop's
 */
export async function addShopAddress(pool: pg.Pool, { shop, address }: AddShopAddress): Promise<{ shopName: string }> {
  const found = await pool.query<{ id: string; name: string }>('select id, name from auth.organization where id = $1 or slug = $1', [shop]);
  const [row] = found.rows;
  if (!row) throw new CountersignError('not_found', `There is no shop ${shop}.`);
  await pool.query('insert into auth.shop_address (address, organization_id) values ($1, $2) on conflict do nothing', [address, row.id]);
  const owner = await pool.query<{ organization_id: string }>('select organization_id from auth.shop_address where address = $1', [address]);
  if (owner.rows[0]?.organization_id !== row.id) throw new CountersignError('conflict', `${address} is another shop's.`);
  return { shopName: row.name };
}
