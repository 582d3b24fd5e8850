import type { EventBody, InvocationStatus } from '@countersign/core';
import type { AuditRow, Fence } from './commit-step.ts';
import type { Sql } from './database.ts';
import { toJsonb } from './to-jsonb.ts';

/**
 * The one exception to the fence: what came of an external call that has started is always recorded, whoever owns the run
 * by now and even when it was cancelled. Receipt and audit are written, and the run counts the failure: whoever ends it must
 * not call it completed. Nothing else of the run changes. A doubt is recorded once. The run is locked first, as everywhere, so that this never deadlocks with a
 * human's decision.
 */
const statement = /* sql */ `
with run as materialized (
  select id from countersign.runs where tenant_id = $1 and id = $2 for no key update),
before as materialized (
  select i.status from run, countersign.invocations i
  where i.tenant_id = $1 and i.run_id = run.id and i.step_index = $5 and i.call_index = $6
    and (i.status = 'started' or (i.status = 'in_doubt' and $7 <> 'in_doubt')) for update of i),
call as (
  update countersign.invocations i set status = $7, output = $8, error = $9, finished_at = $10, is_replayed = false
  from before where i.tenant_id = $1 and i.run_id = $2 and i.step_index = $5 and i.call_index = $6 and i.status = before.status
  returning i.call_index),
fence as (
  update countersign.runs r set failures = r.failures + $11, updated_at = now()
  from call where r.tenant_id = $1 and r.id = $2 returning r.epoch = $3 and r.status = 'running' as is_held),
log as (
  update countersign.sessions s set last_seq = s.last_seq + $12, updated_at = now()
  from call where s.tenant_id = $1 and s.id = $4 and $12 > 0 returning s.last_seq - $12 as base),
said as (
  insert into countersign.events (tenant_id, session_id, seq, body)
  select $1, $4, log.base + e.ordinality, e.value from log, jsonb_array_elements($13::jsonb) with ordinality e),
recorded as (
  insert into countersign.audit (tenant_id, actor, action, subject, data)
  select $1, a.actor, a.action, a.subject, a.data from call, jsonb_to_recordset($14::jsonb) as a(actor text, action text, subject text, data jsonb))
select (select status from before) as before, exists (select from call) as is_recorded, coalesce((select is_held from fence), false) as is_held`;

export interface ExternalOutcome {
  stepIndex: number;
  callIndex: number;
  status: InvocationStatus;
  output?: unknown;
  error?: unknown;
  finishedAt: Date;
  failures: number;
  events: readonly EventBody[];
  audit: readonly AuditRow[];
}

export interface OutcomeRecorded {
  /** False: another worker had recorded an outcome already; nothing was changed. */
  isRecorded: boolean;
  /** False: the run is somebody else's, or at rest. */
  isHeld: boolean;
  wasInDoubt: boolean;
}

/** Records what came of an external call. */
export async function recordOutcome(sql: Sql, fence: Fence, outcome: ExternalOutcome): Promise<OutcomeRecorded> {
  const { rows } = await sql<{ before: string | null; is_recorded: boolean; is_held: boolean }>(statement, [
    fence.tenantId,
    fence.runId,
    fence.epoch,
    fence.sessionId,
    outcome.stepIndex,
    outcome.callIndex,
    outcome.status,
    outcome.output === undefined ? null : toJsonb(outcome.output),
    outcome.error === undefined ? null : toJsonb(outcome.error),
    outcome.finishedAt.toISOString(),
    outcome.failures,
    outcome.events.length,
    toJsonb(outcome.events),
    toJsonb(outcome.audit),
  ]);
  const row = rows[0];
  return { isRecorded: row?.is_recorded ?? false, isHeld: row?.is_held ?? false, wasInDoubt: row?.before === 'in_doubt' };
}
