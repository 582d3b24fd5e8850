import { type EventBody, node, type RunStatus } from '@countersign/core';
import { type Act, decideNext } from '@countersign/core/internal';
import type { Context } from '../context.ts';
import { resumeRun } from '../runs/resume-run.ts';
import { type RunInHand, takeWrite, toRunState } from '../runs/run.ts';
import { commitStep, type StepWrite } from '../store/commit-step.ts';
import type { Sql } from '../store/database.ts';
import { storeSections } from '../store/store-sections.ts';
import { toProgressEvents, toSummaryEvents } from './show-progress.ts';

type StatusWrite = NonNullable<StepWrite['status']>;
type Finish = Extract<Act, { type: 'finish' }>;

/** Commits what was gathered, alone in a transaction of the runtime. Returns the status the run came to rest with, if it did. */
export async function commitRun(ctx: Context, run: RunInHand, status?: StatusWrite): Promise<RunStatus | undefined> {
  const resting = await ctx.tenant(run.fence.tenantId, (sql) => commitRunIn(ctx, run, sql, status));
  ctx.touched(run.fence.tenantId, run.fence.sessionId);
  return resting;
}

/**
 * Commits what was gathered inside a transaction that the caller opened. Where the work now gathered leaves nothing more
 * to do, the end of the run commits with it: no second transaction only to say so.
 */
export async function commitRunIn(ctx: Context, run: RunInHand, sql: Sql, status?: StatusWrite): Promise<RunStatus | undefined> {
  const ending = status ?? toEnding(ctx, run);
  run.write.events.push(...toProgressEvents(run));
  const write = takeWrite(run);
  if (ending) {
    if (ending.isFinal) write.events.push(...toSummaryEvents(run));
    write.status = ending;
    write.events.push(toStatusEvent(run, ending));
    if (ending.isFinal)
      write.audit.push({ actor: `agent:${run.agent.name}`, action: `run.${ending.to}`, subject: run.fence.runId, data: { reason: ending.reason ?? null } });
  }
  const step = toStepEvent(run, write);
  if (step) write.events.push(step);
  if (write.sections) await storeSections(sql, run.fence.tenantId, write.sections);
  const sent = commitStep(sql, run.fence, write);
  if (ending && !ending.isFinal) {
    // What it is about to wait for may have been decided while it worked: the row is locked now, so this look is the last word.
    await sent;
    await resumeRun(ctx, sql, run.fence.tenantId, run.fence.runId);
    return ending.to;
  }
  // Where the transaction itself reports a statement that failed, the commit travels right behind this one.
  if (ctx.options.database.reportsEveryFailure) sent.catch(() => {});
  else await sent;
  return ending?.to;
}

/** Nobody waits at the screen for a run in the background, so whoever follows its log is told of what it only read, too. */
function toStepEvent(run: RunInHand, { events, invocations }: StepWrite): EventBody | undefined {
  const first = invocations[0];
  if (run.cause.kind === 'message' || events.length > 0 || !first) return undefined;
  const calls = invocations.map(({ call_index, tool, status }) => ({ callIndex: call_index, tool, status }));
  return { type: 'run.step', runId: run.fence.runId, stepIndex: first.step_index, calls };
}

function toEnding(ctx: Context, run: RunInHand): StatusWrite | undefined {
  const next = decideNext(toRunState(run, ctx.options.clock().getTime()));
  if (next.type === 'finish') return finishWrite(run, next);
  if (next.type === 'wait') return { to: next.status, isFinal: false, releasesLease: true };
  return undefined;
}

/** The end of a run; when it is not the end that was asked for, the user is told why. */
export function finishWrite(run: RunInHand, act: Finish): StatusWrite {
  const text = explainEnd(act);
  if (text)
    run.write.events.push({ type: 'ui.append', key: `end:${run.fence.runId}`, runId: run.fence.runId, node: node('notice', { level: 'warning', text }) });
  const base = { to: act.status, isFinal: true, releasesLease: true };
  return act.reason === undefined ? base : { ...base, reason: act.reason };
}

function toStatusEvent(run: RunInHand, status: StatusWrite): EventBody {
  const base = { type: 'run.status', runId: run.fence.runId, status: status.to } as const;
  return status.reason === undefined ? base : { ...base, reason: status.reason };
}

const endings: Record<string, string> = {
  unknown_tool: 'I stopped: I kept asking for things that do not exist here. Nothing more was done.',
  repeated_call: 'I stopped: I was repeating the same action without getting further.',
  steps: 'I stopped: this took more steps than I am allowed.',
  cost: 'I stopped: the budget for this request is used up.',
  duration: 'I stopped: this took longer than I am allowed.',
  principal: 'I stopped: the person I was working for may not use this any more.',
  stuck: 'I stopped: something kept failing while I worked on this. Please check what was done before you try again.',
  proposer: 'Something went wrong while I was working this out. Nothing more was done. Please try again.',
};

function explainEnd(act: Finish): string | undefined {
  return act.reason === undefined ? undefined : endings[act.reason];
}
