import { type Approvers, GrantConditions, type GrantScope } from '@countersign/core';
import type { Context } from '../../context.ts';
import type { Call, Run } from '../../runs/run.ts';
import type { Sql } from '../../store/database.ts';
import { mayApprove } from './may-decide.ts';

/** A grant as its row has it. */
export interface GrantRow {
  id: string;
  scope: GrantScope;
  run_id: string;
  tool: string;
  contract_version: number;
  conditions: GrantConditions;
  permission: string;
  approvers: Approvers;
  given_by: string;
}

const find = /* sql */ `
select id, scope, run_id, tool, contract_version, conditions, permission, approvers, given_by from countersign.grants
where tenant_id = $1 and tool = any($2) and revoked_at is null and (scope = 'tenant' or run_id = $3)
order by scope = 'tenant', given_at desc limit 200`;

/**
 * The grants that may speak for these calls: not revoked, of this contract, and of somebody who may still approve such a call.
 * Read before the transaction of the call, since it asks the host about people; `useGrant` makes sure in it.
 */
export async function findGrants(ctx: Context, run: Run, calls: readonly Call[]): Promise<GrantRow[]> {
  const { tenantId, runId } = run.fence;
  const names = [...new Set(calls.map((call) => call.toolName))];
  const { rows } = await ctx.tenant(tenantId, (sql) => sql<GrantRow & Record<string, unknown>>(find, [tenantId, names, runId]));
  const isCurrent = (row: GrantRow) => calls.some((call) => call.toolName === row.tool && call.contractVersion === row.contract_version);
  const readable = rows.filter((row) => isCurrent(row) && GrantConditions.safeParse(row.conditions).success);
  const givers = new Map(
    await Promise.all(
      [...new Set(readable.map((row) => row.given_by))].map(async (userId) => [userId, await ctx.options.resolvePrincipal({ tenantId, userId })] as const),
    ),
  );
  const usable: GrantRow[] = [];
  for (const row of readable) {
    const giver = givers.get(row.given_by);
    const call = calls.find((candidate) => candidate.toolName === row.tool);
    // Who asked for the call is judged where the call is known; here only what the giver may do.
    if (giver && (await mayApprove(ctx, giver, { permission: row.permission, approvers: { ...row.approvers, excludesRequester: false }, input: call?.input })))
      usable.push(row);
  }
  return usable;
}

const use = /* sql */ `
with used as (
  update countersign.grants set uses = uses + 1, last_used_at = now() where tenant_id = $1 and id = $2 and revoked_at is null returning id)
select case when exists (select from used) then 0 else countersign.consent_lost() end`;

/** Uses a grant, in the transaction that makes its call; raises what `isConsentLost` knows when it was revoked meanwhile. */
export async function useGrant(sql: Sql, tenantId: string, grantId: string): Promise<void> {
  await sql(use, [tenantId, grantId]);
}
