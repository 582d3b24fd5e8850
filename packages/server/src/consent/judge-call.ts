import { type AnyTool, type ExecuteContext, Impact, isTraceable, type TracedArgument } from '@countersign/core';
import { type ErrorBody, isApprovalRequired, isCovered, type PolicyTake, toErrorBody } from '@countersign/core/internal';
import type { Handling } from '../engine/handling.ts';
import type { CallInHand, RunInHand } from '../runs/run.ts';
import { canonicalHash } from '../store/canonical-hash.ts';
import type { Sql } from '../store/database.ts';
import { askTool } from '../tools/ask-tool.ts';
import { isBatch } from '../tools/is-batch.ts';
import { toToolFailure } from '../tools/run-tool.ts';
import { type ApprovedItem, findApprovedItem, withdrawApproval } from './approvals/find-approved-item.ts';
import type { GrantRow } from './approvals/grants.ts';
import { findIntent } from './find-intent.ts';
import { judgePolicies, type Ruling } from './policies/judge-policies.ts';
import { traceCall } from './trace-call.ts';

/** By what a call may be made: nothing more than the rules, a human's yes to it, or a grant. */
export interface Consent {
  approved?: ApprovedItem;
  grant?: GrantRow;
  /** What it counts towards the tenant's rates. */
  takes: PolicyTake[];
}

/** What a request to a human says beside the call itself. */
export interface Asked {
  ruling: Ruling;
  /** Where its targets come from; empty for a call that may go anywhere. */
  origins: readonly TracedArgument[];
  /** It belongs to more deletions or messages than the contract lets pass unseen. */
  isBatch: boolean;
}

/** Steps 4, 5 and 6 of disposing, in their order: may this call be made, has it been made, and who has to be asked. */
export type Judgement =
  | { type: 'replay'; output: unknown }
  | { type: 'refuse'; status: 'failed' | 'denied'; error: ErrorBody; cause?: unknown }
  | ({ type: 'ask' } & Asked)
  | ({ type: 'execute'; consent: Consent } & Omit<Asked, 'origins'>);

/** Somebody has to be asked, and nobody has looked for grants yet. Thrown through the transaction, so that it waits for no other connection. */
export class GrantsUnreadError extends Error {
  override readonly name = 'GrantsUnreadError';
}

/** A call to be judged. */
export type Question = Omit<Handling, 'tx' | 'purse'>;

/** Judges one call inside the transaction that will make it. Freezes its intent key and generation on the way. */
export async function judgeCall(question: Question): Promise<Judgement> {
  const { sql, toolCtx, run, call, tool } = question;
  const known = await freezeIntent(sql, toolCtx, run, call, tool);
  if (known) return known;
  const limited = await checkRate(sql, run, call, tool);
  if (limited) return limited;
  const unusable = await tellImpact(question);
  if (unusable) return unusable;
  const judged = await judgePolicies(question);
  const isLarge = isBatch(run, call, tool);
  const ruling = isLarge ? { ...judged, asking: [...judged.asking, `more than ${tool.limits.maxUnseenRecords} records`] } : judged;
  call.allowedBy = ruling.rule;
  if (ruling.verdict === 'deny') return { type: 'refuse', status: 'denied', error: toRefusal(run, call, ruling) };
  const approved = call.status === 'approved' ? await findStanding(question, ruling) : undefined;
  // Whoever approved it has seen where its targets come from.
  if (approved) return { type: 'execute', consent: { approved, takes: ruling.takes }, ruling, isBatch: isLarge };
  const asked = { ruling, origins: await traceCall(question), isBatch: isLarge };
  if (ruling.verdict === 'allow' && !isApprovalRequired(tool) && isTraced(asked) && !isLarge)
    return { type: 'execute', consent: { takes: ruling.takes }, ...asked };
  return judgeConsent(question, asked);
}

const isTraced = ({ origins }: Asked) => origins.every(({ origin }) => isTraceable(origin));

/** A human's yes to this very call. The rules about who may approve have changed since: then somebody who may now has to say so. */
async function findStanding({ sql, run, call }: Question, { approvers }: Ruling): Promise<ApprovedItem | undefined> {
  const approved = await findApprovedItem(sql, run, call);
  if (!approved) return undefined;
  if (canonicalHash(approved.approvers) !== canonicalHash(approvers)) {
    await withdrawApproval(sql, run.fence.tenantId, approved.itemId);
    return undefined;
  }
  call.allowedBy = `approval:${approved.itemId}`;
  call.title = approved.title;
  return approved;
}

/** Step 6: has somebody said yes to calls like this one? */
async function judgeConsent({ run, call, tool, grants }: Question, asked: Asked): Promise<Judgement> {
  const { ruling } = asked;
  const { takes } = ruling;
  if (!grants) throw new GrantsUnreadError(`${tool.name} has to be asked for, unless a grant covers it.`);
  // A target that nobody named and no record holds, and a large batch, are asked about, whatever was granted.
  const grant = isTraced(asked) && !asked.isBatch && grants.find((candidate) => isGranted(candidate, run, call, tool, ruling));
  if (grant) {
    call.allowedBy = `grant:${grant.id}`;
    return { type: 'execute', consent: { grant, takes }, ...asked };
  }
  if (run.deniedHashes.has(call.inputHash ?? '')) {
    const error = toErrorBody('approval_denied', `${tool.name} with exactly this input was denied in this run already. It is not asked for again.`, {
      isRepeat: true,
    });
    return { type: 'refuse', status: 'denied', error };
  }
  return { type: 'ask', ...asked };
}

function isGranted(grant: GrantRow, run: RunInHand, call: CallInHand, tool: AnyTool, { approvers, asking }: Ruling): boolean {
  if (grant.tool !== tool.name || grant.contract_version !== tool.version || !tool.approval.scopes.includes(grant.scope)) return false;
  if (canonicalHash(grant.approvers) !== canonicalHash(approvers)) return false;
  // Else two people could each grant the other what neither may approve alone, or one grant it to themselves.
  if (approvers.excludesRequester && grant.given_by === run.identity.userId) return false;
  return isCovered(grant.conditions, { tool, raw: call.raw, impact: call.impact, asking });
}

/** Asks the contract what the call would touch. What it answers is judged by, so it has to be usable. */
async function tellImpact({ sql, run, call, tool, toolCtx }: Question): Promise<Judgement | undefined> {
  if (!tool.impact) return undefined;
  const asked = await askTool(sql, run, tool, (signal) => tool.impact?.({ ...toolCtx, signal }, call.input));
  if (asked.type === 'refused') return { type: 'refuse', status: 'failed', error: asked.error };
  const parsed = asked.type === 'ok' ? Impact.safeParse(asked.value) : undefined;
  if (!parsed?.success)
    return { type: 'refuse', status: 'failed', error: toToolFailure(tool.name), cause: asked.type === 'unknown' ? asked.cause : parsed?.error };
  call.impact = parsed.data;
  return undefined;
}

/** A rule's no. Of a text, the first time in a run: with the word that it may be put right. */
function toRefusal(run: RunInHand, call: CallInHand, { rule, because, isContent, switchedOff }: Ruling): ErrorBody {
  if (switchedOff !== undefined) return toErrorBody('switched_off', switchedOff, { tool: call.toolName });
  const says = `The rule "${rule}" of this organisation refuses ${call.toolName} here: ${because ?? 'it says so'}.`;
  const isFirst = isContent && !run.results.some((result) => !result.ok && result.tool === call.toolName && isContentRefusal(result.error));
  if (isFirst) return toErrorBody('content_refused', `${says} Propose it once more with another text; a second refusal is final.`, { rule, because });
  return toErrorBody('policy_denied', says, isContent ? { rule, because, isContent } : { rule, because });
}

function isContentRefusal({ code, details }: { code: string; details?: unknown }): boolean {
  return code === 'content_refused' || (code === 'policy_denied' && (details as { isContent?: boolean } | undefined)?.isContent === true);
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
  if (tool.limits.maxCallsPerHour === undefined) return undefined;
  const { rows } = await sql<{ calls: number }>(countRecent, [run.fence.tenantId, tool.name]);
  if ((rows[0]?.calls ?? 0) < tool.limits.maxCallsPerHour) return undefined;
  return {
    type: 'refuse',
    status: 'denied',
    error: toErrorBody('limit_exceeded', `${call.toolName} was called ${tool.limits.maxCallsPerHour} times within the hour, which is its limit.`),
  };
}
