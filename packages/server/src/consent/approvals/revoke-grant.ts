import { CountersignError, type Principal } from '@countersign/core';
import type { ParsedRouteInput, RouteReply } from '@countersign/core/internal';
import type { Context } from '../../context.ts';
import type { Sql } from '../../store/database.ts';
import { type GrantRecord, grantColumns, maySee, toGrantView } from './list-grants.ts';

const find = /* sql */ `select ${grantColumns} from countersign.grants g where g.tenant_id = $1 and g.id = $2`;

const revoke = /* sql */ `
with revoked as (
  update countersign.grants set revoked_at = now(), revoked_by = $3, revoke_reason = $4
  where tenant_id = $1 and id = $2 and revoked_at is null returning id, tool, scope)
insert into countersign.audit (tenant_id, actor, action, subject, data)
select $1, 'user:' || $3, 'grant.revoked', revoked.id::text, jsonb_build_object('tool', revoked.tool, 'scope', revoked.scope, 'reason', $4::text) from revoked`;

/**
 * Takes a grant back: the next call that would need it asks, and one that is just being made with it is not made. Revoking
 * what is revoked changes nothing.
 *
 * @throws {CountersignError} `not_found` also for a grant that this principal could not have given
 */
export async function revokeGrant(
  ctx: Context,
  principal: Principal,
  { grantId, reason }: ParsedRouteInput<'revokeGrant'>,
): Promise<RouteReply<'revokeGrant'>> {
  const { tenantId, userId } = principal;
  const before = await ctx.tenant(tenantId, (sql) => read(sql, tenantId, grantId));
  if (before.given_by !== userId && !(await maySee(ctx, principal, before))) throw toNotFound(grantId);
  const after = await ctx.tenant(tenantId, async (sql) => {
    await sql(revoke, [tenantId, grantId, userId, reason ?? null]);
    return read(sql, tenantId, grantId);
  });
  return { grant: toGrantView(ctx, after) };
}

async function read(sql: Sql, tenantId: string, grantId: string): Promise<GrantRecord> {
  const { rows } = await sql<GrantRecord & Record<string, unknown>>(find, [tenantId, grantId]);
  if (!rows[0]) throw toNotFound(grantId);
  return rows[0];
}

function toNotFound(grantId: string): CountersignError {
  return new CountersignError('not_found', `There is no grant ${grantId} of yours to take back.`);
}
