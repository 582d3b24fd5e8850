import type { Context } from '../../context.ts';
import { findRequest, readItems } from './read-requests.ts';
import { settleItems } from './settle-items.ts';

const lockRun = /* sql */ `select id from countersign.runs where tenant_id = $1 and id = $2 for no key update`;

/** Settles what is still open in an expired request as not done, and sends its run back to work. */
export async function expireApprovals(ctx: Context, tenantId: string, requestId: string): Promise<void> {
  const run = await ctx.tenant(tenantId, async (sql) => {
    const before = await findRequest(sql, tenantId, requestId);
    if (!before) return undefined;
    await sql(lockRun, [tenantId, before.run_id]);
    const request = await findRequest(sql, tenantId, requestId);
    if (!request?.is_open || !request.expires_at || request.expires_at > ctx.options.clock()) return undefined;
    const items = await readItems(sql, tenantId, [requestId]);
    const settled = items.filter((item) => item.status === 'pending').map((item) => ({ item, status: 'expired' as const }));
    await settleItems(ctx, sql, { tenantId, request, items, settled, who: 'system' });
    return request;
  });
  if (!run) return;
  ctx.notify(tenantId, run.session_id);
  ctx.wake(tenantId, run.run_id);
}
