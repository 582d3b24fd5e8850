import { CountersignError, type Principal, type SetSwitch, type SwitchList, type switchKinds } from '@countersign/core';
import type pg from 'pg';
import type { Context } from '../context.ts';
import type { Sql } from '../store/database.ts';

const list = /* sql */ `
select distinct on (s.kind, s.name) s.kind, s.name, s.is_off, s.set_by, s.set_at, s.reason from (
  select * from countersign.switches where tenant_id = $1 union all select * from countersign.unsafe_list_switches_of_all()) s
order by s.kind, s.name, s.seq desc`;

interface SwitchRow {
  kind: (typeof switchKinds)[number];
  name: string;
  is_off: boolean;
  set_by: string;
  set_at: Date;
  reason: string;
}

async function read(sql: Sql, tenantId: string): Promise<SwitchList> {
  const { rows } = await sql<SwitchRow & Record<string, unknown>>(list, [tenantId]);
  const switches = rows.map(({ kind, name, is_off, set_by, set_at, reason }) => ({
    kind,
    name,
    isOff: is_off,
    setBy: set_by,
    setAt: set_at.toISOString(),
    reason,
  }));
  return { switches };
}

/** The switches that anybody has ever set for this tenant, the operator's included. @throws {CountersignError} `permission_denied` */
export async function listSwitches(ctx: Context, principal: Principal): Promise<SwitchList> {
  await requireSwitches(ctx, principal, 'switches:read');
  return ctx.tenant(principal.tenantId, (sql) => read(sql, principal.tenantId));
}

const insert = /* sql */ `
with flipped as (
  insert into countersign.switches (tenant_id, kind, name, is_off, set_by, reason) values ($1, $2, $3, $4, $5, $6))
insert into countersign.audit (tenant_id, actor, action, subject, data)
values ($1, 'user:' || $5, case when $4 then 'switch.off' else 'switch.on' end, $2 || ':' || $3, jsonb_build_object('reason', $6::text))`;

/**
 * Switches a tool or an agent of the tenant off, or on again. Holds for the very next commit anywhere.
 *
 * @throws {CountersignError} `permission_denied`; `invalid_request` for a tool or an agent that does not exist
 */
export async function setSwitch(ctx: Context, principal: Principal, { kind, name, isOff, reason }: SetSwitch): Promise<SwitchList> {
  await requireSwitches(ctx, principal, 'switches:write');
  const known = kind === 'tool' ? ctx.registry.tools : ctx.registry.agents;
  // A misspelt name would switch nothing off, silently. On again goes whatever it is called: a deployment may have taken it away.
  if (isOff && !known.has(name)) throw new CountersignError('invalid_request', `There is no ${kind} "${name}".`);
  const { tenantId, userId } = principal;
  const switches = await ctx.tenant(tenantId, async (sql) => {
    await sql(insert, [tenantId, kind, name, isOff, userId, reason]);
    return read(sql, tenantId);
  });
  ctx.policies.forget(tenantId);
  return switches;
}

async function requireSwitches(ctx: Context, principal: Principal, permission: 'switches:read' | 'switches:write'): Promise<void> {
  if (await ctx.options.can(principal, permission)) return;
  throw new CountersignError('permission_denied', `The kill switches of this organisation need the permission "${permission}", which you do not have.`);
}

/** What the operator of the host switches, past every tenant's permissions. */
export interface OperatorSwitch {
  /** A tenant; left out: everything, for every tenant. */
  tenantId?: string;
  isOff: boolean;
  /** Who, as tenants will read it. */
  by: string;
  reason: string;
}

/** Switches a whole tenant, or everything, off or on again. For the host's own code; no route leads here. */
export async function unsafeSetKillSwitch(pool: pg.Pool, { tenantId, isOff, by, reason }: OperatorSwitch): Promise<void> {
  const kind = tenantId === undefined ? 'everything' : 'tenant';
  await pool.query('select countersign.unsafe_set_switch($1, $2, $3, $4, $5, $6)', [tenantId ?? '', kind, '', isOff, by, reason]);
}
