import { Impact, isApprovalRequired, isCovered, isTraceable, toErrorBody } from '@countersign/core';
import type { Call } from '../runs/run.ts';
import { canonicalHash } from '../store/canonical-hash.ts';
import { askTool } from '../tools/ask-tool.ts';
import { toToolFailure } from '../tools/run-tool.ts';
import { type ApprovedItem, findApprovedItem, withdrawApproval } from './approvals/find-approved-item.ts';
import type { GrantRow } from './approvals/grants.ts';
import { freezeIntent } from './freeze-intent.ts';
import { isBatch } from './is-batch.ts';
import { type Asked, GrantsUnreadError, type Judged, type Judgement, type Question } from './judgement.ts';
import { judgePolicies, type Ruling } from './policies/judge-policies.ts';
import { toRefusal } from './policies/to-refusal.ts';

/** Steps 4, 5 and 6 of disposing, in their order: judges one call inside the transaction that will make it. */
export async function judgeCall(question: Question): Promise<Judged> {
  const frozen = await freezeIntent(question);
  if (frozen.judgement) return { ...frozen, judgement: frozen.judgement };
  const limited = await findUsedUpLimit(question);
  if (limited) return { call: frozen.call, judgement: limited };
  const told = await tellImpact({ ...question, call: frozen.call });
  if ('judgement' in told) return told;
  const judged = await judgePolicies({ ...question, call: told.call });
  const call = { ...told.call, allowedBy: judged.rule };
  return { ...(await judgeByConsent({ ...question, call }, judged)), policyVersion: judged.version };
}

/** Step 6, by what the rules said: does a human have to say yes, or has somebody? */
async function judgeByConsent(question: Question, judged: Ruling): Promise<Judged> {
  const { sql, run, call, tool } = question;
  const isLarge = isBatch(run, call, tool);
  const ruling = isLarge ? { ...judged, asking: [...judged.asking, `more than ${tool.maxUnseenRecords} records`] } : judged;
  const { takes } = ruling;
  if (ruling.verdict === 'deny') return { call, judgement: { type: 'refuse', status: 'denied', error: toRefusal(run, call, ruling) } };
  const approved = call.status === 'approved' ? await findStanding(question, ruling) : undefined;
  if (approved) {
    // Whoever approved it has seen where its targets come from.
    const seen = { ...call, allowedBy: `approval:${approved.itemId}`, title: approved.title };
    return { call: seen, judgement: { type: 'execute', consent: { approved, takes }, ruling, isBatch: isLarge } };
  }
  const asked = { ruling, origins: await run.tracer.trace(sql, run, { tool, raw: call.raw }), isBatch: isLarge };
  const isFree = ruling.verdict === 'allow' && !isApprovalRequired(tool) && isTraced(asked) && !isLarge;
  return isFree ? { call, judgement: { type: 'execute', consent: { takes }, ...asked } } : judgeByGrants(question, asked);
}

const isTraced = ({ origins }: Asked) => origins.every(({ origin }) => isTraceable(origin));

/** A human's yes to this very call. The rules about who may approve have changed since: then somebody who may now has to say so. */
async function findStanding({ sql, run, call }: Question, { approvers }: Ruling): Promise<ApprovedItem | undefined> {
  const approved = await findApprovedItem(sql, run, call);
  if (!approved) return undefined;
  if (canonicalHash(approved.approvers) === canonicalHash(approvers)) return approved;
  await withdrawApproval(sql, run.fence.tenantId, approved.itemId);
  return undefined;
}

/** Has somebody said yes to calls like this one? */
function judgeByGrants(question: Question, asked: Asked): Judged {
  const { run, call, tool, grants } = question;
  if (!grants) throw new GrantsUnreadError(`${tool.name} has to be asked for, unless a grant covers it.`);
  // A target that nobody named and no record holds, and a large batch, are asked about, whatever was granted.
  const grant = isTraced(asked) && !asked.isBatch && grants.find((candidate) => isGranted(candidate, question, asked.ruling));
  if (grant) {
    const consent = { grant, takes: asked.ruling.takes };
    return { call: { ...call, allowedBy: `grant:${grant.id}` }, judgement: { type: 'execute', consent, ...asked } };
  }
  if (!run.deniedHashes.has(call.inputHash ?? '')) return { call, judgement: { type: 'ask', ...asked } };
  const says = `${tool.name} with exactly this input was denied in this run already. It is not asked for again.`;
  return { call, judgement: { type: 'refuse', status: 'denied', error: toErrorBody('approval_denied', says, { isRepeat: true }) } };
}

function isGranted(grant: GrantRow, { run, call, tool }: Question, { approvers, asking }: Ruling): boolean {
  if (grant.tool !== tool.name || grant.contract_version !== tool.version || !tool.grantScopes.includes(grant.scope)) return false;
  if (canonicalHash(grant.approvers) !== canonicalHash(approvers)) return false;
  // Else two people could each grant the other what neither may approve alone, or one grant it to themselves.
  if (approvers.excludesRequester && grant.given_by === run.identity.userId) return false;
  return isCovered(grant.conditions, { tool, raw: call.raw, impact: call.impact, asking });
}

/** Asks the contract what the call would touch. What it answers is judged by, so it has to be usable. */
async function tellImpact(question: Question): Promise<{ call: Call } | Judged> {
  const { call, tool, toolCtx } = question;
  if (!tool.impact) return { call };
  const asked = await askTool(question, (signal) => tool.impact?.({ ...toolCtx, signal }, call.input));
  if (asked.type === 'refused') return { call, judgement: { type: 'refuse', status: 'failed', error: asked.error } };
  const parsed = asked.type === 'ok' ? Impact.safeParse(asked.value) : undefined;
  if (parsed?.success) return { call: { ...call, impact: parsed.data } };
  const cause = asked.type === 'unknown' ? asked.cause : parsed?.error;
  return { call, judgement: { type: 'refuse', status: 'failed', error: toToolFailure(tool.name), cause } };
}

const countRecent = /* sql */ `
select count(*)::int as calls from countersign.invocations
where tenant_id = $1 and tool = $2 and started_at > now() - interval '1 hour' and not is_replayed`;

/** The contract's own limit of calls within an hour. */
async function findUsedUpLimit({ sql, run, call, tool }: Question): Promise<Judgement | undefined> {
  if (tool.maxCallsPerHour === undefined) return undefined;
  const { rows } = await sql<{ calls: number }>(countRecent, [run.fence.tenantId, tool.name]);
  if ((rows[0]?.calls ?? 0) < tool.maxCallsPerHour) return undefined;
  const says = `${call.toolName} was called ${tool.maxCallsPerHour} times within the hour, which is its limit.`;
  return { type: 'refuse', status: 'denied', error: toErrorBody('limit_exceeded', says) };
}
