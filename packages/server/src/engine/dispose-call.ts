import type { AnyTool, Principal, RunStatus } from '@countersign/core';
import { isApprovalRequired, toErrorBody } from '@countersign/core/internal';
import { type ApprovedItem, consumeApproval, withdrawApproval } from '../consent/approvals/find-approved-item.ts';
import { findGrants, type GrantRow, useGrant } from '../consent/approvals/grants.ts';
import { type Consent, GrantsUnreadError, type Judgement, judgeCall } from '../consent/judge-call.ts';
import { takeCounters } from '../consent/policies/policy-counters.ts';
import { requestApprovals } from '../consent/request-approvals.ts';
import { traceCall } from '../consent/trace-call.ts';
import type { Context } from '../context.ts';
import type { CallInHand, RunInHand } from '../runs/run.ts';
import { canonicalHash } from '../store/canonical-hash.ts';
import { askTool } from '../tools/ask-tool.ts';
import { OverrunError, runTool, type ToolEnd, toToolFailure } from '../tools/run-tool.ts';
import { settleCall } from '../tools/settle-call.ts';
import { commitRun, commitRunIn } from './commit-run.ts';
import { type Handling, withHandling } from './handling.ts';
import { performExternal } from './perform-external.ts';

/** What the transaction of a call decided about what comes after it. */
type Disposed = { next: 'go_on'; status: RunStatus | undefined } | { next: 'perform' };

/**
 * Steps 4 to 7 for one call, in one transaction of the host: judge it, then make it. A database effect commits together
 * with its outcome; of an external one this transaction commits the intent, and the effect comes after.
 */
export async function disposeCall(ctx: Context, run: RunInHand, principal: Principal, call: CallInHand): Promise<RunStatus | undefined> {
  const tool = call.tool as AnyTool;
  if (tool.effect === 'external') await ctx.options.faults?.('before_intent', { runId: run.fence.runId, tool: tool.name });
  try {
    const disposed = await disposeWithGrants(ctx, run, principal, call, isApprovalRequired(tool) ? await findGrantsFrom(ctx, run, call) : undefined);
    ctx.touched(run.fence.tenantId, run.fence.sessionId);
    if (disposed.next === 'perform') {
      await performExternal(ctx, run, principal, call);
      return undefined;
    }
    if (tool.effect === 'database') await ctx.options.faults?.('after_result', { runId: run.fence.runId, tool: tool.name });
    return disposed.status;
  } catch (error) {
    if (!(error instanceof OverrunError)) throw error;
    // The transaction is rolled back and closed to the tool, which may still be running; only now is it safe to record it.
    const slow = run.step?.calls.find(({ callIndex }) => callIndex === error.call?.callIndex) ?? call;
    settleCall(run, slow, {
      status: 'failed',
      error: toErrorBody('timed_out', `${slow.toolName} took longer than ${(slow.tool ?? tool).limits.timeoutMs} ms and was rolled back.`),
      finishedAt: ctx.options.clock(),
    });
    return commitRun(ctx, run);
  }
}

/** Where the rules ask and no grants were read, once more with them: reading them asks the host about people, which no transaction waits for. */
async function disposeWithGrants(ctx: Context, run: RunInHand, principal: Principal, call: CallInHand, grants: GrantRow[] | undefined): Promise<Disposed> {
  try {
    return await withHandling({ ctx, run, principal, call, grants }, async (handling) => carryOut(handling, principal, await judgeCall(handling)));
  } catch (error) {
    if (!(error instanceof GrantsUnreadError)) throw error;
    return disposeWithGrants(ctx, run, principal, call, await findGrantsFrom(ctx, run, call));
  }
}

/** What may speak for a call and for the later ones of its step, which may be asked for together with it. */
function findGrantsFrom(ctx: Context, run: RunInHand, call: CallInHand): Promise<GrantRow[]> {
  const open = (run.step?.calls ?? [call]).filter((other) => other.callIndex >= call.callIndex && other.tool);
  return findGrants(ctx, run, open);
}

async function carryOut(handling: Handling, principal: Principal, judgement: Judgement): Promise<Disposed> {
  const { ctx, run, call, tool, sql } = handling;
  const finishedAt = ctx.options.clock();
  switch (judgement.type) {
    case 'replay':
      settleCall(run, call, { status: 'succeeded', output: judgement.output, isReplayed: true, finishedAt });
      break;
    case 'refuse':
      if (judgement.cause) ctx.options.logger.error({ tool: tool.name, error: judgement.cause }, 'the impact of a call could not be told');
      settleCall(run, call, { status: judgement.status, error: judgement.error, finishedAt });
      break;
    case 'ask':
      await requestApprovals(handling, principal, judgement);
      break;
    case 'execute': {
      const { consent } = judgement;
      if (consent.approved && !(await redeem(handling, consent.approved))) {
        await requestApprovals(handling, principal, { ...judgement, origins: await traceCall(handling) });
        break;
      }
      if (tool.effect === 'external') return startExternal(handling, consent);
      await executeInside(handling, consent);
      break;
    }
    default:
      judgement satisfies never;
  }
  return { next: 'go_on', status: await commitRunIn(ctx, run, sql) };
}

/** Uses an approval up, unless what it was given for has changed since, or cannot be told any more: then it is withdrawn, and false. */
async function redeem(handling: Handling, approved: ApprovedItem): Promise<boolean> {
  const { run, call, tool, sql, toolCtx } = handling;
  if (tool.approval.simulate) {
    const end = await askTool(sql, run, tool, (signal) => tool.approval.simulate?.({ ...toolCtx, signal }, call.input));
    if (end.type !== 'ok' || canonicalHash(tool.approval.unchanged(end.value)) !== approved.materialHash) {
      await withdrawApproval(sql, run.fence.tenantId, approved.itemId);
      return false;
    }
  }
  return consumeApproval(sql, run.fence.tenantId, approved.itemId);
}

/** What reaches out while it only reads has had its effect once it ran: it is counted before, and others of its rates wait for it. */
export const isCountedFirst = (tool: AnyTool) => tool.effect === 'none' && tool.reach === 'outward';

/** Counts the call and uses its grant, right before the fence. Both may raise what `isConsentLost` knows. */
export async function spendConsent({ ctx, run, sql, tool, toolCtx, purse }: Omit<Handling, 'tx'>, { takes, grant, approved }: Consent): Promise<void> {
  const { tenantId } = run.fence;
  const taking = { now: toolCtx.now, purse, isPermitted: Boolean(grant ?? approved), mayDraw: !isCountedFirst(tool) };
  const sent = [...(takes.length > 0 ? [takeCounters(sql, tenantId, takes, taking)] : []), ...(grant ? [useGrant(sql, tenantId, grant.id)] : [])];
  // Where the transaction itself reports a statement that failed, the record and the commit travel right behind these.
  if (ctx.options.database.reportsEveryFailure && !isCountedFirst(tool)) for (const statement of sent) statement.catch(() => {});
  else await Promise.all(sent);
}

async function startExternal(handling: Handling, consent: Consent): Promise<Disposed> {
  const { ctx, run, call, tool, sql } = handling;
  const startedAt = ctx.options.clock();
  await spendConsent(handling, consent);
  settleCall(run, call, { status: 'started', startedAt, deadlineAt: new Date(startedAt.getTime() + tool.limits.timeoutMs) });
  const status = await commitRunIn(ctx, run, sql);
  return status ? { next: 'go_on', status } : { next: 'perform' };
}

/**
 * Runs the tool inside the transaction, in a savepoint, so that its failure does not poison the record of it. What it was
 * allowed by is spent when it has succeeded: then no other call waits for a count behind a tool at work.
 */
async function executeInside(handling: Handling, consent: Consent): Promise<void> {
  const { ctx, run, call, tool, sql, toolCtx } = handling;
  const { timeoutMs } = tool.limits;
  const startedAt = tool.limits.maxCallsPerHour === undefined ? undefined : ctx.options.clock();
  if (isCountedFirst(tool)) await spendConsent(handling, consent);
  // Not awaited: the connection keeps the order, and a pipelined one sends the tool's first statement in the same flight.
  const prepared = sql('savepoint countersign_tool');
  const [end] = await Promise.all([runTool((signal) => tool.execute({ ...toolCtx, signal }, call.input), { timeoutMs, runSignal: run.signal }), prepared]);
  await ctx.options.faults?.('after_effect', { runId: run.fence.runId, tool: tool.name });
  const outcome = toOutcome(ctx, tool, end);
  if (outcome.status === 'failed') await sql('rollback to savepoint countersign_tool');
  else if (!isCountedFirst(tool)) await spendConsent(handling, consent);
  settleCall(run, call, { ...outcome, finishedAt: ctx.options.clock(), ...(startedAt && { startedAt }) });
}

/** The outcome of a function whose effects, if any, are still inside the transaction. */
export function toOutcome(ctx: Context, tool: AnyTool, end: ToolEnd) {
  switch (end.type) {
    case 'ok': {
      const parsed = tool.output.safeParse(end.value);
      if (parsed.success) return { status: 'succeeded', output: parsed.data } as const;
      ctx.options.logger.error({ tool: tool.name, issues: parsed.error.issues }, 'a tool returned something its output schema refuses');
      return { status: 'failed', error: toErrorBody('invalid_output', `${tool.name} returned something unexpected. Nothing was changed.`) } as const;
    }
    case 'refused':
      return { status: 'failed', error: end.error } as const;
    case 'unknown':
      ctx.options.logger.error({ tool: tool.name, error: end.cause }, 'a tool failed');
      return { status: 'failed', error: toToolFailure(tool.name) } as const;
    default:
      return end satisfies never;
  }
}
