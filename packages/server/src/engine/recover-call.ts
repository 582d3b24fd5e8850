import { setTimeout as delay } from 'node:timers/promises';
import type { AnyTool, Principal, Verification } from '@countersign/core';
import { toErrorBody } from '@countersign/core/internal';
import { z } from 'zod';
import type { Context } from '../context.ts';
import type { CallInHand, RunInHand } from '../runs/run.ts';
import { FenceLostError } from '../store/commit-step.ts';
import { OverrunError, runTool } from '../tools/run-tool.ts';
import { toToolContext } from '../tools/tool-context.ts';
import { findChange } from './find-change.ts';
import { performExternal, recordExternal, toDoubt } from './perform-external.ts';

/** How often one claim repeats a call that keeps leaving no result, and how long it waits before each. */
const REPEAT_DELAYS_MS = [250, 1_000, 4_000];

interface Options {
  /** Not for a run that has ended: its user took the wish back. */
  mayRepeat: boolean;
}

/**
 * Finds out what became of a call that an earlier worker, or an earlier attempt, started and left without a result. Never
 * a blind repeat: a key the target honours, the target's own word, or a human.
 */
export async function recoverCall(ctx: Context, run: RunInHand, callIndex: number, options: Options = { mayRepeat: true }): Promise<void> {
  const call = run.step?.calls[callIndex];
  if (!call) throw new Error(`Run ${run.fence.runId} has no call ${callIndex} to recover.`);
  const principal = await ctx.options.resolvePrincipal(run.identity);
  const { tool } = call;
  if (!tool) {
    await recordExternal(ctx, run, call, { status: 'in_doubt', error: toErrorBody('in_doubt', `${call.toolName} is not part of this deployment any more.`) });
    return;
  }
  if (!principal) return doubt(ctx, run, call, tool, 'the person it was done for may not use this any more, so the target cannot be asked.');
  if (call.inputHash === null) return doubt(ctx, run, call, tool, 'its contract has changed since and does not take its input any more.');
  switch (tool.recovery.by) {
    case 'key':
      if (!options.mayRepeat) return doubt(ctx, run, call, tool, 'the run has ended meanwhile, so it is not repeated.');
      return repeat(ctx, run, principal, call, tool, tool.recovery.windowMs);
    case 'verify':
      return verify(ctx, run, principal, call, tool, options.mayRepeat ? tool.recovery.windowMs : undefined);
    case 'human':
      await untilDeadline(ctx, run, call);
      return doubt(ctx, run, call, tool, 'it was started and left no result, and the target cannot be asked.');
    default:
      return tool.recovery satisfies never;
  }
}

async function repeat(ctx: Context, run: RunInHand, principal: Principal, call: CallInHand, tool: AnyTool, windowMs: number): Promise<void> {
  const attempts = attemptsOf.get(call) ?? 0;
  const delayMs = REPEAT_DELAYS_MS[attempts];
  const age = ctx.options.clock().getTime() - (call.startedAt?.getTime() ?? 0);
  if (delayMs === undefined) return doubt(ctx, run, call, tool, 'the target did not answer, also when asked again.');
  if (age + delayMs + tool.limits.timeoutMs >= windowMs)
    return doubt(ctx, run, call, tool, 'it was started too long ago for the target to recognise a repeat.');
  attemptsOf.set(call, attempts + 1);
  // The first repeat after a crash is immediate; only a target that keeps failing is given time.
  if (attempts > 0) await sleep(delayMs, run.signal);
  if (run.signal.aborted) throw new FenceLostError('The run was cancelled or taken over before a repeat.');
  const change = await findChange(ctx, run, principal, call, tool);
  if (change) return settleWithoutRepeat(ctx, run, principal, call, tool, change);
  const result = await performExternal(ctx, run, principal, call, { isRepeat: true });
  if (result.type !== 'repeat_refused' || result.error.isRetryable) return;
  return settleWithoutRepeat(
    ctx,
    run,
    principal,
    call,
    tool,
    `the target refused a repeat (${result.error.message}), which says nothing of the first attempt.`,
  );
}

/** Asks the target where it can be asked, without a repeat whatever it says; else a human. */
async function settleWithoutRepeat(ctx: Context, run: RunInHand, principal: Principal, call: CallInHand, tool: AnyTool, why: string): Promise<void> {
  return tool.verify ? verify(ctx, run, principal, call, tool, undefined) : doubt(ctx, run, call, tool, why);
}
const attemptsOf = new WeakMap<CallInHand, number>();

const VerificationAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('happened'), output: z.unknown() }),
  z.object({ status: z.literal('not_happened') }),
  z.object({ status: z.literal('unknown') }),
]);

async function verify(ctx: Context, run: RunInHand, principal: Principal, call: CallInHand, tool: AnyTool, windowMs: number | undefined): Promise<void> {
  await untilDeadline(ctx, run, call);
  const answer = await askTarget(ctx, run, principal, call, tool);
  switch (answer.status) {
    case 'happened': {
      const parsed = tool.output.safeParse(answer.output);
      if (!parsed.success) return doubt(ctx, run, call, tool, 'the target says it happened, but in a form that cannot be read.');
      return recordExternal(ctx, run, call, { status: 'succeeded', output: parsed.data });
    }
    case 'not_happened':
      if (windowMs !== undefined) return repeat(ctx, run, principal, call, tool, windowMs);
      return doubt(ctx, run, call, tool, 'the target has no trace of it yet, and could not tell a repeat from a second call.');
    case 'unknown':
      return doubt(ctx, run, call, tool, 'the target could not say.');
    default:
      return answer satisfies never;
  }
}

/** Before its deadline the call may still be in flight, in a worker that is only slow: nobody's "no" would prove anything. */
async function untilDeadline(ctx: Context, run: RunInHand, call: CallInHand): Promise<void> {
  const waitMs = (call.deadlineAt?.getTime() ?? 0) - ctx.options.clock().getTime();
  if (waitMs > 0) await sleep(waitMs, run.signal);
}

async function askTarget(ctx: Context, run: RunInHand, principal: Principal, call: CallInHand, tool: AnyTool): Promise<Verification<unknown>> {
  try {
    return await ctx.options.database.transaction(principal, async (tx) => {
      const end = await runTool((signal) => tool.verify?.(toToolContext(ctx, run, call, principal, tx, signal), call.input), {
        timeoutMs: tool.limits.timeoutMs,
        runSignal: run.signal,
      });
      if (end.type === 'ok') return VerificationAnswer.parse(end.value) as Verification<unknown>;
      ctx.options.logger.warn({ tool: tool.name, end }, 'a target could not be asked what happened');
      return { status: 'unknown' };
    });
  } catch (error) {
    if (!(error instanceof OverrunError) && !(error instanceof z.ZodError)) throw error;
    ctx.options.logger.warn({ tool: tool.name, error }, 'a target could not be asked what happened');
    return { status: 'unknown' };
  }
}

async function doubt(ctx: Context, run: RunInHand, call: CallInHand, tool: AnyTool, why: string): Promise<void> {
  await recordExternal(ctx, run, call, { status: 'in_doubt', error: toDoubt(tool, why) });
}

/** Waits under the lease. @throws {FenceLostError} when the run is taken away meanwhile */
async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    if (signal.aborted) throw new FenceLostError('The run was cancelled or taken over while a call was being recovered.');
    throw error;
  }
}
