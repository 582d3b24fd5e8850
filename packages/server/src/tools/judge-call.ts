import { type AnyTool, type ErrorBody, type ExecuteContext, evaluatePolicies, type Impact, isApprovalRequired, toErrorBody } from '@countersign/core';
import { type ApprovedItem, findApprovedItem } from '../approvals/find-approved-item.ts';
import type { CallInHand, RunInHand } from '../runs/run-in-hand.ts';
import type { Sql } from '../store/database.ts';
import { askTool } from './ask-tool.ts';
import { findIntent } from './find-intent.ts';
import { toToolFailure } from './run-tool.ts';

/** Steps 4, 5 and 6 of disposing, in their order: may this call be made, has it been made, and who has to be asked. */
export type Judgement =
  | { type: 'replay'; output: unknown }
  | { type: 'refuse'; status: 'failed' | 'denied'; error: ErrorBody; cause?: unknown }
  | { type: 'ask'; impact: Impact | undefined }
  | { type: 'execute'; approved: ApprovedItem | undefined; impact: Impact | undefined };

/** Judges one call inside the transaction that will make it. Freezes its intent key and generation on the way. */
export async function judgeCall(sql: Sql, toolCtx: ExecuteContext, run: RunInHand, call: CallInHand, tool: AnyTool): Promise<Judgement> {
  const known = await freezeIntent(sql, toolCtx, run, call, tool);
  if (known) return known;
  const limited = await checkRate(sql, run, call, tool);
  if (limited) return limited;
  const asked = tool.impact && (await askTool(sql, run, tool, (signal) => tool.impact?.({ ...toolCtx, signal }, call.input)));
  if (asked?.type === 'refused') return { type: 'refuse', status: 'failed', error: asked.error };
  if (asked?.type === 'unknown') return { type: 'refuse', status: 'failed', error: toToolFailure(tool.name), cause: asked.cause };
  const impact = asked?.value as Impact | undefined;
  const subject = { tool, principal: toolCtx.principal, input: call.input };
  const policy = evaluatePolicies(impact ? { ...subject, impact } : subject);
  call.allowedBy = policy.rule;
  if (policy.verdict === 'deny')
    return {
      type: 'refuse',
      status: 'denied',
      error: toErrorBody('policy_denied', `The rule "${policy.rule}" of this organisation forbids ${tool.name} here.`, { rule: policy.rule }),
    };
  if (policy.verdict === 'allow' && !isApprovalRequired(tool)) return { type: 'execute', approved: undefined, impact };
  const approved = call.status === 'approved' ? await findApprovedItem(sql, run, call) : undefined;
  if (!approved) return { type: 'ask', impact };
  call.allowedBy = `approval:${approved.itemId}`;
  call.title = approved.title;
  return { type: 'execute', approved, impact };
}

async function freezeIntent(sql: Sql, toolCtx: ExecuteContext, run: RunInHand, call: CallInHand, tool: AnyTool): Promise<Judgement | undefined> {
  if (!tool.intentKey) return undefined;
  // Frozen: an approval may be used the day after it was asked for, and "today" must not make a new intent of it then.
  if (call.intentKey === null) {
    const key = await askTool(sql, run, tool, () => tool.intentKey?.(call.input, toolCtx));
    if (key.type !== 'ok') return { type: 'refuse', status: 'failed', error: key.type === 'refused' ? key.error : toToolFailure(tool.name) };
    call.intentKey = JSON.stringify(key.value);
  }
  const found = await findIntent(sql, run, call);
  if (!found) return undefined;
  switch (found.status) {
    case 'succeeded':
      return { type: 'replay', output: found.output };
    case 'in_doubt':
      call.intentKey = null; // The intent stays the other call's.
      return {
        type: 'refuse',
        status: 'failed',
        error: toErrorBody('in_doubt', `An earlier ${tool.name} with the same intent may or may not have happened. A human has to settle it first.`),
      };
    case 'failed':
    case 'denied':
    case 'compensated':
    case 'cancelled':
      if (call.status === 'proposed') call.generation = found.generation + 1;
      return undefined;
    default:
      call.intentKey = null;
      return { type: 'refuse', status: 'failed', error: toErrorBody('in_progress', `The same ${tool.name} is already under way (${found.status}).`) };
  }
}

const countRecent = /* sql */ `
select count(*)::int as calls from countersign.invocations
where tenant_id = $1 and tool = $2 and started_at > now() - interval '1 hour' and not is_replayed`;

async function checkRate(sql: Sql, run: RunInHand, call: CallInHand, tool: AnyTool): Promise<Judgement | undefined> {
  if (tool.maxCallsPerHour === undefined) return undefined;
  const { rows } = await sql<{ calls: number }>(countRecent, [run.fence.tenantId, tool.name]);
  if ((rows[0]?.calls ?? 0) < tool.maxCallsPerHour) return undefined;
  return {
    type: 'refuse',
    status: 'denied',
    error: toErrorBody('limit_exceeded', `${call.toolName} was called ${tool.maxCallsPerHour} times within the hour, which is its limit.`),
  };
}
