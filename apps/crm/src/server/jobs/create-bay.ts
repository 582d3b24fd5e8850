import { randomUUID } from 'node:crypto';
import { CountersignError } from '@countersign/core';
import type { BayView, CreateBay } from '../../shared/bay.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { findSqlError } from '../db/find-sql-error.ts';
import { bays } from '../db/jobs-schema.ts';
import { toBayView } from './list-bays.ts';
import { lockBays } from './lock-bays.ts';

/** More than a calendar can show beside each other, and than a detailing shop has. */
const MAX_BAYS = 12;

/** Adds a bay behind those that are there. @throws {CountersignError} `permission_denied`, `invalid_input` for a name that is taken, `conflict` when there are enough */
export async function createBay(tx: CrmTx, actor: Actor, { name }: CreateBay): Promise<BayView> {
  requirePermission(actor, 'jobs:write');
  const present = await lockBays(tx, actor);
  if (present.length >= MAX_BAYS) throw new CountersignError('conflict', `A shop has at most ${MAX_BAYS} bays. Rename one that is out of use.`);
  const position = 1 + Math.max(-1, ...present.map((bay) => bay.position));
  const [row] = await tx.insert(bays).values({ tenantId: actor.tenantId, id: randomUUID(), name, position }).returning().catch(refuseTakenBayName);
  if (!row) throw new Error('The insert of a bay returned no row.');
  return toBayView(row);
}

/** Says of a name that is taken what a form can show beside it; throws everything else on. @throws always */
export function refuseTakenBayName(thrown: unknown): never {
  if (findSqlError(thrown)?.constraint !== 'bays_by_name') throw thrown;
  const message = 'There is a bay of this name already.';
  throw new CountersignError('invalid_input', message, { details: { issues: [{ path: 'name', message }] }, cause: thrown });
}
