import { type HourlyCount, toMaxCalls } from '@countersign/core';
import type { Context } from '../../context.ts';
import type { Sql } from '../../store/database.ts';

/** A count over all nodes, as a process last made it. */
export interface Counted extends HourlyCount {
  usualUntilMs: number;
}

/** What a process knows of a tenant's calls. */
export interface Watched {
  /** Calls made here since they were counted last. */
  sinceCount: number;
  /** How often they are still to be counted by the clock. */
  ticksLeft: number;
  calls: Counted;
  /** Those that rules or permissions refused. */
  denials: Counted;
}

/** What watching for anomalies needs besides: the calls of tenants, as this process has seen them. */
export interface WatchContext extends Context {
  readonly watched: Map<string, Watched>;
}

/** A tenant, and a transaction in which only its rows exist. */
export interface Tenant {
  sql: Sql;
  tenantId: string;
}

/** How long a usual hour is known before it is looked at again. */
export const USUAL_MS = 3_600_000;
/** Rows of the past that a usual hour is told from: of very busy tenants, those of fewer days. */
export const MAX_PAST = 20_000;

/* Index entries alone. */
const countHour = /* sql */ `
select count(*)::int as calls from (
  select from countersign.invocations where tenant_id = $1 and created_at > now() - interval '1 hour' limit $2) recent`;

/** The usual hour: over the last week, of those hours in which anything was called. */
const countUsual = /* sql */ `
select coalesce(count(*)::float8 / nullif(count(distinct date_trunc('hour', created_at)), 0), 0) as usual from (
  select created_at from countersign.invocations where tenant_id = $1 and created_at between now() - interval '7 days' and now() - interval '1 hour'
  order by created_at desc limit $2) past`;

/** Counts the calls of a tenant in this hour on all nodes, no further than they are unusual. */
export async function countCalls({ options }: Context, { sql, tenantId }: Tenant, watched: Watched): Promise<void> {
  const { anomalies, clock } = options;
  const { calls } = watched;
  watched.sinceCount = 0;
  if (calls.usualUntilMs < clock().getTime()) {
    calls.usualPerHour = (await sql<{ usual: number }>(countUsual, [tenantId, MAX_PAST])).rows[0]?.usual ?? 0;
    calls.usualUntilMs = clock().getTime() + USUAL_MS;
  }
  const limit = Math.floor(toMaxCalls(calls.usualPerHour, anomalies)) + 1;
  calls.thisHour = (await sql<{ calls: number }>(countHour, [tenantId, limit])).rows[0]?.calls ?? 0;
}
