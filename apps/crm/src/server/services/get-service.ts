import { CountersignError } from '@countersign/core';
import { and, eq } from 'drizzle-orm';
import { ServiceId, type ServiceView } from '../../shared/service.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { services } from '../db/schema.ts';
import { toServiceView } from './to-service-view.ts';

/** @throws {CountersignError} `permission_denied`, `not_found` (also for another shop's service: nobody can tell them apart) */
export async function getService(tx: CrmTx, actor: Actor, id: string): Promise<ServiceView> {
  requirePermission(actor, 'services:read');
  const [row] = ServiceId.safeParse(id).success
    ? await tx
        .select()
        .from(services)
        .where(and(eq(services.tenantId, actor.tenantId), eq(services.id, id)))
    : [];
  if (!row) throw new CountersignError('not_found', `There is no service ${id} in this shop.`);
  return toServiceView(row);
}
