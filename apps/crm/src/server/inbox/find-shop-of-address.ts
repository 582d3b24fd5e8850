import type pg from 'pg';

/** Whose address a message was sent to. Whoever runs the server gives addresses to shops: who could claim one could read another's messages. */
export async function findShopOfAddress(pool: pg.Pool, address: string): Promise<string | null> {
  const text = 'select organization_id from auth.shop_address where address = $1';
  const { rows } = await pool.query<{ organization_id: string }>(text, [address]);
  return rows[0]?.organization_id ?? null;
}
