import type { ApprovalList, ListApprovals, Principal } from '@countersign/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { cursorTime, fromCursor, toCursor } from '../../store/cursor.ts';
import { mayDecide } from './may-decide.ts';
import { type RequestRow, readItems, toApprovalView } from './read-requests.ts';

const page = /* sql */ `
select id, run_id, session_id, step_index, kind, requested_by, created_at, ${cursorTime} as cursor_at, expires_at, is_open
from countersign.approval_requests
where tenant_id = $1 and ($2 = 'all' or (is_open and (expires_at is null or expires_at > $3)))
  and ($4::timestamptz is null or (created_at, id) < ($4::timestamptz, $5::uuid))
order by created_at desc, id desc limit $6`;

/**
 * Approval requests of the tenant that this principal may decide, newest first. Requests it may not decide are left out,
 * so a page can be shorter than asked; `next` is null only at the end.
 */
export async function listApprovals(ctx: Context, principal: Principal, query: z.output<typeof ListApprovals>): Promise<ApprovalList> {
  const { tenantId } = principal;
  const cursor = fromCursor(query.cursor);
  const { requests, items } = await ctx.tenant(tenantId, async (sql) => {
    const { rows } = await sql<RequestRow & { cursor_at: string } & Record<string, unknown>>(page, [
      tenantId,
      query.status,
      ctx.options.clock().toISOString(),
      cursor?.at ?? null,
      cursor?.id ?? null,
      query.limit + 1,
    ]);
    const shown = rows.slice(0, query.limit);
    return {
      requests: { shown, hasMore: rows.length > query.limit },
      items: await readItems(
        sql,
        tenantId,
        shown.map((row) => row.id),
      ),
    };
  });
  const approvals = [];
  for (const row of requests.shown) {
    const own = items.filter((item) => item.request_id === row.id);
    const verdicts = await Promise.all(own.map((item) => mayDecide(ctx, principal, { request: row, item })));
    if (verdicts.every(Boolean)) approvals.push(toApprovalView(row, own));
  }
  const last = requests.shown.at(-1);
  return { approvals, next: requests.hasMore && last ? toCursor(last.cursor_at, last.id) : null };
}
