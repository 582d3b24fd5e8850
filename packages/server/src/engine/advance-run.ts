import { CountersignError, type RunStatus } from '@countersign/core';
import { type Act, decideNext, explainSwitch, findSwitch } from '@countersign/core/internal';
import { watchRun } from '../consent/anomalies/watch-run.ts';
import { findSwitchNow, SwitchedOffError } from '../consent/policies/find-switch-now.ts';
import type { Context } from '../context.ts';
import { type RunInHand, toRunState } from '../runs/run.ts';
import { isFenceLost } from '../store/commit-step.ts';
import { claimRun } from './claim-run.ts';
import { commitRun, commitRunIn, finishWrite } from './commit-run.ts';
import { disposeCalls } from './dispose-calls.ts';
import { pauseRun } from './pause-run.ts';
import { recordExternal, toDoubt } from './perform-external.ts';
import { proposeStep } from './propose-step.ts';
import { recoverCall } from './recover-call.ts';

/** `busy`: another worker has the run, or it needs none. `lost`: it was cancelled or taken over on the way. */
export type AdvanceResult = { outcome: 'busy' } | { outcome: 'lost' } | { outcome: 'rested'; status: RunStatus };

/** How many workers in a row may fail on a run before it is given up. */
const MAX_BARREN_CLAIMS = 5;

/**
 * Works on a run until it rests: finished, or waiting for a human. Safe to call twice and from anywhere; every step is
 * committed before the next begins, so a crash loses at most the step in hand.
 *
 * A worker that is being stopped hands the run back between two steps, its wake-up enqueued: `rested` as `pending`.
 *
 * @throws when the database is out of reach; the lease then runs out and another worker goes on
 * @throws {CountersignError} `unavailable` when this worker is being stopped: nothing was claimed
 */
export async function advanceRun(ctx: Context, tenantId: string, runId: string): Promise<AdvanceResult> {
  if (ctx.isStopping()) throw new CountersignError('unavailable', 'This worker is being stopped; another takes the run.');
  const run = await claimRun(ctx, tenantId, runId);
  if (!run) return { outcome: 'busy' };
  ctx.touched(tenantId, run.fence.sessionId);
  try {
    if (run.barrenClaims > MAX_BARREN_CLAIMS) return { outcome: 'rested', status: await giveUp(ctx, run) };
    for (;;) {
      const act = decideNext(toRunState(run, ctx.options.clock().getTime()));
      if (act.type === 'propose' && ctx.isStopping()) return { outcome: 'rested', status: await handBack(ctx, run) };
      const status = await performUnlessPaused(ctx, run, act);
      if (status) return { outcome: 'rested', status };
    }
  } catch (error) {
    if (isFenceLost(error)) return { outcome: 'lost' };
    throw error;
  } finally {
    ctx.leases.drop(run.fence);
  }
}

/** A run that nobody can get a commit out of is ended with a word, instead of wearing out one worker after the other. */
async function giveUp(ctx: Context, run: RunInHand): Promise<RunStatus> {
  ctx.options.logger.error({ runId: run.fence.runId, claims: run.barrenClaims }, 'a run was given up: no worker got a commit out of it');
  const started = run.step?.calls.find((call) => call.status === 'started');
  if (started?.tool) {
    // Not ended over an effect that nobody knows of.
    await recordExternal(ctx, run, started, { status: 'in_doubt', error: toDoubt(started.tool, 'nobody could find out.') });
    await commitRun(ctx, run, { to: 'awaiting_human', isFinal: false, releasesLease: true });
    return 'awaiting_human';
  }
  await commitRun(ctx, run, finishWrite(run, { type: 'finish', status: 'failed', reason: 'stuck' }));
  return 'failed';
}

/** A run that is unusual, or whose agent, tenant or everything is switched off, pauses: before it proposes, and where the commit of a call finds it out. */
async function performUnlessPaused(ctx: Context, run: RunInHand, act: Act): Promise<RunStatus | undefined> {
  try {
    if (act.type === 'propose') await requireSwitchedOn(ctx, run);
    const anomaly = act.type === 'propose' || act.type === 'dispose' ? await watchRun(ctx, run, act.type === 'dispose' ? act.calls.length : 0) : undefined;
    if (anomaly) return await pauseRun(ctx, run, { reason: 'anomaly', ...anomaly });
    return await perform(ctx, run, act);
  } catch (error) {
    if (error instanceof SwitchedOffError) return pauseRun(ctx, run, { reason: 'switched_off', text: error.message });
    throw error;
  }
}

async function requireSwitchedOn(ctx: Context, run: RunInHand): Promise<void> {
  const { tenantId } = run.fence;
  const what = { agent: run.agent.name };
  const known = ctx.policies.peek(tenantId);
  // Known to be on: should that have changed, the commit of its first call finds it out.
  if (known && !findSwitch(known.off, what)) return;
  const off = await ctx.tenant(tenantId, (sql) => findSwitchNow(ctx, sql, tenantId, what));
  if (off) throw new SwitchedOffError(explainSwitch(off));
}

async function handBack(ctx: Context, run: RunInHand): Promise<RunStatus> {
  const { tenantId, runId, sessionId } = run.fence;
  await ctx.tenant(tenantId, async (sql) => {
    await commitRunIn(ctx, run, sql, { to: 'pending', isFinal: false, releasesLease: true });
    await ctx.enqueueWake(sql, tenantId, runId);
  });
  ctx.touched(tenantId, sessionId);
  return 'pending';
}

/** Performs one act. A status is returned when the run came to rest with it. */
async function perform(ctx: Context, run: RunInHand, act: Act): Promise<RunStatus | undefined> {
  switch (act.type) {
    case 'propose':
      return proposeStep(ctx, run);
    case 'dispose':
      return disposeCalls(ctx, run, act.calls);
    case 'recover':
      await recoverCall(ctx, run, act.call);
      return undefined;
    case 'wait':
      return commitRun(ctx, run, { to: act.status, isFinal: false, releasesLease: true });
    case 'finish':
      return commitRun(ctx, run, finishWrite(run, act));
    default:
      return act satisfies never;
  }
}
