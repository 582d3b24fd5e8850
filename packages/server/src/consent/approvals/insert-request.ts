import { type EventBody, type GrantConditions, type Json, type NodeProps, node, type Risk, type TracedArgument } from '@countersign/core';
import type { Call, Run } from '../../runs/run.ts';
import type { Sql } from '../../store/database.ts';
import { toJsonb } from '../../store/to-jsonb.ts';
import type { Ruling } from '../policies/judge-policies.ts';
import { toOffers } from './read-requests.ts';

/** A call that a human is to decide on. */
export interface NewItem {
  id: string;
  call: Call;
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

/** What a human is asked, all at once. */
export interface NewRequest {
  requestId: string;
  kind: 'call' | 'doubt';
  /** Null: a doubt does not settle itself. */
  expiresAt: Date | null;
  items: readonly NewItem[];
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

/** Stores a request with its items, in the transaction that leaves their calls waiting. */
export async function insertRequest(sql: Sql, run: Run, { requestId, kind, expiresAt, items }: NewRequest): Promise<void> {
  const { tenantId, runId, sessionId } = run.fence;
  const stepIndex = items[0]?.call.stepIndex ?? 0;
  const values = [tenantId, requestId, runId, sessionId, stepIndex, kind, run.identity.userId, expiresAt?.toISOString() ?? null];
  await sql(insert, [...values, toJsonb(items.map(toRow))]);
}

function toRow({ id, call, risk, permission, title, preview, ruling, origins, conditions, materialHash }: NewItem) {
  return {
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
    grant_scopes: conditions ? call.tool?.grantScopes : [],
  };
}

/** The card of a request, for the log. */
export function toApprovalEvent({ fence }: Run, { requestId, kind, expiresAt, items }: NewRequest): EventBody {
  const { runId } = fence;
  const props: NodeProps<'approval'> = { requestId, kind, status: 'pending', expiresAt: expiresAt?.toISOString() ?? null, items: items.map(toCardItem) };
  return { type: 'ui.append', key: `approval:${requestId}`, runId, node: node('approval', props) };
}

function toCardItem({ id, call, title, risk, preview, ruling, origins, conditions }: NewItem): NodeProps<'approval'>['items'][number] {
  const base = { itemId: id, tool: call.toolName, title, risk, preview, status: 'pending' } as const;
  return { ...base, asking: ruling.asking, origins: [...origins], grants: toOffers(call.toolName, call.tool?.grantScopes ?? [], conditions) };
}
