import { asc, eq } from 'drizzle-orm';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { bays } from '../db/jobs-schema.ts';

export type BayRow = typeof bays.$inferSelect;

/**
 * Lets one change of the shop's plan be made at a time, until the transaction ends. The exclusion constraint would do
 * without, but two that violate it at one moment wait for each other, and Postgres ends that only after a second, as a
 * deadlock; and "the first free bay" must still be free when it is taken.
 */
export async function lockBays(tx: CrmTx, { tenantId }: Actor): Promise<BayRow[]> {
  const rows = await tx.select().from(bays).where(eq(bays.tenantId, tenantId)).orderBy(asc(bays.id)).for('no key update');
  return rows.sort((a, b) => a.position - b.position);
}
