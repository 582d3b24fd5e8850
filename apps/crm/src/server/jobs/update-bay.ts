import { CountersignError } from '@countersign/core';
import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import { BayId, type BayView, type UpdateBay } from '../../shared/bay.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { bays, jobs } from '../db/jobs-schema.ts';
import { requireVersion, withoutUndefined } from '../db/versioned.ts';
import { refuseTakenBayName } from './create-bay.ts';
import { toBayView } from './list-bays.ts';
import { lockBays } from './lock-bays.ts';

/**
 * Renames a bay, or takes it out of use once nothing is planned in it any more.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`, `invalid_input` for a name that is taken, `conflict` while
 *   jobs are to come in it, or with `{ current: BayView }` when it was changed meanwhile
 */
export async function updateBay(tx: CrmTx, actor: Actor, id: string, { version, ...changes }: UpdateBay): Promise<BayView> {
  requirePermission(actor, 'jobs:write');
  const before = BayId.safeParse(id).success ? (await lockBays(tx, actor)).find((bay) => bay.id === id) : undefined;
  if (!before) throw new CountersignError('not_found', `There is no bay ${id} in this shop.`);
  if (version !== before.version) return requireVersion('bay', version, toBayView(before));
  if (changes.isActive === false && before.isActive) await requireEmpty(tx, actor, before);
  const [row] = await tx
    .update(bays)
    .set({ ...withoutUndefined(changes), version: sql`${bays.version} + 1`, updatedAt: sql`now()` })
    .where(and(eq(bays.tenantId, actor.tenantId), eq(bays.id, id)))
    .returning()
    .catch(refuseTakenBayName);
  if (!row) throw new Error(`Bay ${id} was locked and is gone.`);
  return toBayView(row);
}

async function requireEmpty(tx: CrmTx, actor: Actor, { id, name }: { id: string; name: string }): Promise<void> {
  const toCome = and(eq(jobs.tenantId, actor.tenantId), eq(jobs.bayId, id), inArray(jobs.status, ['scheduled', 'in_progress']), gt(jobs.endsAt, sql`now()`));
  const count = await tx.$count(jobs, toCome);
  if (count === 0) return;
  throw new CountersignError('conflict', `${name} still has ${count} ${count === 1 ? 'job' : 'jobs'} to come. Move ${count === 1 ? 'it' : 'them'} first.`);
}
