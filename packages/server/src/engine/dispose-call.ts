import { type AnyTool, isApprovalRequired, toErrorBody } from '@countersign/core';
import { type ApprovedItem, consumeApproval, withdrawApproval } from '../consent/approvals/find-approved-item.ts';
import { findGrants, type GrantRow } from '../consent/approvals/grants.ts';
import { judgeCall } from '../consent/judge-call.ts';
import { type Consent, GrantsUnreadError, type Judgement } from '../consent/judgement.ts';
import { requestApprovals } from '../consent/request-approvals.ts';
import { type Run, replaceCall } from '../runs/run.ts';
import { settleCall } from '../runs/settle-call.ts';
import { canonicalHash } from '../store/canonical-hash.ts';
import { askTool } from '../tools/ask-tool.ts';
import { nameOverrun, OverrunError } from '../tools/run-tool.ts';
import { type Advanced, commitRun, commitRunIn } from './commit-run.ts';
import type { EngineContext } from './engine-context.ts';
import { executeInside, spendConsent } from './execute-call.ts';
import { type Disposal, type Handling, withHandling } from './handling.ts';
import { performExternal } from './perform-external.ts';

/** What the transaction of a call decided; `isStarted`: it has committed the intent of an external effect, which comes now. */
type Disposed = Advanced & { isStarted?: boolean };

/**
 * Steps 4 to 7 for one call, in one transaction of the host: judge it, then make it. A database effect commits together
 * with its outcome; of an external one this transaction commits the intent, and the effect comes after.
 */
export async function disposeCall(ctx: EngineContext, disposal: Disposal): Promise<Advanced> {
  const { run, call, principal } = disposal;
  const tool = call.tool as AnyTool;
  const point = { runId: run.fence.runId, tool: tool.name };
  if (tool.effect === 'external') await ctx.options.faults?.('before_intent', point);
  try {
    const grants = isApprovalRequired(tool) ? await findGrantsFrom(ctx, disposal) : undefined;
    const disposed = await disposeWithGrants(ctx, { ...disposal, grants });
    ctx.notify(run.fence.tenantId, run.fence.sessionId);
    if (disposed.isStarted) return { run: (await performExternal(ctx, disposed.run, { callIndex: call.callIndex, principal })).run };
    if (tool.effect === 'database') await ctx.options.faults?.('after_result', point);
    return disposed;
  } catch (error) {
    if (!(error instanceof OverrunError)) throw error;
    // The transaction is rolled back and closed to the tool, which may still be running; only now is it safe to record it.
    const slow = error.call ?? call;
    const says = `${slow.toolName} took longer than ${(slow.tool ?? tool).timeoutMs} ms and was rolled back.`;
    return commitRun(ctx, settleCall(run, slow, { status: 'failed', error: toErrorBody('timed_out', says), finishedAt: ctx.options.clock() }));
  }
}

/** Where the rules ask and no grants were read, once more with them: reading them asks the host about people, which no transaction waits for. */
async function disposeWithGrants(ctx: EngineContext, disposal: Disposal): Promise<Disposed> {
  try {
    return await withHandling(ctx, disposal, disposeInside);
  } catch (error) {
    if (!(error instanceof GrantsUnreadError)) throw error;
    return withHandling(ctx, { ...disposal, grants: await findGrantsFrom(ctx, disposal) }, disposeInside);
  }
}

/** What may speak for a call and for the later ones of its step, which may be asked for together with it. */
function findGrantsFrom(ctx: EngineContext, { run, call }: Disposal): Promise<GrantRow[]> {
  const open = (run.step?.calls ?? [call]).filter((other) => other.callIndex >= call.callIndex && other.tool);
  return findGrants(ctx, run, open);
}

async function disposeInside(handling: Handling): Promise<Disposed> {
  const { call, policyVersion, judgement } = await judgeCall(handling);
  const known = replaceCall(handling.run, call);
  const run = policyVersion === undefined ? known : { ...known, write: { ...known.write, policyVersion } };
  return nameOverrun(call, carryOut({ ...handling, run, call }, judgement));
}

async function carryOut(handling: Handling, judgement: Judgement): Promise<Disposed> {
  const { ctx, run, call, tool, sql } = handling;
  const finishedAt = ctx.options.clock();
  const commit = (after: Run) => commitRunIn(ctx, sql, { run: after });
  switch (judgement.type) {
    case 'replay':
      return commit(settleCall(run, call, { status: 'succeeded', output: judgement.output, isReplayed: true, finishedAt }));
    case 'refuse':
      if (judgement.cause) ctx.options.logger.error({ tool: tool.name, error: judgement.cause }, 'the impact of a call could not be told');
      return commit(settleCall(run, call, { status: judgement.status, error: judgement.error, finishedAt }));
    case 'ask':
      return commit(await requestApprovals(handling, judgement));
    case 'execute': {
      const { consent } = judgement;
      if (consent.approved && !(await redeem(handling, consent.approved))) {
        const origins = await run.tracer.trace(sql, run, { tool, raw: call.raw });
        return commit(await requestApprovals(handling, { ...judgement, origins }));
      }
      if (tool.effect === 'external') return startExternal(handling, consent);
      return commit(settleCall(run, call, await executeInside(handling, consent)));
    }
    default:
      return judgement satisfies never;
  }
}

/** Uses an approval up, unless what it was given for has changed since, or cannot be told any more: then it is withdrawn, and false. */
async function redeem(handling: Handling, approved: ApprovedItem): Promise<boolean> {
  const { run, call, tool, sql, toolCtx } = handling;
  if (tool.simulate) {
    const end = await askTool(handling, (signal) => tool.simulate?.({ ...toolCtx, signal }, call.input));
    const material = end.type === 'ok' && tool.material ? tool.material(end.value) : end.type === 'ok' ? end.value : undefined;
    if (end.type !== 'ok' || canonicalHash(material) !== approved.materialHash) {
      await withdrawApproval(sql, run.fence.tenantId, approved.itemId);
      return false;
    }
  }
  return consumeApproval(sql, run.fence.tenantId, approved.itemId);
}

/** Commits the intent of an external effect. Where the run comes to rest with that commit, nothing is started. */
async function startExternal(handling: Handling, consent: Consent): Promise<Disposed> {
  const { ctx, run, call, tool, sql } = handling;
  const startedAt = ctx.options.clock();
  await spendConsent(handling, consent);
  const started = settleCall(run, call, { status: 'started', startedAt, deadlineAt: new Date(startedAt.getTime() + tool.timeoutMs) });
  const advanced = await commitRunIn(ctx, sql, { run: started });
  return { ...advanced, isStarted: advanced.status === undefined };
}
