import { type EventBody, type GrantConditions, type Json, type NodeProps, node, type Principal, type TracedArgument } from '@countersign/core';
import { anyApprover, isApprovalRequired, type Risk, toGrantConditions } from '@countersign/core/internal';
import { v7 as uuidv7 } from 'uuid';
import type { Handling } from '../engine/handling.ts';
import type { CallInHand } from '../runs/run.ts';
import { canonicalHash } from '../store/canonical-hash.ts';
import type { Sql } from '../store/database.ts';
import { toJsonb } from '../store/to-jsonb.ts';
import { askTool } from '../tools/ask-tool.ts';
import { OverrunError, toToolFailure } from '../tools/run-tool.ts';
import { settleCall } from '../tools/settle-call.ts';
import { toWords } from '../tools/to-words.ts';
import { toToolContext } from '../tools/tool-context.ts';
import { alertOfRequests } from './alert-of-requests.ts';
import { OWN } from './approvals/may-decide.ts';
import { toOffers } from './approvals/read-requests.ts';
import { type Asked, judgeCall } from './judge-call.ts';
import type { Ruling } from './policies/judge-policies.ts';
import { mayNeedConsent } from './policies/may-need-consent.ts';

interface Item {
  id: string;
  call: CallInHand;
  risk: Risk;
  /** Who may decide; `OWN`: who asked for the call. */
  permission: string;
  title: string;
  preview: Json;
  ruling: Pick<Ruling, 'asking' | 'approvers'>;
  /** Where its targets come from. */
  origins: readonly TracedArgument[];
  /** What a yes to later calls would cover; null: it cannot be given. */
  conditions: GrantConditions | null;
  materialHash: string | null;
}

/**
 * Asks a human for the call in hand, and in the same request for every later call of the step that will need one too: a
 * plan of ten messages is one request of ten items. Each is simulated first; what cannot be simulated is not asked for.
 */
export async function requestApprovals(handling: Handling, principal: Principal, asked: Asked): Promise<void> {
  const { ctx, run, call } = handling;
  const items: Item[] = [];
  const first = await simulateItem(handling, asked);
  if (!first) return;
  items.push(first);
  for (const later of run.step?.calls ?? []) {
    if (later.callIndex <= call.callIndex || later.status !== 'proposed' || !later.tool || !mayNeedConsent(ctx, run, later.tool)) continue;
    if (later.inputHash === null || !(await ctx.options.can(principal, later.tool.permission, later.input))) continue;
    const toolCtx = toToolContext(ctx, run, later, principal, handling.tx, run.signal);
    const laterHandling = { ...handling, call: later, tool: later.tool, toolCtx };
    const judgement = await nameIfSlow(later, judgeCall(laterHandling));
    if (later.intentKey !== null && items.some((item) => item.call.tool === later.tool && item.call.intentKey === later.intentKey)) {
      later.intentKey = null; // The intent is the earlier call's; in its own turn this one finds it done.
      continue;
    }
    const item = judgement.type === 'ask' ? await nameIfSlow(later, simulateItem(laterHandling, judgement, { keepsFailure: true })) : undefined;
    if (item) items.push(item);
  }
  const requestId = uuidv7();
  const ttlMs = Math.min(...items.flatMap((item) => item.call.tool?.approval.ttlMs ?? []));
  const expiresAt = new Date(ctx.options.clock().getTime() + ttlMs);
  await insertRequest(handling.sql, { handling, requestId, kind: 'call', expiresAt, items });
  for (const item of items) settleCall(run, item.call, { status: 'awaiting_approval' });
  await alertOfRequests(handling, items.filter(({ call }) => call.tool && isApprovalRequired(call.tool)).length);
  run.write.events.push(toApprovalEvent(run.fence.runId, requestId, 'call', expiresAt, items));
}

/** A later call that takes too long to judge costs the transaction; the error says which call that was, so that no other pays for it. */
async function nameIfSlow<T>(call: CallInHand, judging: Promise<T>): Promise<T> {
  try {
    return await judging;
  } catch (error) {
    if (error instanceof OverrunError) error.call = { callIndex: call.callIndex };
    throw error;
  }
}

/** Simulates one call in a savepoint. Undefined when that failed: the call is then settled, or left for its own turn. */
async function simulateItem(handling: Handling, { ruling, origins }: Asked, options: { keepsFailure?: boolean } = {}): Promise<Item | undefined> {
  const { ctx, run, call, tool, sql, toolCtx } = handling;
  const end = await askTool(sql, run, tool, (signal) => tool.approval.simulate?.({ ...toolCtx, signal }, call.input));
  if (end.type !== 'ok') {
    if (options.keepsFailure) return undefined;
    if (end.type === 'unknown') ctx.options.logger.error({ tool: tool.name, error: end.cause }, 'a simulation failed');
    settleCall(run, call, { status: 'failed', error: end.type === 'refused' ? end.error : toToolFailure(tool.name), finishedAt: ctx.options.clock() });
    return undefined;
  }
  const preview = toJson(end.value);
  return {
    id: uuidv7(),
    call,
    risk: tool.risk,
    permission: tool.approval.permission,
    title: tool.approval.title?.(call.input, end.value) ?? toWords(tool.name),
    preview,
    ruling,
    origins,
    conditions: tool.approval.scopes.length > 0 ? (toGrantConditions({ tool, raw: call.raw, impact: call.impact, asking: ruling.asking }) ?? null) : null,
    materialHash: tool.approval.simulate ? canonicalHash(tool.approval.unchanged(end.value)) : null,
  };
}

function toJson(value: unknown): Json {
  return value === undefined ? null : (JSON.parse(toJsonb(value)) as Json);
}

const insert = /* sql */ `
with request as (
  insert into countersign.approval_requests (tenant_id, id, run_id, session_id, step_index, kind, requested_by, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8) returning id)
insert into countersign.approval_items (tenant_id, id, request_id, run_id, step_index, call_index, tool, call_hash, title, risk, input, preview, impact, material_hash, permission,
  contract_version, asking, approvers, grant_conditions, grant_scopes, origins)
select $1, i.id, request.id, $3, $5, i.call_index, i.tool, i.call_hash, i.title, i.risk, i.input, i.preview, i.impact, i.material_hash, i.permission,
  i.contract_version, i.asking, i.approvers, i.grant_conditions, i.grant_scopes, i.origins
from request, jsonb_to_recordset($9::jsonb) as i(id uuid, call_index int, tool text, call_hash text, title text, risk text, input jsonb, preview jsonb, impact jsonb, material_hash text, permission text,
  contract_version int, asking jsonb, approvers jsonb, grant_conditions jsonb, grant_scopes jsonb, origins jsonb)`;

interface NewRequest {
  handling: Pick<Handling, 'run'>;
  requestId: string;
  kind: 'call' | 'doubt';
  expiresAt: Date | null;
  items: readonly Item[];
}

async function insertRequest(sql: Sql, request: NewRequest): Promise<void> {
  const { run } = request.handling;
  const rows = request.items.map(({ id, call, risk, permission, title, preview, ruling, origins, conditions, materialHash }) => ({
    id,
    call_index: call.callIndex,
    tool: call.toolName,
    // A doubt may be about an input that the contract, as it is by now, does not take: then it has no hash, and is shown raw.
    call_hash: call.inputHash ?? '',
    title,
    risk,
    input: call.input ?? call.raw,
    preview,
    impact: call.impact ?? null,
    material_hash: materialHash,
    permission,
    contract_version: call.contractVersion,
    asking: ruling.asking,
    origins,
    approvers: ruling.approvers,
    grant_conditions: conditions,
    grant_scopes: conditions ? call.tool?.approval.scopes : [],
  }));
  await sql(insert, [
    run.fence.tenantId,
    request.requestId,
    run.fence.runId,
    run.fence.sessionId,
    request.items[0]?.call.stepIndex ?? 0,
    request.kind,
    run.identity.userId,
    request.expiresAt?.toISOString() ?? null,
    toJsonb(rows),
  ]);
}

function toApprovalEvent(runId: string, requestId: string, kind: 'call' | 'doubt', expiresAt: Date | null, items: readonly Item[]): EventBody {
  const props: NodeProps<'approval'> = {
    requestId,
    kind,
    status: 'pending',
    expiresAt: expiresAt?.toISOString() ?? null,
    items: items.map((item) => {
      const base = { itemId: item.id, tool: item.call.toolName, title: item.title, risk: item.risk, preview: item.preview, status: 'pending' } as const;
      return {
        ...base,
        asking: item.ruling.asking,
        origins: [...item.origins],
        grants: toOffers(item.call.toolName, item.call.tool?.approval.scopes ?? [], item.conditions),
      };
    }),
  };
  return { type: 'ui.append', key: `approval:${requestId}`, runId, node: node('approval', props) };
}

const findPermission = /* sql */ `
select permission from countersign.approval_items where tenant_id = $1 and run_id = $2 and step_index = $3 and call_index = $4 limit 1`;

/**
 * Asks a human whether a call that left no result took effect. Has no expiry: a doubt does not settle itself. Also for a
 * tool that a deployment has taken away: then whoever could have approved the call decides, or else who asked for it.
 */
export async function requestDoubt(sql: Sql, run: Handling['run'], call: CallInHand): Promise<EventBody> {
  const requestId = uuidv7();
  const { tool, toolName } = call;
  const { rows } = tool
    ? { rows: [] }
    : await sql<{ permission: string }>(findPermission, [run.fence.tenantId, run.fence.runId, call.stepIndex, call.callIndex]);
  const item: Item = {
    id: uuidv7(),
    call,
    risk: tool?.risk ?? 'irreversible',
    permission: tool?.approval.permission ?? rows[0]?.permission ?? OWN,
    title: `Did this happen? ${toWords(toolName)}`,
    preview: toJson(call.input ?? call.raw),
    ruling: { asking: [], approvers: anyApprover },
    origins: [],
    conditions: null,
    materialHash: null,
  };
  await insertRequest(sql, { handling: { run }, requestId, kind: 'doubt', expiresAt: null, items: [item] });
  return toApprovalEvent(run.fence.runId, requestId, 'doubt', null, [item]);
}
