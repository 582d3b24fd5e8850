import { decideNext, type EventBody, type RunStatus } from '@countersign/core';
import { resumeRun } from '../runs/resume-run.ts';
import { addToWrite, type Run, toRunState } from '../runs/run.ts';
import { commitStep, emptyWrite, type StatusWrite, type StepWrite } from '../store/commit-step.ts';
import type { Sql } from '../store/database.ts';
import { storeSections } from '../store/store-sections.ts';
import { type Ending, toFinish } from './end-run.ts';
import type { EngineContext } from './engine-context.ts';
import { toProgressEvents, toSummaryEvents } from './show-progress.ts';

/** A run after something was done for it; with a status where it came to rest. */
export interface Advanced {
  run: Run;
  status?: RunStatus | undefined;
}

/** Commits what was gathered, alone in a transaction of the runtime. */
export async function commitRun(ctx: EngineContext, run: Run, ending?: Ending): Promise<Advanced> {
  const { tenantId, sessionId } = run.fence;
  const advanced = await ctx.tenant(tenantId, (sql) => commitRunIn(ctx, sql, { run, ending }));
  ctx.notify(tenantId, sessionId);
  return advanced;
}

/**
 * Commits what was gathered inside a transaction that the caller opened. Where the work now gathered leaves nothing more
 * to do, the end of the run commits with it: no second transaction only to say so.
 */
export async function commitRunIn(
  ctx: EngineContext,
  sql: Sql,
  { run, ending = findEnding(ctx, run) }: { run: Run; ending?: Ending | undefined },
): Promise<Advanced> {
  const { fence } = run;
  const write = toFullWrite(run, ending);
  if (write.sections) await storeSections(sql, fence.tenantId, write.sections);
  const sent = commitStep(sql, fence, write);
  const advanced = { run: { ...run, write: emptyWrite }, status: ending?.status.to };
  if (ending && !ending.status.isFinal) {
    // What it is about to wait for may have been decided while it worked: the row is locked now, so this look is the last word.
    await sent;
    await resumeRun(ctx, sql, fence);
    return advanced;
  }
  // Where the transaction itself reports a statement that failed, the commit travels right behind this one.
  if (ctx.options.database.reportsEveryFailure) sent.catch(() => {});
  else await sent;
  return advanced;
}

/** What was gathered, with how far the plan is and with the end of the run, where it ends. */
function toFullWrite(run: Run, ending: Ending | undefined): StepWrite {
  const shown = addToWrite(run, { events: [...(ending?.events ?? []), ...toProgressEvents(run)] });
  const step = toStepEvent(shown);
  if (!ending) return step ? addToWrite(shown, { events: [step] }).write : shown.write;
  const { status } = ending;
  const { write } = addToWrite(shown, {
    events: [...(status.isFinal ? toSummaryEvents(run) : []), toStatusEvent(run, status)],
    audit: status.isFinal
      ? [{ actor: `agent:${run.agent.name}`, action: `run.${status.to}`, subject: run.fence.runId, data: { reason: status.reason ?? null } }]
      : [],
  });
  return { ...write, status };
}

/** Nobody waits at the screen for a run in the background, so whoever follows its log is told of what it only read, too. */
function toStepEvent({ cause, fence, write }: Run): EventBody | undefined {
  const first = write.invocations[0];
  if (cause.kind === 'message' || write.events.length > 0 || !first) return undefined;
  const calls = write.invocations.map(({ call_index, tool, status }) => ({ callIndex: call_index, tool, status }));
  return { type: 'run.step', runId: fence.runId, stepIndex: first.step_index, calls };
}

function findEnding(ctx: EngineContext, run: Run): Ending | undefined {
  const next = decideNext(toRunState(run, ctx.options.clock().getTime()));
  if (next.type === 'finish') return toFinish(run, next);
  if (next.type === 'wait') return { status: { to: next.status, isFinal: false, releasesLease: true } };
  return undefined;
}

function toStatusEvent(run: Run, { to, reason }: StatusWrite): EventBody {
  const base = { type: 'run.status', runId: run.fence.runId, status: to } as const;
  return reason === undefined ? base : { ...base, reason };
}
