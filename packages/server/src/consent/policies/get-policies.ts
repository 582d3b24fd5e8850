import { CountersignError, type PoliciesView, PolicyRules, type Principal } from '@countersign/core';
import type { Context } from '../../context.ts';
import { requireAccess } from '../../require-access.ts';
import type { Sql } from '../../store/database.ts';

/** A version as its row has it. */
interface PolicyRow {
  version: number;
  rules: unknown;
  saved_by: string;
  saved_at: Date;
}

const statement = /* sql */ `
select version, rules, saved_by, saved_at from countersign.policies where tenant_id = $1 and ($2::int is null or version = $2) order by version desc limit 1`;

/** The rules in force, or those of an earlier version. @throws {CountersignError} `permission_denied`, `not_found` */
export async function getPolicies(ctx: Context, principal: Principal, { version }: { version?: number | undefined }): Promise<PoliciesView> {
  await requireAccess(ctx, principal, 'policies:read');
  return ctx.tenant(principal.tenantId, (sql) => readView(sql, principal.tenantId, version));
}

/** Reads a version, or the newest. */
export async function readView(sql: Sql, tenantId: string, version?: number): Promise<PoliciesView> {
  const { rows } = await sql<PolicyRow & Record<string, unknown>>(statement, [tenantId, version ?? null]);
  const row = rows[0];
  if (!row && version !== undefined) throw new CountersignError('not_found', `There is no version ${version} of the policies.`);
  if (!row) return { version: 0, rules: [], isReadable: true, savedBy: null, savedAt: null };
  const parsed = PolicyRules.safeParse(row.rules);
  return { version: row.version, rules: parsed.data ?? [], isReadable: parsed.success, savedBy: row.saved_by, savedAt: row.saved_at.toISOString() };
}
