import {
  type ApprovalItemView,
  type ApprovalView,
  explainGrant,
  type GrantConditions,
  type GrantOffer,
  type GrantScope,
  type TracedArgument,
} from '@countersign/core';
import type { Approvers } from '@countersign/core/internal';
import type { Sql } from '../../store/database.ts';

export interface RequestRow {
  id: string;
  run_id: string;
  session_id: string;
  step_index: number;
  kind: 'call' | 'doubt';
  requested_by: string;
  created_at: Date;
  expires_at: Date | null;
  is_open: boolean;
}

export interface ItemRow {
  id: string;
  request_id: string;
  run_id: string;
  step_index: number;
  call_index: number;
  tool: string;
  title: string;
  risk: ApprovalItemView['risk'];
  input: ApprovalItemView['input'];
  preview: ApprovalItemView['preview'];
  impact: ApprovalItemView['impact'];
  permission: string;
  contract_version: number;
  asking: string[];
  origins: TracedArgument[];
  approvers: Approvers;
  grant_conditions: GrantConditions | null;
  grant_scopes: GrantScope[];
  scope: ApprovalItemView['scope'];
  status: ApprovalItemView['status'];
  decided_by: string | null;
  decided_at: Date | null;
  reason: string | null;
  consumed_at: Date | null;
}

const items = /* sql */ `
select id, request_id, run_id, step_index, call_index, tool, title, risk, input, preview, impact, permission, contract_version, asking, origins, approvers, grant_conditions, grant_scopes, scope, status, decided_by, decided_at, reason, consumed_at
from countersign.approval_items where tenant_id = $1 and request_id = any($2::uuid[]) order by request_id, step_index, call_index`;

/** The items of requests, in the order of their calls. */
export async function readItems(sql: Sql, tenantId: string, requestIds: readonly string[]): Promise<ItemRow[]> {
  if (requestIds.length === 0) return [];
  const { rows } = await sql<ItemRow & Record<string, unknown>>(items, [tenantId, requestIds]);
  return rows;
}

const request = /* sql */ `
select id, run_id, session_id, step_index, kind, requested_by, created_at, expires_at, is_open
from countersign.approval_requests where tenant_id = $1 and id = $2`;

/** One request; undefined when the tenant has none of that id. */
export async function findRequest(sql: Sql, tenantId: string, requestId: string): Promise<RequestRow | undefined> {
  const { rows } = await sql<RequestRow & Record<string, unknown>>(request, [tenantId, requestId]);
  return rows[0];
}

/** What the HTTP interface shows of a request. */
export function toApprovalView(row: RequestRow, its: readonly ItemRow[]): ApprovalView {
  return {
    requestId: row.id,
    runId: row.run_id,
    sessionId: row.session_id,
    kind: row.kind,
    requestedBy: row.requested_by,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    items: its.map((item) => ({
      itemId: item.id,
      invocationId: `${item.run_id}/${item.step_index}/${item.call_index}`,
      tool: item.tool,
      title: item.title,
      risk: item.risk,
      input: item.input,
      preview: item.preview,
      impact: item.impact,
      asking: item.asking,
      origins: item.origins,
      grants: toOffers(item.tool, item.grant_scopes, item.grant_conditions),
      status: item.status,
      scope: item.scope,
      isConsumed: item.consumed_at !== null,
      decidedBy: item.decided_by,
      decidedAt: item.decided_at?.toISOString() ?? null,
      reason: item.reason,
    })),
  };
}

/** What a yes may be given for beyond the one call, each in words. */
export function toOffers(tool: string, scopes: readonly GrantScope[], conditions: GrantConditions | null): (GrantOffer & { conditions: GrantConditions })[] {
  return conditions ? scopes.map((scope) => ({ scope, text: explainGrant(tool, scope, conditions), conditions })) : [];
}
