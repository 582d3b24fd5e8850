import type { Identity } from '@countersign/core';
import { v7 as uuidv7 } from 'uuid';
import type { Sql } from '../../store/database.ts';
import { toJsonb } from '../../store/to-jsonb.ts';
import type { SettledItem } from './settle-items.ts';

/** Everything but who gives it comes from the item: what a grant covers is what was shown, never what a request says. */
const statement = /* sql */ `
with given as (
  insert into countersign.grants (tenant_id, id, scope, run_id, item_id, tool, contract_version, conditions, permission, approvers, given_by, reason)
  select $1, g.id, g.scope, i.run_id, i.id, i.tool, i.contract_version, i.grant_conditions, i.permission, i.approvers, i.decided_by, i.reason
  from jsonb_to_recordset($3::jsonb) as g(id uuid, item_id uuid, scope text)
  join countersign.approval_items i on i.tenant_id = $1 and i.id = g.item_id
    and i.status = 'approved' and i.decided_by = $2 and i.scope = g.scope and i.grant_conditions is not null and i.grant_scopes ? g.scope
  returning id, tool, scope, item_id)
insert into countersign.audit (tenant_id, actor, action, subject, data)
select $1, 'user:' || $2, 'grant.given', given.id::text, jsonb_build_object('tool', given.tool, 'scope', given.scope, 'item', given.item_id) from given`;

/** Gives the grants that go with decisions just settled, in their transaction. */
export async function giveGrants(sql: Sql, { tenantId, userId }: Identity, settled: readonly SettledItem[]): Promise<void> {
  const grants = settled.flatMap(({ item, scope }) => (scope === 'run' || scope === 'tenant' ? [{ id: uuidv7(), item_id: item.id, scope }] : []));
  if (grants.length > 0) await sql(statement, [tenantId, userId, toJsonb(grants)]);
}
