import { type Act, CountersignError, decideNext, explainSwitch, findSwitch, type KillSwitch, type RunStatus } from '@countersign/core';
import { watchRun } from '../consent/anomalies/watch-run.ts';
import { findSwitchNow, SwitchedOffError } from '../consent/policies/find-switch-now.ts';
import { type Run, toRunState } from '../runs/run.ts';
import { isFenceLost } from '../store/commit-step.ts';
import { claimRun } from './claim-run.ts';
import { type Advanced, commitRun, commitRunIn } from './commit-run.ts';
import { disposeCalls } from './dispose-calls.ts';
import { toFinish } from './end-run.ts';
import type { EngineContext } from './engine-context.ts';
import { pauseRun } from './pause-run.ts';
import { proposeStep } from './propose-step.ts';
import { recordExternal, toDoubt } from './record-external.ts';
import { recoverCall } from './recover-call.ts';

/** `busy`: another worker has the run, or it needs none. `lost`: it was cancelled or taken over on the way. */
export type AdvanceResult = { outcome: 'busy' } | { outcome: 'lost' } | { outcome: 'rested'; status: RunStatus };

/** How many workers in a row may fail on a run before it is given up. */
const MAX_IDLE_CLAIMS = 5;

/**
 * Works on a run until it rests: finished, or waiting for a human. Safe to call twice and from anywhere; every step is
 * committed before the next begins, so a crash loses at most the step being worked on.
 *
 * A worker that is being stopped hands the run back between two steps, its wake-up enqueued: `rested` as `pending`.
 *
 * @throws when the database is out of reach; the lease then runs out and another worker goes on
 * @throws {CountersignError} `unavailable` when this worker is being stopped: nothing was claimed
 */
export async function advanceRun(ctx: EngineContext, tenantId: string, runId: string): Promise<AdvanceResult> {
  if (ctx.isStopping()) throw new CountersignError('unavailable', 'This worker is being stopped; another takes the run.');
  let run = await claimRun(ctx, tenantId, runId);
  if (!run) return { outcome: 'busy' };
  const { fence } = run;
  ctx.notify(tenantId, fence.sessionId);
  try {
    if (run.idleClaims > MAX_IDLE_CLAIMS) return { outcome: 'rested', status: await giveUp(ctx, run) };
    for (;;) {
      const act = decideNext(toRunState(run, ctx.options.clock().getTime()));
      if (act.type === 'propose' && ctx.isStopping()) return { outcome: 'rested', status: await handBack(ctx, run) };
      const advanced: Advanced = await performUnlessPaused(ctx, run, act);
      if (advanced.status) return { outcome: 'rested', status: advanced.status };
      run = advanced.run;
    }
  } catch (error) {
    if (isFenceLost(error)) return { outcome: 'lost' };
    throw error;
  } finally {
    ctx.leases.drop(fence);
  }
}

/** A run that nobody can get a commit out of is ended with a word, instead of wearing out one worker after the other. */
async function giveUp(ctx: EngineContext, run: Run): Promise<RunStatus> {
  ctx.options.logger.error({ runId: run.fence.runId, claims: run.idleClaims }, 'a run was given up: no worker got a commit out of it');
  const started = run.step?.calls.find((call) => call.status === 'started');
  if (started?.tool) {
    // Not ended over an effect that nobody knows of.
    const doubted = await recordExternal(ctx, run, { call: started, outcome: { status: 'in_doubt', error: toDoubt(started.tool, 'nobody could find out.') } });
    await commitRun(ctx, doubted, { status: { to: 'awaiting_human', isFinal: false, releasesLease: true } });
    return 'awaiting_human';
  }
  await commitRun(ctx, run, toFinish(run, { status: 'failed', reason: 'stuck' }));
  return 'failed';
}

/** A run that is unusual, or whose agent, tenant or everything is switched off, pauses before it proposes or calls. */
async function performUnlessPaused(ctx: EngineContext, run: Run, act: Act): Promise<Advanced> {
  const off = act.type === 'propose' ? await findRunSwitch(ctx, run) : undefined;
  if (off) return pauseRun(ctx, run, { reason: 'switched_off', text: explainSwitch(off) });
  const added = act.type === 'dispose' ? act.calls.length : 0;
  const anomaly = act.type === 'propose' || act.type === 'dispose' ? await watchRun(ctx, run, added) : undefined;
  if (anomaly) return pauseRun(ctx, run, { reason: 'anomaly', ...anomaly });
  try {
    return await perform(ctx, run, act);
  } catch (error) {
    if (error instanceof SwitchedOffError) return pauseRun(ctx, run, { reason: 'switched_off', text: error.message });
    throw error;
  }
}

async function findRunSwitch(ctx: EngineContext, run: Run): Promise<KillSwitch | undefined> {
  const what = { tenantId: run.fence.tenantId, agent: run.agent.name };
  const known = ctx.policies.peek(what.tenantId);
  // Known to be on: should that have changed, the commit of its first call finds it out.
  if (known && !findSwitch(known.off, what)) return undefined;
  return ctx.tenant(what.tenantId, (sql) => findSwitchNow(ctx, sql, what));
}

async function handBack(ctx: EngineContext, run: Run): Promise<RunStatus> {
  const { tenantId, runId, sessionId } = run.fence;
  await ctx.tenant(tenantId, async (sql) => {
    await commitRunIn(ctx, sql, { run, ending: { status: { to: 'pending', isFinal: false, releasesLease: true } } });
    await ctx.enqueueWake(sql, tenantId, runId);
  });
  ctx.notify(tenantId, sessionId);
  return 'pending';
}

/** Performs one act. */
async function perform(ctx: EngineContext, run: Run, act: Act): Promise<Advanced> {
  switch (act.type) {
    case 'propose':
      return proposeStep(ctx, run);
    case 'dispose':
      return disposeCalls(ctx, run, act.calls);
    case 'recover':
      return { run: await recoverCall(ctx, run, { callIndex: act.call }) };
    case 'wait':
      return commitRun(ctx, run, { status: { to: act.status, isFinal: false, releasesLease: true } });
    case 'finish':
      return commitRun(ctx, run, toFinish(run, act));
    default:
      return act satisfies never;
  }
}
