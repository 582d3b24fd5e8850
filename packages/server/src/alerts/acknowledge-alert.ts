import { CountersignError, type Principal } from '@countersign/core';
import type { RouteReply } from '@countersign/core/internal';
import type { Context } from '../context.ts';
import { requireAccess } from '../require-access.ts';
import { type AlertRow, selectAlerts, toAlertView } from './list-alerts.ts';

const acknowledge = /* sql */ `
with seen as (
  update countersign.alerts set acknowledged_at = now(), acknowledged_by = $3
  where tenant_id = $1 and id = $2 and acknowledged_at is null returning id, kind)
insert into countersign.audit (tenant_id, actor, action, subject, data)
select $1, 'user:' || $3, 'alert.acknowledged', seen.id::text, jsonb_build_object('kind', seen.kind) from seen`;

const find = /* sql */ `${selectAlerts} where a.tenant_id = $1 and a.id = $2`;

/**
 * Says that somebody has seen an alert: who and when. Twice is once; the first stays. It resumes nothing.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`
 */
export async function acknowledgeAlert(ctx: Context, principal: Principal, { alertId }: { alertId: string }): Promise<RouteReply<'acknowledgeAlert'>> {
  await requireAccess(ctx, principal, 'alerts:write');
  const { tenantId, userId } = principal;
  const { rows } = await ctx.tenant(tenantId, async (sql) => {
    await sql(acknowledge, [tenantId, alertId, userId]);
    return sql<AlertRow>(find, [tenantId, alertId]);
  });
  if (!rows[0]) throw new CountersignError('not_found', `There is no alert ${alertId} here.`);
  return { alert: toAlertView(rows[0]) };
}
