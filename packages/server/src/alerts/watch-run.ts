import { type Anomaly, denialCodes, detectAnomaly, toMaxCalls } from '@countersign/core';
import type { Context } from '../context.ts';
import type { RunInHand } from '../runs/run-in-hand.ts';
import { countCalls, type Watched } from './count-calls.ts';

const HOUR_MS = 3_600_000;
const MIN_BETWEEN_COUNTS = 25;
const MAX_TENANTS = 10_000;
/** Twice: a call is in the rows a little after it was watched. */
const TICKS = 2;

/** What is unusual before `added` more calls are made. A run that a human has resumed is not stopped for what its tenant does for an hour. */
export async function watchRun(ctx: Context, run: RunInHand, added: number): Promise<Anomaly | undefined> {
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
 * What is unusual about the tenant. Its calls are counted after every so many of this process and, where a process makes few,
 * every so often (`createCallWatch`); while something is unusual, before each call, so that a run pauses for what is so now.
 */
async function watchTenant(ctx: Context, tenantId: string, { added, isDenied }: { added: number; isDenied: boolean }): Promise<Anomaly | undefined> {
  const { anomalies } = ctx.options;
  const watched = findWatched(ctx, tenantId);
  watched.sinceCount += added;
  if (added > 0) watched.ticksLeft = TICKS;
  // More calls concern whoever makes another; refusals whoever was refused.
  const judge = () => detectAnomaly({ results: [], ...(added > 0 && { calls: watched.calls }), ...(isDenied && { denials: watched.denials }) }, anomalies);
  // So that however many rows an hour has, each call pays for a hundred of them at most.
  const isDue = watched.sinceCount >= Math.max(MIN_BETWEEN_COUNTS, toMaxCalls(watched.calls.usualPerHour, anomalies) / 100);
  if (!isDue && !judge()) return undefined;
  await countCalls(ctx, tenantId, watched);
  return judge();
}

function findWatched(ctx: Context, tenantId: string): Watched {
  const known = ctx.calls.get(tenantId);
  if (known) return known;
  if (ctx.calls.size >= MAX_TENANTS) ctx.calls.clear();
  const watched = { sinceCount: 0, ticksLeft: 0, calls: { thisHour: 0, usualPerHour: 0 }, denials: { thisHour: 0, usualPerHour: 0 }, usualUntilMs: 0 };
  ctx.calls.set(tenantId, watched);
  return watched;
}
