import { type Anomaly, detectAnomaly, toMaxCalls } from '@countersign/core';
import type { Context } from '../context.ts';
import type { RunInHand } from '../runs/run-in-hand.ts';

/** What a process knows of a tenant's calls. Counted again after so many more that a call costs the same for small and large tenants. */
interface Watched {
  /** Calls made here since the rows were counted last. */
  sinceCount: number;
  usualPerHour: number;
  usualUntilMs: number;
}

/** The calls of tenants, as one process has seen them. */
export type CallWatch = Map<string, Watched>;

const HOUR_MS = 3_600_000;
const MIN_BETWEEN_COUNTS = 25;
const MAX_TENANTS = 10_000;

const countHour = /* sql */ `
select count(*)::int as calls from (
  select from countersign.invocations where tenant_id = $1 and created_at > now() - interval '1 hour' limit $2) recent`;

/** The usual hour: over the last week, of those hours in which anything was called. Of very busy tenants, over fewer days. */
const countUsual = /* sql */ `
select coalesce(count(*)::float8 / nullif(count(distinct date_trunc('hour', created_at)), 0), 0) as usual from (
  select created_at from countersign.invocations where tenant_id = $1 and created_at between now() - interval '7 days' and now() - interval '1 hour'
  order by created_at desc limit 20000) past`;

/** What is unusual before `added` more calls are made. A run that a human has resumed is not stopped for its tenant's calls for an hour. */
export async function watchRun(ctx: Context, run: RunInHand, added: number): Promise<Anomaly | undefined> {
  const { anomalies, clock } = ctx.options;
  const latest = Math.max(anomalies.denialsInARow, anomalies.sameFailuresInARow);
  const results = run.results.slice(Math.max(run.watchedFrom, run.results.length - latest));
  const counts = { results: results.map((result) => ({ tool: result.tool, code: result.ok ? undefined : result.error.code })) };
  const found = detectAnomaly(counts, anomalies);
  if (found || added === 0) return found;
  const isResumed = run.resumedAt !== undefined && clock().getTime() - run.resumedAt.getTime() < HOUR_MS;
  return isResumed ? undefined : watchCalls(ctx, run.fence.tenantId, added);
}

async function watchCalls(ctx: Context, tenantId: string, added: number): Promise<Anomaly | undefined> {
  const { anomalies, clock } = ctx.options;
  const watched = ctx.calls.get(tenantId) ?? { sinceCount: 0, usualPerHour: 0, usualUntilMs: 0 };
  if (ctx.calls.size >= MAX_TENANTS) ctx.calls.clear();
  ctx.calls.set(tenantId, watched);
  watched.sinceCount += added;
  const maxCalls = toMaxCalls(watched.usualPerHour, anomalies);
  // So that however many rows an hour has, each call pays for a hundred of them at most.
  if (watched.sinceCount < Math.max(MIN_BETWEEN_COUNTS, maxCalls / 100)) return undefined;
  const thisHour = await ctx.tenant(tenantId, async (sql) => {
    if (watched.usualUntilMs < clock().getTime()) {
      watched.usualPerHour = (await sql<{ usual: number }>(countUsual, [tenantId])).rows[0]?.usual ?? 0;
      watched.usualUntilMs = clock().getTime() + HOUR_MS;
    }
    const limit = Math.floor(toMaxCalls(watched.usualPerHour, anomalies)) + 1;
    return (await sql<{ calls: number }>(countHour, [tenantId, limit])).rows[0]?.calls ?? 0;
  });
  const anomaly = detectAnomaly({ results: [], calls: { thisHour, usualPerHour: watched.usualPerHour } }, anomalies);
  // While it lasts every run is looked at, and each pauses by itself.
  if (!anomaly) watched.sinceCount = 0;
  return anomaly;
}
