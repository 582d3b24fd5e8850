import { createHash } from 'node:crypto';
import type { ExecuteContext, HostTx, Principal } from '@countersign/core';
import type { Context } from '../context.ts';
import type { Call, Run } from '../runs/run.ts';

interface ContextParts {
  run: Run;
  call: Call;
  principal: Principal;
  tx: HostTx;
  /** Where a tool is run under a signal of its own. @default the run's */
  signal?: AbortSignal;
}

/** Builds what the functions of a contract receive. */
export function toToolContext(ctx: Context, { run, call, principal, tx, signal = run.signal }: ContextParts): ExecuteContext {
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
/** A zone's calendar, and the day it said last: within a second it is the same, and asking it anew took 15 µs of each call. */
interface Calendar {
  format: Intl.DateTimeFormat;
  second: number;
  day: string;
}

/** The calendar day of an instant in an IANA zone, `YYYY-MM-DD`. */
function toCalendarDay(now: Date, timeZone: string): string {
  const format = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const calendar = calendars.get(timeZone) ?? { format: new Intl.DateTimeFormat('en-CA', format), second: Number.NaN, day: '' };
  calendars.set(timeZone, calendar);
  const second = Math.floor(now.getTime() / 1_000);
  if (calendar.second !== second) Object.assign(calendar, { second, day: calendar.format.format(now) });
  return calendar.day;
}
const calendars = new Map<string, Calendar>();

/** The same for every repeat of one call: of its intent and generation where the contract names one, else of its place. */
function toIdempotencyKey(run: Run, call: Call): string {
  const parts = call.intentKey === null ? [run.fence.runId, call.stepIndex, call.callIndex] : [call.intentKey, call.generation];
  return createHash('sha256')
    .update(JSON.stringify([run.fence.tenantId, call.toolName, ...parts]))
    .digest('hex')
    .slice(0, 32);
}
