import { sql } from 'drizzle-orm';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { counters } from '../db/schema.ts';

/** The number before a shop's first. */
const BEFORE_FIRST = 1_000;

/**
 * Takes the shop's next number. Two at once wait for each other, and a transaction that fails gives its number back, so
 * there are no gaps.
 */
export async function takeNextNumber(tx: CrmTx, actor: Actor, name: 'quote' | 'job' | 'invoice'): Promise<number> {
  const [row] = await tx
    .insert(counters)
    .values({ tenantId: actor.tenantId, name, last: BEFORE_FIRST + 1 })
    .onConflictDoUpdate({ target: [counters.tenantId, counters.name], set: { last: sql`${counters.last} + 1` } })
    .returning();
  if (!row) throw new Error(`The counter of ${name} returned no row.`);
  return row.last;
}
