import type { EventBody, InvocationStatus, RunStatus } from '@countersign/core';
import type { Sql } from './database.ts';
import type { SectionRow } from './store-sections.ts';
import { toJsonb } from './to-jsonb.ts';

/** A call's row, as a step writes it. Fields left out keep what the row has. */
export interface InvocationRow {
  step_index: number;
  call_index: number;
  tool: string;
  contract_version: number;
  status: InvocationStatus;
  input: unknown;
  input_hash: string | null;
  intent_key: string | null;
  generation: number;
  output?: unknown;
  error?: unknown;
  is_replayed?: boolean;
  allowed_by: string | null;
  impact?: unknown;
  /** ISO instants; the database's clock is not used, so that one clock judges deadlines. */
  started_at?: string | null;
  deadline_at?: string | null;
  finished_at?: string | null;
}

export interface AuditRow {
  actor: string;
  action: string;
  subject: string;
  data: unknown;
}

/** Everything one transaction of a step writes besides the tool's own effect. Never changed in place: what is added makes a new one. */
export interface StepWrite {
  /** `model_call` only where a model was asked: which, with what, and what it said. */
  readonly step?: { step_index: number; proposer: string; proposal: unknown; cost_micros: number; model_call?: unknown };
  /** Sections of the prompt that the run has not stored yet. */
  readonly sections?: readonly SectionRow[];
  /** What model calls cost that left no step behind, in millionths of a dollar. */
  readonly chargedMicros?: number;
  readonly invocations: readonly InvocationRow[];
  readonly events: readonly EventBody[];
  readonly audit: readonly AuditRow[];
  readonly unknownTools: number;
  readonly failures: number;
  /** The version of the tenant's policies and switches that its calls were judged by: another one by now, and nothing of it is written. */
  readonly policyVersion?: number | undefined;
  /** A change of the run's state that commits together with the rest. */
  readonly status?: StatusWrite;
}

/** A change of a run's state. */
export interface StatusWrite {
  readonly to: RunStatus;
  readonly reason?: string;
  readonly isFinal: boolean;
  readonly releasesLease: boolean;
}

export const emptyWrite: StepWrite = { invocations: [], events: [], audit: [], unknownTools: 0, failures: 0 };

/**
 * One number for all that a call is judged by besides itself: policies and kill switches. Each is only ever added to, so their
 * sum is another as soon as one of them is.
 */
export const currentPolicies = /* sql */ `(coalesce((select p.version from countersign.policies p where p.tenant_id = $1 order by p.version desc limit 1), 0)
  + (select count(*)::int from countersign.switches s where s.tenant_id = $1)
  + (select count(*)::int from countersign.unsafe_list_switches_of_all()))`;

/**
 * The fence and everything behind it, in one statement and one round trip. The UPDATE of the run row names the epoch the
 * worker holds; all inserts select from it, so that they exist only where the fence held. When it did not,
 * `countersign.fence_lost()` raises CS001 and the whole transaction, the tool's effect included, rolls back. So it does, by
 * CS002, when the tenant's policies are not those any more that its calls were judged by. Their version is looked up in one
 * place of the statement: each place of it costs the server 15 µs and more, also where it is never reached.
 */
const statement = /* sql */ `
with judged as materialized (select case when $18::int is not null then ${currentPolicies} end as version),
fence as (
  update countersign.runs r set
    step_count = r.step_count + (case when $5::jsonb is null then 0 else 1 end),
    cost_micros = r.cost_micros + coalesce(($5::jsonb->>'cost_micros')::bigint, 0) + $17,
    reserved_micros = 0,
    barren_claims = 0, unknown_tools = r.unknown_tools + $6, failures = r.failures + $7,
    status = coalesce($8, r.status), reason = coalesce($9, r.reason),
    finished_at = case when $10 then now() end,
    worked_ms = case when $11 then r.worked_ms + (extract(epoch from now() - r.active_since) * 1000)::bigint else r.worked_ms end,
    active_since = case when $11 then null else r.active_since end,
    updated_at = now()
  from judged where r.tenant_id = $1 and r.id = $2 and r.epoch = $3 and r.status = 'running' and ($18::int is null or judged.version = $18)
  returning r.id),
step as (
  insert into countersign.steps (tenant_id, run_id, step_index, proposer, proposal, cost_micros, model_call)
  select $1, $2, (s->>'step_index')::int, s->>'proposer', s->'proposal', (s->>'cost_micros')::bigint, s->'model_call'
  from fence, (select $5::jsonb as s) x where s is not null),
call as (
  insert into countersign.invocations (tenant_id, run_id, step_index, call_index, tool, contract_version, status, input, input_hash,
    intent_key, generation, output, error, is_replayed, allowed_by, impact, started_at, deadline_at, finished_at)
  select $1, $2, c.step_index, c.call_index, c.tool, c.contract_version, c.status, c.input, c.input_hash, c.intent_key, c.generation,
    c.output, c.error, coalesce(c.is_replayed, false), c.allowed_by, c.impact, c.started_at, c.deadline_at, c.finished_at
  from fence, jsonb_to_recordset($12::jsonb) as c(step_index int, call_index int, tool text, contract_version int, status text, input jsonb,
    input_hash text, intent_key text, generation int, output jsonb, error jsonb, is_replayed boolean, allowed_by text,
    impact jsonb, started_at timestamptz, deadline_at timestamptz, finished_at timestamptz)
  on conflict (tenant_id, run_id, step_index, call_index) do update set
    status = excluded.status, contract_version = excluded.contract_version, input_hash = excluded.input_hash,
    intent_key = excluded.intent_key, generation = excluded.generation,
    output = coalesce(excluded.output, invocations.output), error = excluded.error, is_replayed = excluded.is_replayed,
    allowed_by = coalesce(excluded.allowed_by, invocations.allowed_by), impact = coalesce(excluded.impact, invocations.impact),
    started_at = coalesce(excluded.started_at, invocations.started_at), deadline_at = coalesce(excluded.deadline_at, invocations.deadline_at),
    finished_at = excluded.finished_at),
log as (
  update countersign.sessions s set last_seq = s.last_seq + $13, updated_at = now()
  from fence where s.tenant_id = $1 and s.id = $4 and $13 > 0 returning s.last_seq - $13 as base),
said as (
  insert into countersign.events (tenant_id, session_id, seq, body)
  select $1, $4, log.base + e.ordinality, e.value from log, jsonb_array_elements($14::jsonb) with ordinality e),
recorded as (
  insert into countersign.audit (tenant_id, actor, action, subject, data)
  select $1, a.actor, a.action, a.subject, a.data from fence, jsonb_to_recordset($15::jsonb) as a(actor text, action text, subject text, data jsonb)),
released as (
  delete from countersign.leases l using fence where l.tenant_id = $1 and l.run_id = $2 and $16)
select case when exists (select from fence) then 0
  when (select version from judged) <> $18 then countersign.consent_lost() else countersign.fence_lost() end`;

export interface Fence {
  tenantId: string;
  runId: string;
  sessionId: string;
  epoch: number;
}

/** Somebody else owns the run now. Thrown through a host's transaction so that it rolls back; caught by the loop. */
export class FenceLostError extends Error {
  override readonly name = 'FenceLostError';
}

/** Did a transaction fail because the run is cancelled, paused or another worker's? */
export function isFenceLost(error: unknown): boolean {
  return error instanceof FenceLostError || isPostgresError(error, 'CS001');
}

/** Did a transaction fail because its policies changed, its grant was revoked or its rate was used up meanwhile? Then the call is judged anew. */
export function isConsentLost(error: unknown): boolean {
  return isPostgresError(error, 'CS002');
}

/** Did a transaction fail because another was faster: with the same intent, or with the same rows? */
export function isRace(error: unknown): boolean {
  return isPostgresError(error, '23505', 'invocations_intent') || isPostgresError(error, '40001') || isPostgresError(error, '40P01');
}

/** Sends a step behind the fence. Rejects, with an error that `isFenceLost` knows, when the fence is lost. */
export async function commitStep(sql: Sql, fence: Fence, write: StepWrite): Promise<void> {
  const { status } = write;
  await sql(statement, [
    fence.tenantId,
    fence.runId,
    fence.epoch,
    fence.sessionId,
    write.step ? toJsonb(write.step) : null,
    write.unknownTools,
    write.failures,
    status?.to ?? null,
    status?.reason ?? null,
    status?.isFinal ?? false,
    status?.releasesLease ?? false,
    toJsonb(write.invocations),
    write.events.length,
    toJsonb(write.events),
    toJsonb(write.audit),
    status?.releasesLease ?? false,
    write.chargedMicros ?? 0,
    write.policyVersion ?? null,
  ]);
}

/** Does an error come from Postgres with this SQLSTATE (and constraint)? */
export function isPostgresError(error: unknown, code: string, constraint?: string): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error) || error.code !== code) return false;
  return constraint === undefined || ('constraint' in error && error.constraint === constraint);
}
