import { setTimeout as delay } from 'node:timers/promises';
import { type AnyTool, CountersignError, type Principal } from '@countersign/core';
import { type ErrorBody, toErrorBody } from '@countersign/core/internal';
import { settleDoubt } from '../consent/approvals/settle-doubt.ts';
import { requestDoubt } from '../consent/request-approvals.ts';
import type { Context } from '../context.ts';
import type { CallInHand, RunInHand } from '../runs/run.ts';
import { FenceLostError } from '../store/commit-step.ts';
import type { Sql } from '../store/database.ts';
import { recordOutcome } from '../store/record-outcome.ts';
import { runTool, type ToolEnd } from '../tools/run-tool.ts';
import { applyOutcome, type CallOutcome } from '../tools/settle-call.ts';
import { toToolContext } from '../tools/tool-context.ts';
import { toProgressEvents } from './show-progress.ts';

/** What came of an attempt. `open`: nobody knows, the call stays started and the loop's next act is to recover it. */
export type PerformResult = { type: 'recorded' } | { type: 'open' } | { type: 'repeat_refused'; error: ErrorBody };

/**
 * Makes an external call whose intent is committed, and records what came of it. A target that refuses says so with a
 * `CountersignError`; every other failure leaves open whether the effect took place, and the contract's recovery decides.
 */
export async function performExternal(
  ctx: Context,
  run: RunInHand,
  principal: Principal,
  call: CallInHand,
  { isRepeat } = { isRepeat: false },
): Promise<PerformResult> {
  const tool = call.tool as AnyTool;
  const point = { runId: run.fence.runId, tool: tool.name };
  await ctx.options.faults?.('after_intent', point);
  const end = await attempt(ctx, run, principal, call, { tool, isRepeat });
  await ctx.options.faults?.('after_effect', point);
  // What a target says to a repeat speaks for the repeat only: the first attempt may have taken effect all the same.
  if (isRepeat && end.type === 'refused') return { type: 'repeat_refused', error: end.error };
  const outcome = toExternalOutcome(ctx, tool, end);
  if (!outcome) return { type: 'open' };
  await recordExternal(ctx, run, call, outcome);
  await ctx.options.faults?.('after_result', point);
  return { type: 'recorded' };
}

/**
 * A call that begins late gets the rest of its time: after its deadline others rely on its being over.
 *
 * @throws {FenceLostError} when nothing is left: this process stood still between intent and effect, and others may have
 *   looked for the effect since
 */
function leftMs(ctx: Context, call: CallInHand, tool: AnyTool): number {
  const left = call.deadlineAt ? Math.min(tool.limits.timeoutMs, call.deadlineAt.getTime() - ctx.options.clock().getTime()) : tool.limits.timeoutMs;
  if (left <= 0) throw new FenceLostError(`The time for ${tool.name} was over before it began; its intent is left to recovery.`);
  return left;
}

interface Attempt {
  tool: AnyTool;
  isRepeat: boolean;
}

async function attempt(ctx: Context, run: RunInHand, principal: Principal, call: CallInHand, { tool, isRepeat }: Attempt): Promise<ToolEnd> {
  // A cancel must not cut off an effect in flight: only the call's own time does. Its outcome is recorded either way.
  const uncancelled = new AbortController().signal;
  try {
    return await ctx.options.database.transaction(principal, async (tx, sql) => {
      await sql('select 1'); // The connection answers: what is left of the call's time is measured now, not before the wait for it.
      const timeoutMs = isRepeat ? tool.limits.timeoutMs : leftMs(ctx, call, tool);
      return runTool((signal) => tool.execute(toToolContext(ctx, run, call, principal, tx, signal), call.input), { timeoutMs, runSignal: uncancelled });
    });
  } catch (error) {
    if (error instanceof FenceLostError) throw error;
    // It overran; or the commit of the host's transaction failed after the target had answered: whether it took effect is open.
    return { type: 'unknown', cause: error };
  }
}

/** Undefined: it is not known what happened. */
function toExternalOutcome(ctx: Context, tool: AnyTool, end: ToolEnd): CallOutcome | undefined {
  switch (end.type) {
    case 'ok': {
      const parsed = tool.output.safeParse(end.value);
      if (parsed.success) return { status: 'succeeded', output: parsed.data };
      ctx.options.logger.error({ tool: tool.name, issues: parsed.error.issues }, 'a target answered with something the output schema refuses');
      return {
        status: 'in_doubt',
        error: toErrorBody('invalid_output', `${tool.name} was answered with something unexpected, so it is not known whether it happened.`),
      };
    }
    case 'refused':
      return { status: 'failed', error: end.error };
    case 'unknown':
      ctx.options.logger.warn({ tool: tool.name, error: end.cause }, 'an external call left no result');
      return undefined;
    default:
      return end satisfies never;
  }
}

/**
 * Records an external outcome whatever became of the run, then insists on the fence.
 *
 * @throws {FenceLostError} when the run is not ours any more: recorded, but never an advance
 */
export async function recordExternal(ctx: Context, run: RunInHand, call: CallInHand, outcome: CallOutcome): Promise<void> {
  const finishedAt = ctx.options.clock();
  const { fence } = run;
  const { row, events, audit, failures } = applyOutcome(run, call, outcome);
  const progress = toProgressEvents(run);
  const record = async (sql: Sql) => {
    const asked = outcome.status === 'in_doubt' ? [await requestDoubt(sql, run, call)] : [];
    const result = await recordOutcome(sql, fence, {
      stepIndex: call.stepIndex,
      callIndex: call.callIndex,
      status: outcome.status,
      output: row.output,
      error: row.error,
      finishedAt,
      failures,
      events: [...events, ...progress, ...asked],
      audit,
    });
    if (!result.isRecorded) throw new FenceLostError(`Another worker has recorded what came of ${call.toolName} already.`);
    if (result.wasInDoubt && outcome.status !== 'in_doubt') await settleDoubt(ctx, sql, fence, call);
    return result;
  };
  const recorded = await insist(() => ctx.tenant(fence.tenantId, record));
  ctx.touched(fence.tenantId, fence.sessionId);
  if (recorded.wasInDoubt && outcome.status !== 'in_doubt') ctx.kick(fence.tenantId, fence.runId);
  if (!recorded.isHeld) throw new FenceLostError(`Run ${fence.runId} is not ours any more; the outcome of ${call.toolName} is on record.`);
}

/** How long to wait for a database that does not answer, before the one thing about the call that nobody else knows is lost. */
const INSIST_DELAYS_MS = [50, 500, 2_000];

async function insist<T>(record: () => Promise<T>): Promise<T> {
  for (const delayMs of INSIST_DELAYS_MS) {
    try {
      return await record();
    } catch (error) {
      if (!(error instanceof CountersignError && error.code === 'unavailable')) throw error;
      await delay(delayMs);
    }
  }
  return record();
}

/** The error of a call about which nothing is known. */
export function toDoubt(tool: AnyTool, why: string): ErrorBody {
  return toErrorBody('in_doubt', `It is not known whether ${tool.name} took effect: ${why} A human has to say.`);
}
