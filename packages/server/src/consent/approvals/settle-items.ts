import { type ApprovalScope, type ErrorBody, type EventBody, type InvocationStatus, type Json, node, toErrorBody } from '@countersign/core';
import type { Context } from '../../context.ts';
import { toReceiptText } from '../../runs/receipt-text.ts';
import { resumeRun } from '../../runs/resume-run.ts';
import { appendEvents } from '../../store/append-events.ts';
import type { AuditRow } from '../../store/commit-step.ts';
import type { Sql } from '../../store/database.ts';
import { toJsonb } from '../../store/to-jsonb.ts';
import { type ItemRow, type RequestRow, toOffers } from './read-requests.ts';

/** An item that was open and how it is settled. */
export interface SettledItem {
  item: ItemRow;
  status: 'approved' | 'denied' | 'expired' | 'happened' | 'not_happened';
  /** The user who decided; left out where time did. */
  decidedBy?: string;
  reason?: string;
  /** How far a yes reaches. @default 'once' */
  scope?: ApprovalScope;
}

/** Items of one request that are settled together. */
interface Settling {
  tenantId: string;
  request: RequestRow;
  /** All of the request, those that stay open included. */
  items: readonly ItemRow[];
  settled: readonly SettledItem[];
  /** What cards and receipts call whoever decided. */
  who: string;
}

const statement = /* sql */ `
with settled as (
  select * from jsonb_to_recordset($3::jsonb) as s(id uuid, step_index int, call_index int, status text, decided_by text, reason text, scope text, call_status text, error jsonb)),
item as (
  update countersign.approval_items i set status = s.status, decided_by = s.decided_by, decided_at = now(), reason = s.reason, scope = s.scope
  from settled s where i.tenant_id = $1 and i.id = s.id and i.status = 'pending' returning i.id),
call as (
  update countersign.invocations c set status = s.call_status, error = coalesce(s.error, c.error),
    finished_at = case when s.call_status = 'approved' then c.finished_at else now() end
  from settled s, item where item.id = s.id and c.tenant_id = $1 and c.run_id = $2 and c.step_index = s.step_index and c.call_index = s.call_index
    and c.status in ('awaiting_approval', 'in_doubt')),
failed as (
  update countersign.runs r set failures = greatest(0, r.failures + $4) where r.tenant_id = $1 and r.id = $2 and $4 <> 0)
update countersign.approval_requests q set is_open = false
where q.tenant_id = $1 and q.id = $5 and q.is_open and not exists (
  select from countersign.approval_items i where i.tenant_id = $1 and i.request_id = q.id and i.status = 'pending' and i.id not in (select id from item))
returning q.id`;

/**
 * Settles items of one request with everything that follows from it: calls, card, receipts, audit, and the run's return to
 * work. The caller locked the run's row before it read the items, so what it read still holds.
 */
export async function settleItems(ctx: Context, sql: Sql, { tenantId, request, items, settled, who }: Settling): Promise<void> {
  const rows = settled.map((entry) => ({
    id: entry.item.id,
    step_index: entry.item.step_index,
    call_index: entry.item.call_index,
    status: entry.status,
    decided_by: entry.decidedBy ?? null,
    reason: entry.reason ?? null,
    scope: entry.status === 'approved' ? (entry.scope ?? 'once') : null,
    call_status: toCallStatus(entry.status),
    error: toCallError(entry, who) ?? null,
  }));
  // A doubt counted as a failure when it arose; that it happened after all takes the failure back.
  const failures = settled.reduce((sum, { status }) => sum + (status === 'denied' || status === 'expired' ? 1 : status === 'happened' ? -1 : 0), 0);
  const { rows: closed } = await sql(statement, [tenantId, request.run_id, toJsonb(rows), failures, request.id]);
  const events = [toCardEvent({ request, items, settled, who }, closed.length > 0), ...settled.flatMap((entry) => toReceiptEvent(ctx, entry, who) ?? [])];
  await appendEvents(
    sql,
    { tenantId, sessionId: request.session_id },
    events,
    settled.map((entry) => toAudit(entry)),
  );
  await resumeRun(ctx, sql, { tenantId, runId: request.run_id });
}

function toCallStatus(status: SettledItem['status']): InvocationStatus {
  switch (status) {
    case 'approved':
      return 'approved';
    case 'denied':
    case 'expired':
      return 'denied';
    case 'happened':
      return 'succeeded';
    case 'not_happened':
      return 'failed';
    default:
      return status satisfies never;
  }
}

function toCallError(entry: SettledItem, who: string): ErrorBody | undefined {
  const because = entry.reason ? ` The reason given: ${entry.reason}` : '';
  switch (entry.status) {
    case 'denied':
      return toErrorBody('approval_denied', `${who} said no.${because}`, entry.reason ? { reason: entry.reason } : undefined);
    case 'expired':
      return toErrorBody('approval_expired', 'Nobody decided in time.');
    case 'not_happened':
      return toErrorBody('tool_failed', `${who} found that it did not happen.${because}`);
    default:
      return undefined;
  }
}

function toCardEvent({ request, items: all, settled, who }: Omit<Settling, 'tenantId'>, isClosed: boolean): EventBody {
  const now = new Map(settled.map((entry) => [entry.item.id, entry]));
  const isExpired = settled.some((entry) => entry.status === 'expired');
  const items = all.map((item) => {
    const entry = now.get(item.id);
    const base = { itemId: item.id, tool: item.tool, title: item.title, risk: item.risk, preview: item.preview, status: entry?.status ?? item.status };
    const scope = entry ? (entry.status === 'approved' ? (entry.scope ?? 'once') : null) : item.scope;
    const decidedBy = entry?.decidedBy ? who : item.decided_by;
    const decided = scope ? { ...base, scope } : base;
    if (decidedBy) return { ...decided, decidedBy };
    // What still waits goes on saying why it asks, and where its targets come from.
    return { ...decided, asking: item.asking, origins: item.origins, grants: toOffers(item.tool, item.grant_scopes, item.grant_conditions) };
  });
  const status = isClosed ? (isExpired ? 'expired' : 'decided') : 'pending';
  return { type: 'ui.replace', key: `approval:${request.id}`, runId: request.run_id, props: { status, items } satisfies Record<string, Json> };
}

function toReceiptEvent(ctx: Context, entry: SettledItem, who: string): EventBody | undefined {
  const status = entry.status === 'approved' ? undefined : receiptStatuses[entry.status];
  const tool = ctx.registry.tools.get(entry.item.tool);
  if (!status || !tool) return undefined;
  const { item } = entry;
  const id = `${item.run_id}/${item.step_index}/${item.call_index}`;
  const error = toCallError(entry, who);
  const text =
    entry.status === 'happened'
      ? `${item.title.replace(/^Did this happen\? /, '')}: ${who} confirmed that it happened.`
      : toReceiptText(tool, { status: 'failed', output: null, input: null, error, isReplayed: false });
  const props = { invocationId: id, tool: tool.name, status, text, ...(error && { error: { code: error.code, message: error.message } }) };
  return { type: 'ui.append', key: `receipt:${id}`, runId: item.run_id, node: node('receipt', props) };
}

const receiptStatuses = { denied: 'denied', expired: 'expired', happened: 'succeeded', not_happened: 'failed' } as const;

function toAudit(entry: SettledItem): AuditRow {
  return {
    actor: entry.decidedBy ? `user:${entry.decidedBy}` : 'system',
    action: `approval.${entry.status}`,
    subject: entry.item.id,
    data: {
      request: entry.item.request_id,
      tool: entry.item.tool,
      call: `${entry.item.run_id}/${entry.item.step_index}/${entry.item.call_index}`,
      reason: entry.reason ?? null,
      scope: entry.scope ?? null,
    },
  };
}
