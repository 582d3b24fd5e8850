import { createHash } from 'node:crypto';
import type { ExecuteContext, HostTx, Principal } from '@countersign/core';
import type { Context } from '../context.ts';
import type { CallInHand, RunInHand } from '../runs/run-in-hand.ts';

/** Builds what the functions of a contract receive. */
export function toToolContext(ctx: Context, run: RunInHand, call: CallInHand, principal: Principal, tx: HostTx, signal: AbortSignal): ExecuteContext {
  const now = ctx.options.clock();
  return {
    principal,
    tx,
    sessionId: run.fence.sessionId,
    runId: run.fence.runId,
    today: toCalendarDay(now, principal.timeZone),
    now,
    signal,
    idempotencyKey: toIdempotencyKey(run, call),
  };
}

/** The calendar day of an instant in an IANA zone, `YYYY-MM-DD`. */
function toCalendarDay(now: Date, timeZone: string): string {
  let format = dayFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    dayFormats.set(timeZone, format);
  }
  return format.format(now);
}
const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The same for every repeat of one call: of its intent and generation where the contract names one, else of its place. */
function toIdempotencyKey(run: RunInHand, call: CallInHand): string {
  const parts = call.intentKey === null ? [run.fence.runId, call.stepIndex, call.callIndex] : [call.intentKey, call.generation];
  return createHash('sha256')
    .update(JSON.stringify([run.fence.tenantId, call.toolName, ...parts]))
    .digest('hex')
    .slice(0, 32);
}
