import { type Anomaly, denialCodes, detectAnomaly, type HourlyCount, toMaxCalls } from '@countersign/core';
import type { Context } from '../context.ts';
import type { Sql } from '../store/database.ts';
import { raiseAlert } from './raise-alert.ts';

/** What a process knows of a tenant's calls, on all nodes, since it last counted them. */
export interface Watched {
  /** Calls made here since then. */
  sinceCount: number;
  /** How often they are still to be counted by the clock. */
  ticksLeft: number;
  calls: HourlyCount;
  /** Those that rules or permissions refused. */
  denials: HourlyCount;
  usualUntilMs: number;
}

/** The calls of tenants, as one process has seen them. */
export type CallWatch = Map<string, Watched>;

const HOUR_MS = 3_600_000;

const isDenied = /* sql */ `status = 'denied' and error->>'code' = any($3)`;

/** `news`: refusals since this was last told. The latest calls of the hour, no more of them than are unusual. */
const countHour = /* sql */ `
select count(*)::int as calls, count(*) filter (where ${isDenied})::int as denials,
  count(*) filter (where ${isDenied} and created_at > coalesce((
    select max(a.at) from countersign.alerts a where a.tenant_id = $1 and a.kind = 'unusual_denials'), '-infinity'))::int as news
from (
  select status, error, created_at from countersign.invocations where tenant_id = $1 and created_at > now() - interval '1 hour'
  order by created_at desc limit $2) recent`;

/** The usual hour: over the last week, of those hours in which anything was called. Of very busy tenants, over fewer days. */
const countUsual = /* sql */ `
select coalesce(count(*)::float8 / nullif(count(distinct date_trunc('hour', created_at)), 0), 0) as calls,
  coalesce(count(*) filter (where ${isDenied})::float8 / nullif(count(distinct date_trunc('hour', created_at)), 0), 0) as denials
from (
  select status, error, created_at from countersign.invocations
  where tenant_id = $1 and created_at between now() - interval '7 days' and now() - interval '1 hour'
  order by created_at desc limit $2) past`;

/** Rows of the past that are looked at. */
const MAX_PAST = 20_000;

const findLatest = /* sql */ `
select i.run_id, r.agent from countersign.invocations i join countersign.runs r on r.tenant_id = i.tenant_id and r.id = i.run_id
where i.tenant_id = $1 and i.created_at > now() - interval '1 hour' and i.status = 'denied' and i.error->>'code' = any($2)
order by i.created_at desc limit 1`;

const codes = [...denialCodes];

/** Counts a tenant's calls and refusals over all nodes. Many refusals raise an alert by themselves: they may come from many short runs, none of which is unusual. */
export async function countCalls(ctx: Context, tenantId: string, watched: Watched): Promise<void> {
  const { anomalies, clock } = ctx.options;
  watched.sinceCount = 0;
  await ctx.tenant(tenantId, async (sql) => {
    if (watched.usualUntilMs < clock().getTime()) {
      const { rows } = await sql<{ calls: number; denials: number }>(countUsual, [tenantId, MAX_PAST, codes]);
      watched.calls.usualPerHour = rows[0]?.calls ?? 0;
      watched.denials.usualPerHour = rows[0]?.denials ?? 0;
      watched.usualUntilMs = clock().getTime() + HOUR_MS;
    }
    const limit = Math.floor(toMaxCalls(watched.calls.usualPerHour, anomalies)) + 1;
    const { rows } = await sql<{ calls: number; denials: number; news: number }>(countHour, [tenantId, limit, codes]);
    const { calls, denials, news } = rows[0] ?? { calls: 0, denials: 0, news: 0 };
    watched.calls.thisHour = calls;
    watched.denials.thisHour = denials;
    const burst = detectAnomaly({ results: [], denials: { ...watched.denials, thisHour: news } }, anomalies);
    if (burst) await tell(ctx, sql, tenantId, burst);
  });
}

async function tell(ctx: Context, sql: Sql, tenantId: string, { kind, text }: Anomaly): Promise<void> {
  const { rows } = await sql<{ run_id: string; agent: string }>(findLatest, [tenantId, codes]);
  if (rows[0]) await raiseAlert(ctx, sql, { tenantId, kind, subject: rows[0].run_id, data: { text, agent: rows[0].agent } });
}
