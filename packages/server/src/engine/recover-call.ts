import { setTimeout as delay } from 'node:timers/promises';
import { type AnyTool, type Principal, toErrorBody, type Verification } from '@countersign/core';
import { z } from 'zod';
import { type Call, type Run, replaceCall } from '../runs/run.ts';
import { FenceLostError } from '../store/commit-step.ts';
import { OverrunError, runTool } from '../tools/run-tool.ts';
import { toToolContext } from '../tools/tool-context.ts';
import type { EngineContext } from './engine-context.ts';
import { findChange } from './find-change.ts';
import { performExternal } from './perform-external.ts';
import { recordExternal, toDoubt } from './record-external.ts';

/** How often one claim repeats a call that keeps leaving no result, and how long it waits before each. */
export const REPEAT_DELAYS_MS = [250, 1_000, 4_000] as const;

/** A call that was started and left no result, with all that it takes to ask or to repeat. */
export interface Unsettled {
  run: Run;
  call: Call;
  tool: AnyTool;
  principal: Principal;
}

interface Which {
  callIndex: number;
  /** Not for a run that has ended: its user took the wish back. @default true */
  mayRepeat?: boolean;
}

/**
 * Finds out what became of a call that an earlier worker, or an earlier attempt, started and left without a result. Never
 * a blind repeat: a key the target honours, the target's own word, or a human.
 */
export async function recoverCall(ctx: EngineContext, run: Run, { callIndex, mayRepeat = true }: Which): Promise<Run> {
  const call = run.step?.calls[callIndex];
  if (!call) throw new Error(`Run ${run.fence.runId} has no call ${callIndex} to recover.`);
  const principal = await ctx.options.resolvePrincipal(run.identity);
  const { tool } = call;
  if (!tool) {
    const error = toErrorBody('in_doubt', `${call.toolName} is not part of this deployment any more.`);
    return recordExternal(ctx, run, { call, outcome: { status: 'in_doubt', error } });
  }
  const doubted = { run, call, tool };
  if (!principal) return doubt(ctx, doubted, 'the person it was done for may not use this any more, so the target cannot be asked.');
  if (call.inputHash === null) return doubt(ctx, doubted, 'its contract has changed since and does not take its input any more.');
  const unsettled = { ...doubted, principal };
  switch (tool.recovery.by) {
    case 'key':
      if (!mayRepeat) return doubt(ctx, unsettled, 'the run has ended meanwhile, so it is not repeated.');
      return repeat(ctx, unsettled, tool.recovery.windowMs);
    case 'verify':
      return verify(ctx, unsettled, mayRepeat ? tool.recovery.windowMs : undefined);
    case 'human':
      await untilDeadline(ctx, unsettled);
      return doubt(ctx, unsettled, 'it was started and left no result, and the target cannot be asked.');
    default:
      return tool.recovery satisfies never;
  }
}

async function repeat(ctx: EngineContext, unsettled: Unsettled, windowMs: number): Promise<Run> {
  const { run, call, tool, principal } = unsettled;
  const delayMs = REPEAT_DELAYS_MS[call.repeats];
  const age = ctx.options.clock().getTime() - (call.startedAt?.getTime() ?? 0);
  if (delayMs === undefined) return doubt(ctx, unsettled, 'the target did not answer, also when asked again.');
  if (age + delayMs + tool.timeoutMs >= windowMs) return doubt(ctx, unsettled, 'it was started too long ago for the target to recognise a repeat.');
  // The first repeat after a crash is immediate; only a target that keeps failing is given time.
  if (call.repeats > 0) await sleep(delayMs, run.signal);
  if (run.signal.aborted) throw new FenceLostError('The run was cancelled or taken over before a repeat.');
  const change = await findChange(ctx, unsettled);
  if (change) return settleWithoutRepeat(ctx, unsettled, change);
  const repeated = replaceCall(run, { ...call, repeats: call.repeats + 1 });
  const result = await performExternal(ctx, repeated, { callIndex: call.callIndex, principal, isRepeat: true });
  if (result.type !== 'repeat_refused' || result.error.isRetryable) return result.run;
  const why = `the target refused a repeat (${result.error.message}), which says nothing of the first attempt.`;
  return settleWithoutRepeat(ctx, { ...unsettled, run: repeated }, why);
}

/** Asks the target where it can be asked, without a repeat whatever it says; else a human. */
async function settleWithoutRepeat(ctx: EngineContext, unsettled: Unsettled, why: string): Promise<Run> {
  return unsettled.tool.verify ? verify(ctx, unsettled, undefined) : doubt(ctx, unsettled, why);
}

const VerificationAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('happened'), output: z.unknown() }),
  z.object({ status: z.literal('not_happened') }),
  z.object({ status: z.literal('unknown') }),
]);

/** @param windowMs how long the target recognises a repeat; undefined: there is none */
async function verify(ctx: EngineContext, unsettled: Unsettled, windowMs: number | undefined): Promise<Run> {
  const { run, call, tool } = unsettled;
  await untilDeadline(ctx, unsettled);
  const answer = await askTarget(ctx, unsettled);
  switch (answer.status) {
    case 'happened': {
      const parsed = tool.output.safeParse(answer.output);
      if (!parsed.success) return doubt(ctx, unsettled, 'the target says it happened, but in a form that cannot be read.');
      return recordExternal(ctx, run, { call, outcome: { status: 'succeeded', output: parsed.data } });
    }
    case 'not_happened':
      if (windowMs !== undefined) return repeat(ctx, unsettled, windowMs);
      return doubt(ctx, unsettled, 'the target has no trace of it yet, and could not tell a repeat from a second call.');
    case 'unknown':
      return doubt(ctx, unsettled, 'the target could not say.');
    default:
      return answer satisfies never;
  }
}

/** Before its deadline the call may still be in flight, in a worker that is only slow: nobody's "no" would prove anything. */
async function untilDeadline(ctx: EngineContext, { run, call }: Unsettled): Promise<void> {
  const waitMs = (call.deadlineAt?.getTime() ?? 0) - ctx.options.clock().getTime();
  if (waitMs > 0) await sleep(waitMs, run.signal);
}

async function askTarget(ctx: EngineContext, { run, call, tool, principal }: Unsettled): Promise<Verification<unknown>> {
  try {
    return await ctx.options.database.transaction(principal, async (tx) => {
      const ask = (signal: AbortSignal) => tool.verify?.(toToolContext(ctx, { run, call, principal, tx, signal }), call.input);
      const end = await runTool(ask, { timeoutMs: tool.timeoutMs, runSignal: run.signal });
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

function doubt(ctx: EngineContext, { run, call, tool }: Omit<Unsettled, 'principal'>, why: string): Promise<Run> {
  return recordExternal(ctx, run, { call, outcome: { status: 'in_doubt', error: toDoubt(tool, why) } });
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
