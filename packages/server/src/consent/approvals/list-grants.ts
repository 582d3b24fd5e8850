import { explainGrant, type GrantList, type GrantView, isFinal, type Principal, type RunStatus } from '@countersign/core';
import type { ListGrants } from '@countersign/core/internal';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { cursorTime, fromCursor, toCursor } from '../../store/cursor.ts';
import type { GrantRow } from './grants.ts';
import { mayApprove } from './may-decide.ts';

/** A grant with its whole life. */
export interface GrantRecord extends GrantRow {
  item_id: string;
  reason: string | null;
  given_at: Date;
  uses: number;
  last_used_at: Date | null;
  revoked_at: Date | null;
  revoked_by: string | null;
  revoke_reason: string | null;
  run_status: RunStatus | null;
}

export const grantColumns = /* sql */ `g.id, g.scope, g.run_id, g.item_id, g.tool, g.contract_version, g.conditions, g.permission, g.approvers, g.given_by, g.given_at,
  g.reason, g.uses, g.last_used_at, g.revoked_at, g.revoked_by, g.revoke_reason,
  (select r.status from countersign.runs r where r.tenant_id = g.tenant_id and r.id = g.run_id) as run_status`;

const page = /* sql */ `
select ${grantColumns}, ${cursorTime.replaceAll('created_at', 'g.given_at')} as cursor_at
from countersign.grants g
where g.tenant_id = $1 and ($2 = 'all' or (g.revoked_at is null and (g.scope = 'tenant' or exists (
    select from countersign.runs r where r.tenant_id = g.tenant_id and r.id = g.run_id and r.finished_at is null))))
  and ($3::timestamptz is null or (g.given_at, g.id) < ($3::timestamptz, $4::uuid))
order by g.given_at desc, g.id desc limit $5`;

/** Grants of the tenant that this principal could have given, newest first. */
export async function listGrants(ctx: Context, principal: Principal, query: z.output<typeof ListGrants>): Promise<GrantList> {
  const { tenantId } = principal;
  const cursor = fromCursor(query.cursor);
  const { rows } = await ctx.tenant(tenantId, (sql) =>
    sql<GrantRecord & { cursor_at: string } & Record<string, unknown>>(page, [tenantId, query.status, cursor?.at ?? null, cursor?.id ?? null, query.limit + 1]),
  );
  const shown = rows.slice(0, query.limit);
  const may = await Promise.all(shown.map((row) => maySee(ctx, principal, row)));
  const last = shown.at(-1);
  return {
    grants: shown.filter((_, index) => may[index]).map((row) => toGrantView(ctx, row)),
    next: rows.length > query.limit && last ? toCursor(last.cursor_at, last.id) : null,
  };
}

/** Whoever may approve such calls may see what is granted, and take it back. */
export function maySee(ctx: Context, principal: Principal, row: GrantRow): Promise<boolean> {
  return mayApprove(ctx, principal, { permission: row.permission, approvers: { ...row.approvers, excludesRequester: false }, input: undefined });
}

export function toGrantView(ctx: Context, row: GrantRecord): GrantView {
  const tool = ctx.registry.tools.get(row.tool);
  const isOver = row.scope === 'run' && (row.run_status === null || isFinal(row.run_status));
  // A contract of another version, or one that takes no grants any more, is asked for again.
  const isCurrent = tool !== undefined && tool.version === row.contract_version && tool.approval.scopes.includes(row.scope);
  return {
    grantId: row.id,
    scope: row.scope,
    tool: row.tool,
    contractVersion: row.contract_version,
    text: explainGrant(row.tool, row.scope, row.conditions),
    conditions: row.conditions,
    isActive: row.revoked_at === null && !isOver && isCurrent,
    runId: row.run_id,
    itemId: row.item_id,
    givenBy: row.given_by,
    givenAt: row.given_at.toISOString(),
    reason: row.reason,
    uses: row.uses,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    revokedBy: row.revoked_by,
    revokeReason: row.revoke_reason,
  };
}
