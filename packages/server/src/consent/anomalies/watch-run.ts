import { type Anomaly, denialCodes, detectAnomaly, toMaxCalls } from '@countersign/core';
import type { Run } from '../../runs/run.ts';
import { countCalls, type WatchContext, type Watched } from './count-calls.ts';
import { countDenials } from './count-denials.ts';

const HOUR_MS = 3_600_000;
const MIN_BETWEEN_COUNTS = 25;
const MAX_TENANTS = 10_000;
/** Twice: a call is in the rows a little after it was watched. */
const TICKS = 2;

/** What is unusual before `added` more calls are made. A run that a human has resumed is not stopped for what its tenant does for an hour. */
export async function watchRun(ctx: WatchContext, run: Run, added: number): Promise<Anomaly | undefined> {
  const { anomalies, clock } = ctx.options;
  const latest = Math.max(anomalies.denialsInARow, anomalies.sameFailuresInARow);
  const results = run.results
    .slice(Math.max(run.watchedFrom, run.results.length - latest))
    .map((result) => ({ tool: result.tool, code: result.ok ? undefined : result.error.code }));
  const found = detectAnomaly({ results }, anomalies);
  if (found) return found;
  const isDenied = results.some(({ code }) => code !== undefined && denialCodes.has(code));
  const isResumed = run.resumedAt !== undefined && clock().getTime() - run.resumedAt.getTime() < HOUR_MS;
  if (isResumed || !(isDenied || added > 0)) return undefined;
  return watchTenant(ctx, run.fence.tenantId, { added, isDenied });
}

/**
 * What is unusual about the tenant. Its calls are counted after every so many of this process; by the clock they are, and what
 * was refused of them (`createCallWatch`). While something is unusual it is counted before each call: a run pauses for what is so now.
 */
async function watchTenant(ctx: WatchContext, tenantId: string, { added, isDenied }: { added: number; isDenied: boolean }): Promise<Anomaly | undefined> {
  const { anomalies } = ctx.options;
  const watched = findWatched(ctx, tenantId);
  watched.sinceCount += added;
  if (added > 0) watched.ticksLeft = TICKS;
  // So that however many rows an hour has, each call pays for a hundred of them at most.
  const isDue = watched.sinceCount >= Math.max(MIN_BETWEEN_COUNTS, toMaxCalls(watched.calls.usualPerHour, anomalies) / 100);
  // More calls concern whoever makes another; refusals whoever was refused.
  const judgeCalls = () => (added > 0 ? detectAnomaly({ results: [], calls: watched.calls }, anomalies) : undefined);
  const judgeDenials = () => (isDenied ? detectAnomaly({ results: [], denials: watched.denials }, anomalies) : undefined);
  if (isDue || judgeCalls()) await ctx.tenant(tenantId, (sql) => countCalls(ctx, { sql, tenantId }, watched));
  const found = judgeCalls();
  if (found || !judgeDenials()) return found;
  await ctx.tenant(tenantId, (sql) => countDenials(ctx, { sql, tenantId }, watched));
  return judgeDenials();
}

function findWatched(ctx: WatchContext, tenantId: string): Watched {
  const known = ctx.watched.get(tenantId);
  if (known) return known;
  if (ctx.watched.size >= MAX_TENANTS) ctx.watched.clear();
  const nothing = { thisHour: 0, usualPerHour: 0, usualUntilMs: 0 };
  const watched = { sinceCount: 0, ticksLeft: 0, calls: { ...nothing }, denials: { ...nothing } };
  ctx.watched.set(tenantId, watched);
  return watched;
}
