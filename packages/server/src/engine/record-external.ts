import { setTimeout as delay } from 'node:timers/promises';
import { type AnyTool, CountersignError, type ErrorBody, toErrorBody } from '@countersign/core';
import { requestDoubt } from '../consent/approvals/request-doubt.ts';
import { settleDoubt } from '../consent/approvals/settle-doubt.ts';
import type { Call, Run } from '../runs/run.ts';
import { applyOutcome, type CallOutcome } from '../runs/settle-call.ts';
import { FenceLostError } from '../store/commit-step.ts';
import type { Sql } from '../store/database.ts';
import { recordOutcome } from '../store/record-outcome.ts';
import type { EngineContext } from './engine-context.ts';
import { toProgressEvents } from './show-progress.ts';

/**
 * Records an external outcome whatever became of the run, then insists on the fence.
 *
 * @throws {FenceLostError} when the run is not ours any more: recorded, but never an advance
 */
export async function recordExternal(ctx: EngineContext, before: Run, { call, outcome }: { call: Call; outcome: CallOutcome }): Promise<Run> {
  const finishedAt = ctx.options.clock();
  const { fence } = before;
  const { run, row, events, audit, failures } = applyOutcome(before, call, outcome);
  const settled = run.step?.calls[call.callIndex] ?? call;
  const progress = toProgressEvents(run);
  const record = async (sql: Sql) => {
    const asked = outcome.status === 'in_doubt' ? [await requestDoubt(sql, run, settled)] : [];
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
    if (result.wasInDoubt && outcome.status !== 'in_doubt') await settleDoubt(ctx, sql, { fence, call: settled });
    return result;
  };
  const recorded = await insist(() => ctx.tenant(fence.tenantId, record));
  ctx.notify(fence.tenantId, fence.sessionId);
  if (recorded.wasInDoubt && outcome.status !== 'in_doubt') ctx.wake(fence.tenantId, fence.runId);
  if (!recorded.isHeld) throw new FenceLostError(`Run ${fence.runId} is not ours any more; the outcome of ${call.toolName} is on record.`);
  return run;
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
