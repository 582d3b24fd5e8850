import { denialCodes, detectAnomaly, toMaxCalls } from '@countersign/core';
import { raiseAlert } from '../../alerts/raise-alert.ts';
import type { Context } from '../../context.ts';
import { MAX_PAST, type Tenant, USUAL_MS, type Watched } from './count-calls.ts';

const codes = [...denialCodes];
const isDenied = /* sql */ `status = 'denied' and error->>'code' = any($3)`;

/** `news`: those since it was last told. Of the latest calls of the hour, no more of them than are unusual. */
const countHour = /* sql */ `
select count(*)::int as denials, count(*) filter (where created_at > coalesce((
    select max(a.at) from countersign.alerts a where a.tenant_id = $1 and a.kind = 'unusual_denials'), '-infinity'))::int as news
from (
  select status, error, created_at from countersign.invocations where tenant_id = $1 and created_at > now() - interval '1 hour'
  order by created_at desc limit $2) recent where ${isDenied}`;

const countUsual = /* sql */ `
select coalesce(count(*) filter (where ${isDenied})::float8 / nullif(count(distinct date_trunc('hour', created_at)), 0), 0) as usual from (
  select status, error, created_at from countersign.invocations
  where tenant_id = $1 and created_at between now() - interval '7 days' and now() - interval '1 hour'
  order by created_at desc limit $2) past`;

const findLatest = /* sql */ `
select i.run_id, r.agent from countersign.invocations i join countersign.runs r on r.tenant_id = i.tenant_id and r.id = i.run_id
where i.tenant_id = $1 and i.created_at > now() - interval '1 hour' and i.status = 'denied' and i.error->>'code' = any($2)
order by i.created_at desc limit 1`;

/** Counts what rules and permissions have refused a tenant in this hour on all nodes. Too much of it raises an alert by itself: it may come from many short runs, none of them unusual. */
export async function countDenials(ctx: Context, { sql, tenantId }: Tenant, { calls, denials }: Watched): Promise<void> {
  const { anomalies, clock } = ctx.options;
  if (denials.usualUntilMs < clock().getTime()) {
    denials.usualPerHour = (await sql<{ usual: number }>(countUsual, [tenantId, MAX_PAST, codes])).rows[0]?.usual ?? 0;
    denials.usualUntilMs = clock().getTime() + USUAL_MS;
  }
  const limit = Math.min(Math.floor(toMaxCalls(calls.usualPerHour, anomalies)) + 1, MAX_PAST);
  const { rows } = await sql<{ denials: number; news: number }>(countHour, [tenantId, limit, codes]);
  denials.thisHour = rows[0]?.denials ?? 0;
  const burst = detectAnomaly({ results: [], denials: { ...denials, thisHour: rows[0]?.news ?? 0 } }, anomalies);
  if (!burst) return;
  const latest = (await sql<{ run_id: string; agent: string }>(findLatest, [tenantId, codes])).rows[0];
  if (latest) await raiseAlert(ctx, sql, { tenantId, kind: burst.kind, subject: latest.run_id, data: { text: burst.text, agent: latest.agent } });
}
