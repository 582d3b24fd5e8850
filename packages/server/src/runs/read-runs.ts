import {
  CountersignError,
  type Identity,
  type InvocationView,
  type Principal,
  type RunDetail,
  type RunList,
  type RunSummary,
  type StepView,
} from '@countersign/core';
import { type ListRuns, ModelCall } from '@countersign/core/internal';
import type { z } from 'zod';
import type { Context } from '../context.ts';
import { cursorTime, fromCursor, toCursor } from '../store/cursor.ts';
import type { Sql } from '../store/database.ts';

const columns = 'id, session_id, agent, user_id, status, reason, cause, step_count, cost_micros::float8 as cost_micros, created_at, finished_at';

interface RunRow extends Record<string, unknown> {
  id: string;
  session_id: string;
  agent: string;
  user_id: string;
  status: RunSummary['status'];
  reason: string | null;
  cause: RunSummary['cause'];
  step_count: number;
  cost_micros: number;
  created_at: Date;
  finished_at: Date | null;
}

const page = /* sql */ `
select ${columns}, ${cursorTime} as cursor_at from countersign.runs
where tenant_id = $1 and user_id = $2 and ($3::text is null or status = $3) and ($4::uuid is null or session_id = $4)
  and ($8::text is null or (cause->>'kind' = 'message') = ($8 = 'message'))
  and ($5::timestamptz is null or (created_at, id) < ($5::timestamptz, $6::uuid))
order by created_at desc, id desc limit $7`;

/** The principal's own runs, newest first, a page at a time. */
export async function listRuns(ctx: Context, principal: Principal, query: z.output<typeof ListRuns>): Promise<RunList> {
  const cursor = fromCursor(query.cursor);
  const { status = null, sessionId = null, cause = null, limit } = query;
  const values = [principal.tenantId, principal.userId, status, sessionId, cursor?.at ?? null, cursor?.id ?? null, limit + 1, cause];
  const { rows } = await ctx.tenant(principal.tenantId, (sql) => sql<RunRow & { cursor_at: string }>(page, values));
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { runs: shown.map(toRunSummary), next: rows.length > limit && last ? toCursor(last.cursor_at, last.id) : null };
}

const one = /* sql */ `select ${columns} from countersign.runs where tenant_id = $1 and id = $2 and user_id = $3`;

const steps = /* sql */ `
select step_index, proposer, proposal, cost_micros::float8 as cost_micros, at, model_call from countersign.steps where tenant_id = $1 and run_id = $2 order by step_index`;

const invocations = /* sql */ `
select step_index, call_index, tool, contract_version, status, input, output, error, is_replayed, allowed_by, started_at, finished_at
from countersign.invocations where tenant_id = $1 and run_id = $2 order by step_index, call_index`;

/** One run with its steps and calls. @throws {CountersignError} `not_found` when it is not the principal's own */
export async function getRun(ctx: Context, principal: Principal, { runId }: { runId: string }): Promise<RunDetail> {
  return ctx.tenant(principal.tenantId, async (sql) => {
    const summary = await requireRun(sql, principal, runId);
    const [stepRows, callRows] = [await sql<StepRow>(steps, [principal.tenantId, runId]), await sql<CallRow>(invocations, [principal.tenantId, runId])];
    return { ...summary, steps: stepRows.rows.map((step) => toStepView(runId, step, callRows.rows)) };
  });
}

/** Reads one run of a user. @throws {CountersignError} `not_found` */
export async function requireRun(sql: Sql, { tenantId, userId }: Identity, runId: string): Promise<RunSummary> {
  const { rows } = await sql<RunRow>(one, [tenantId, runId, userId]);
  if (!rows[0]) throw new CountersignError('not_found', `You have no run ${runId}.`);
  return toRunSummary(rows[0]);
}

const tended = /* sql */ `
select ${columns} from countersign.runs where tenant_id = $1 and id = $2 and (user_id = $3 or ($4 and status = 'paused'))`;

/**
 * Reads a run that the principal may resume or cancel: its own, and with `mayResume` whatever has paused in its organisation,
 * without the words that it was caused by.
 *
 * @throws {CountersignError} `not_found`
 */
export async function requireTendedRun(sql: Sql, { tenantId, userId }: Identity, runId: string, mayResume: boolean): Promise<RunSummary> {
  const { rows } = await sql<RunRow>(tended, [tenantId, runId, userId, mayResume]);
  if (!rows[0]) throw new CountersignError('not_found', `You have no run ${runId}.`);
  const run = toRunSummary(rows[0]);
  return run.userId === userId ? run : { ...run, cause: null };
}

interface StepRow extends Record<string, unknown> {
  step_index: number;
  proposer: string;
  proposal: StepView['proposal'];
  cost_micros: number;
  at: Date;
  model_call: unknown;
}

interface CallRow extends Record<string, unknown> {
  step_index: number;
  call_index: number;
  tool: string;
  contract_version: number;
  status: InvocationView['status'];
  input: InvocationView['input'];
  output: InvocationView['output'];
  error: InvocationView['error'];
  is_replayed: boolean;
  allowed_by: string | null;
  started_at: Date | null;
  finished_at: Date | null;
}

function toRunSummary(row: RunRow): RunSummary {
  return {
    runId: row.id,
    sessionId: row.session_id,
    agent: row.agent,
    userId: row.user_id,
    status: row.status,
    reason: row.reason,
    cause: row.cause,
    stepCount: row.step_count,
    costMicros: row.cost_micros,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

function toStepView(runId: string, step: StepRow, calls: readonly CallRow[]): StepView {
  return {
    stepIndex: step.step_index,
    proposer: step.proposer,
    proposal: step.proposal,
    costMicros: step.cost_micros,
    at: step.at.toISOString(),
    modelCall: ModelCall.safeParse(step.model_call).data ?? null,
    invocations: calls.filter((call) => call.step_index === step.step_index).map((call) => toInvocationView(runId, call)),
  };
}

function toInvocationView(runId: string, call: CallRow): InvocationView {
  return {
    invocationId: `${runId}/${call.step_index}/${call.call_index}`,
    stepIndex: call.step_index,
    callIndex: call.call_index,
    tool: call.tool,
    contractVersion: call.contract_version,
    status: call.status,
    input: call.input,
    output: call.output,
    error: call.error,
    isReplayed: call.is_replayed,
    allowedBy: call.allowed_by,
    startedAt: call.started_at?.toISOString() ?? null,
    finishedAt: call.finished_at?.toISOString() ?? null,
  };
}
