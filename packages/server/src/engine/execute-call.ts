import { type AnyTool, toErrorBody } from '@countersign/core';
import { useGrant } from '../consent/approvals/grants.ts';
import type { Consent } from '../consent/judgement.ts';
import { takeCounters } from '../consent/policies/policy-counters.ts';
import type { CallOutcome } from '../runs/settle-call.ts';
import { runTool, type ToolEnd, toToolFailure } from '../tools/run-tool.ts';
import type { EngineContext } from './engine-context.ts';
import type { Handling } from './handling.ts';

/** What reaches out while it only reads has had its effect once it ran: it is counted before, and others of its rates wait for it. */
const isCountedFirst = (tool: AnyTool) => tool.effect === 'none' && tool.reach === 'outward';

/** Counts the call and uses its grant, right before the fence. Both may raise what `isConsentLost` knows. */
export async function spendConsent({ ctx, run, sql, tool, toolCtx, uses }: Handling, { takes, grant, approved }: Consent): Promise<void> {
  const { tenantId } = run.fence;
  const taking = { takes, now: toolCtx.now, uses, isPermitted: Boolean(grant ?? approved), mayReserve: !isCountedFirst(tool) };
  const sent = [...(takes.length > 0 ? [takeCounters(sql, tenantId, taking)] : []), ...(grant ? [useGrant(sql, tenantId, grant.id)] : [])];
  // Where the transaction itself reports a statement that failed, the record and the commit travel right behind these.
  if (ctx.options.database.reportsEveryFailure && !isCountedFirst(tool)) for (const statement of sent) statement.catch(() => {});
  else await Promise.all(sent);
}

/** Runs a tool that has no effect, and spends what it was allowed by. */
export async function executeRead(handling: Handling, consent: Consent): Promise<CallOutcome> {
  const { ctx, run, call, tool, toolCtx } = handling;
  if (isCountedFirst(tool)) await spendConsent(handling, consent);
  const end = await runTool((signal) => tool.execute({ ...toolCtx, signal }, call.input), { timeoutMs: tool.timeoutMs, runSignal: run.signal });
  if (!isCountedFirst(tool)) await spendConsent(handling, consent);
  return toOutcome(ctx, tool, end);
}

/**
 * Runs the tool inside the transaction, in a savepoint, so that its failure does not poison the record of it. What it was
 * allowed by is spent when it has succeeded: then no other call waits for a count behind a tool at work.
 */
export async function executeInside(handling: Handling, consent: Consent): Promise<CallOutcome> {
  const { ctx, run, call, tool, sql, toolCtx } = handling;
  const { timeoutMs } = tool;
  const startedAt = tool.maxCallsPerHour === undefined ? undefined : ctx.options.clock();
  if (isCountedFirst(tool)) await spendConsent(handling, consent);
  // Not awaited: the connection keeps the order, and a pipelined one sends the tool's first statement in the same flight.
  const prepared = sql('savepoint countersign_tool');
  const [end] = await Promise.all([runTool((signal) => tool.execute({ ...toolCtx, signal }, call.input), { timeoutMs, runSignal: run.signal }), prepared]);
  await ctx.options.faults?.('after_effect', { runId: run.fence.runId, tool: tool.name });
  const outcome = toOutcome(ctx, tool, end);
  if (outcome.status === 'failed') await sql('rollback to savepoint countersign_tool');
  else if (!isCountedFirst(tool)) await spendConsent(handling, consent);
  return { ...outcome, finishedAt: ctx.options.clock(), ...(startedAt && { startedAt }) };
}

/** The outcome of a function whose effects, if any, are still inside the transaction. */
function toOutcome(ctx: EngineContext, tool: AnyTool, end: ToolEnd): CallOutcome {
  switch (end.type) {
    case 'ok': {
      const parsed = tool.output.safeParse(end.value);
      if (parsed.success) return { status: 'succeeded', output: parsed.data };
      ctx.options.logger.error({ tool: tool.name, issues: parsed.error.issues }, 'a tool returned something its output schema refuses');
      return { status: 'failed', error: toErrorBody('invalid_output', `${tool.name} returned something unexpected. Nothing was changed.`) };
    }
    case 'refused':
      return { status: 'failed', error: end.error };
    case 'unknown':
      ctx.options.logger.error({ tool: tool.name, error: end.cause }, 'a tool failed');
      return { status: 'failed', error: toToolFailure(tool.name) };
    default:
      return end satisfies never;
  }
}
