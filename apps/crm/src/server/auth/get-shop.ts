import { sql } from 'drizzle-orm';
import type { CrmTx } from '../db/crm-tx.ts';
import type { Actor } from './require-permission.ts';

/** What documents say of the shop. */
export interface Shop {
  name: string;
  /** ISO 4217. */
  currency: string;
}

/** The shop an actor works in. */
export async function getShop(tx: CrmTx, { tenantId }: Pick<Actor, 'tenantId'>): Promise<Shop> {
  const { rows } = await tx.execute<{ name: string; currency: string }>(sql`select name, currency from auth.organization where id = ${tenantId}`);
  const [row] = rows;
  if (!row) throw new Error(`There is no shop ${tenantId}.`);
  return row;
}
