import { asc, eq } from 'drizzle-orm';
import type { BayList, BayView } from '../../shared/bay.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { bays } from '../db/jobs-schema.ts';
import type { BayRow } from './lock-bays.ts';

/** The shop's bays in the order in which they are offered, those out of use among them. @throws {CountersignError} `permission_denied` */
export async function listBays(tx: CrmTx, actor: Actor): Promise<BayList> {
  requirePermission(actor, 'jobs:read');
  const rows = await tx.select().from(bays).where(eq(bays.tenantId, actor.tenantId)).orderBy(asc(bays.position), asc(bays.id));
  return { bays: rows.map(toBayView) };
}

export function toBayView({ id, name, isActive, version }: BayRow): BayView {
  return { id, name, isActive, version };
}
