import { CountersignError, OWN_TENANT, type Principal, type SetSwitch, type SwitchList, type switchKinds } from '@countersign/core';
import { requireAccess } from '../../require-access.ts';
import { currentSwitches } from '../../store/current-switches.ts';
import type { Sql } from '../../store/database.ts';
import type { PolicyContext } from '../policies/policy-context.ts';
import { announce, type Resumed, resumeSwitchedOn } from './resume-switched-on.ts';

const list = /* sql */ `select l.kind, l.name, l.is_off, l.set_by, l.set_at, l.reason from (${currentSwitches}) l order by l.kind, l.name`;

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
export async function listSwitches(ctx: PolicyContext, principal: Principal): Promise<SwitchList> {
  await requireAccess(ctx, principal, 'switches:read');
  return ctx.tenant(principal.tenantId, (sql) => read(sql, principal.tenantId));
}

const insert = /* sql */ `
with flipped as (
  insert into countersign.switches (tenant_id, kind, name, is_off, set_by, reason, set_by_name) values ($1, $2, $3, $4, $5, $6, $7))
insert into countersign.audit (tenant_id, actor, action, subject, data)
values ($1, 'user:' || $5, case when $4 then 'switch.off' else 'switch.on' end, $2 || ':' || $3, jsonb_build_object('reason', $6::text))`;

/**
 * Switches a tool, an agent or all agents of the tenant off, or on again. Holds for the very next commit anywhere. What had paused
 * goes on with the switch that is lifted.
 *
 * @throws {CountersignError} `permission_denied`; `invalid_request` for a tool or an agent that does not exist
 */
export async function setSwitch(ctx: PolicyContext, principal: Principal, { kind, name, isOff, reason }: SetSwitch): Promise<SwitchList> {
  await requireAccess(ctx, principal, 'switches:write');
  const known = { tool: ctx.registry.tools, agent: ctx.registry.agents, tenant: new Set([OWN_TENANT]) }[kind];
  // A misspelt name would switch nothing off, silently. On again goes whatever it is called: a deployment may have taken it away.
  if ((isOff || kind === 'tenant') && !known.has(name)) throw new CountersignError('invalid_request', `There is no ${kind} "${name}".`);
  const { tenantId, userId } = principal;
  const { switches, resumed } = await ctx.tenant(tenantId, async (sql) => {
    await sql(insert, [tenantId, kind, name, isOff, userId, reason, principal.displayName ?? null]);
    const goesOn = !isOff && kind !== 'tool';
    return { resumed: goesOn ? await resumeSwitchedOn(ctx, sql, { tenantId, actor: `user:${userId}` }) : [], switches: await read(sql, tenantId) };
  });
  ctx.policies.forget(tenantId);
  announce(ctx, tenantId, resumed);
  return switches;
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

const setForOthers = 'select countersign.unsafe_set_switch($1, $2, $3, $4, $5, $6)';

/**
 * Switches a whole tenant, or everything, off or on again. For the host's own code; no route leads here. What a tenant's
 * switch had paused goes on in this transaction; what everything's had, with the next sweeps, tenant by tenant.
 */
export async function unsafeSetKillSwitch(ctx: PolicyContext, { tenantId, isOff, by, reason }: OperatorSwitch): Promise<void> {
  if (tenantId === undefined) {
    await ctx.options.database.pool.query(setForOthers, ['', 'everything', '', isOff, by, reason]);
    return;
  }
  const resumed = await ctx.tenant(tenantId, async (sql): Promise<Resumed[]> => {
    await sql(setForOthers, [tenantId, 'tenant', '', isOff, by, reason]);
    return isOff ? [] : resumeSwitchedOn(ctx, sql, { tenantId, actor: `operator:${by}` });
  });
  ctx.policies.forget(tenantId);
  announce(ctx, tenantId, resumed);
}
