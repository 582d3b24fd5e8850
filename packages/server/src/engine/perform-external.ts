import { type AnyTool, type ErrorBody, type Principal, toErrorBody } from '@countersign/core';
import type { Call, Run } from '../runs/run.ts';
import type { CallOutcome } from '../runs/settle-call.ts';
import { FenceLostError } from '../store/commit-step.ts';
import { runTool, type ToolEnd } from '../tools/run-tool.ts';
import { toToolContext } from '../tools/tool-context.ts';
import type { EngineContext } from './engine-context.ts';
import { recordExternal } from './record-external.ts';

/** What came of an attempt. `open`: nobody knows, the call stays started and the loop's next act is to recover it. */
export type PerformResult = { run: Run } & ({ type: 'recorded' } | { type: 'open' } | { type: 'repeat_refused'; error: ErrorBody });

interface Attempt {
  principal: Principal;
  /** Not the first: the target may have acted on an earlier one. @default false */
  isRepeat?: boolean;
}

/**
 * Makes an external call whose intent is committed, and records what came of it. A target that refuses says so with a
 * `CountersignError`; every other failure leaves open whether the effect took place, and the contract's recovery decides.
 */
export async function performExternal(ctx: EngineContext, run: Run, { callIndex, ...attempt }: Attempt & { callIndex: number }): Promise<PerformResult> {
  const call = run.step?.calls[callIndex] as Call;
  const tool = call.tool as AnyTool;
  const point = { runId: run.fence.runId, tool: tool.name };
  await ctx.options.faults?.('after_intent', point);
  const end = await reachOut(ctx, { run, call, tool }, attempt);
  await ctx.options.faults?.('after_effect', point);
  // What a target says to a repeat speaks for the repeat only: the first attempt may have taken effect all the same.
  if (attempt.isRepeat && end.type === 'refused') return { run, type: 'repeat_refused', error: end.error };
  const outcome = toExternalOutcome(ctx, tool, end);
  if (!outcome) return { run, type: 'open' };
  const recorded = await recordExternal(ctx, run, { call, outcome });
  await ctx.options.faults?.('after_result', point);
  return { run: recorded, type: 'recorded' };
}

interface Started {
  run: Run;
  call: Call;
  tool: AnyTool;
}

async function reachOut(ctx: EngineContext, { run, call, tool }: Started, { principal, isRepeat }: Attempt): Promise<ToolEnd> {
  // A cancel must not cut off an effect in flight: only the call's own time does. Its outcome is recorded either way.
  const uncancelled = new AbortController().signal;
  try {
    return await ctx.options.database.transaction(principal, async (tx, sql) => {
      await sql('select 1'); // The connection answers: what is left of the call's time is measured now, not before the wait for it.
      const timeoutMs = isRepeat ? tool.timeoutMs : leftMs(ctx, call, tool);
      const execute = (signal: AbortSignal) => tool.execute(toToolContext(ctx, { run, call, principal, tx, signal }), call.input);
      return runTool(execute, { timeoutMs, runSignal: uncancelled });
    });
  } catch (error) {
    if (error instanceof FenceLostError) throw error;
    // It overran; or the commit of the host's transaction failed after the target had answered: whether it took effect is open.
    return { type: 'unknown', cause: error };
  }
}

/**
 * A call that begins late gets the rest of its time: after its deadline others rely on its being over.
 *
 * @throws {FenceLostError} when nothing is left: this process stood still between intent and effect, and others may have
 *   looked for the effect since
 */
function leftMs(ctx: EngineContext, call: Call, tool: AnyTool): number {
  const left = call.deadlineAt ? Math.min(tool.timeoutMs, call.deadlineAt.getTime() - ctx.options.clock().getTime()) : tool.timeoutMs;
  if (left <= 0) throw new FenceLostError(`The time for ${tool.name} was over before it began; its intent is left to recovery.`);
  return left;
}

/** Undefined: it is not known what happened. */
function toExternalOutcome(ctx: EngineContext, tool: AnyTool, end: ToolEnd): CallOutcome | undefined {
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
