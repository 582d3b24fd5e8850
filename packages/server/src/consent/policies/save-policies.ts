import { CountersignError, diffPolicies, type PoliciesSaved, type PolicyRules, type Principal, type SavePolicies } from '@countersign/core';
import type { Context } from '../../context.ts';
import { requireAccess } from '../../require-access.ts';
import { isPostgresError } from '../../store/commit-step.ts';
import type { Sql } from '../../store/database.ts';
import { toJsonb } from '../../store/to-jsonb.ts';
import { readView } from './get-policies.ts';
import type { PolicyContext } from './policy-context.ts';

const insert = /* sql */ `
with saved as (
  insert into countersign.policies (tenant_id, version, rules, saved_by) values ($1, $2, $3, $4))
insert into countersign.audit (tenant_id, actor, action, subject, data) values ($1, 'user:' || $4, 'policies.saved', $2::text, $5)`;

/**
 * Saves the tenant's rules as a new version. They hold for the next call that is made anywhere: one that was judged by the
 * version before does not commit.
 *
 * @throws {CountersignError} `permission_denied`; `conflict` when somebody has saved since; `invalid_request` for a tool that does not exist
 */
export async function savePolicies(ctx: PolicyContext, principal: Principal, { basedOn, rules }: SavePolicies): Promise<PoliciesSaved> {
  await requireAccess(ctx, principal, 'policies:write');
  requireKnownTools(ctx, rules);
  const { tenantId } = principal;
  try {
    const saved = await ctx.tenant(tenantId, (sql) => save(sql, principal, basedOn, rules));
    ctx.policies.forget(tenantId);
    return saved;
  } catch (error) {
    if (isPostgresError(error, '23505', 'policies_pkey')) throw toConflict(basedOn);
    throw error;
  }
}

async function save(sql: Sql, principal: Principal, basedOn: number, rules: PolicyRules): Promise<PoliciesSaved> {
  const { tenantId, userId } = principal;
  const before = await readView(sql, tenantId);
  if (before.version !== basedOn) throw toConflict(basedOn);
  const diff = diffPolicies(before.rules, rules);
  const names = {
    added: diff.added.map(({ name }) => name),
    removed: diff.removed.map(({ name }) => name),
    changed: diff.changed.map(({ after }) => after.name),
  };
  await sql(insert, [tenantId, basedOn + 1, toJsonb(rules), userId, toJsonb(names)]);
  return { policies: await readView(sql, tenantId), diff };
}

function toConflict(basedOn: number): CountersignError {
  return new CountersignError('conflict', `Somebody has saved other rules since version ${basedOn}. Read them, and make your change to those.`);
}

/** A name that no tool has would forbid nothing, silently. @throws {CountersignError} `invalid_request` */
export function requireKnownTools(ctx: Context, rules: PolicyRules): void {
  for (const rule of rules) {
    const named = 'tools' in rule ? rule.tools : rule.on.tools;
    const unknown = named?.find((name) => !ctx.registry.tools.has(name));
    if (unknown !== undefined) throw new CountersignError('invalid_request', `The rule "${rule.name}" names the tool "${unknown}", which does not exist.`);
  }
}
