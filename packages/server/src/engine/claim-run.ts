import { type Agent, type AnyTool, type CallResult, defineAgent, Impact, Proposal } from '@countersign/core';
import { type ErrorBody, type InvocationStatus, isSettled, type PlannedProgress } from '@countersign/core/internal';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { RunCause } from '../proposers/proposer.ts';
import { type CallInHand, type RunInHand, toCallResult } from '../runs/run.ts';
import { canonicalHash } from '../store/canonical-hash.ts';
import { emptyWrite } from '../store/commit-step.ts';
import type { Sql } from '../store/database.ts';
import { countRecords } from '../tools/is-batch.ts';
import { toCallInHand } from '../tools/parse-call.ts';

const columns = /* sql */ `session_id, agent, user_id, cause, epoch, step_count, cost_micros::float8, unknown_tools, failures, barren_claims, resumed_at,
  (worked_ms + coalesce(extract(epoch from now() - active_since), 0) * 1000)::float8 as worked_ms`;

/**
 * Takes a run: only a pending one, or one whose lease ran out. The lease must carry the run's epoch, so that of two workers
 * that see the same expired lease the second finds the epoch moved on and leaves the first alone.
 */
const claim = /* sql */ `
with claimed as (
  update countersign.runs r set status = 'running', epoch = r.epoch + 1, barren_claims = r.barren_claims + 1,
    /* a model call that nobody settled: the worker died on it, and it may have cost all that was held for it */
    cost_micros = r.cost_micros + r.reserved_micros, reserved_micros = 0, active_since = coalesce(r.active_since, now()), updated_at = now()
  where r.tenant_id = $1 and r.id = $2 and (r.status = 'pending' or (r.status = 'running' and exists (
    select from countersign.leases l where l.tenant_id = r.tenant_id and l.run_id = r.id and l.epoch = r.epoch and l.expires_at <= now())))
  returning r.*),
leased as (
  insert into countersign.leases (tenant_id, run_id, worker_id, epoch, expires_at)
  select tenant_id, id, $3, epoch, now() + $4 * interval '1 millisecond' from claimed
  on conflict (tenant_id, run_id) do update set worker_id = excluded.worker_id, epoch = excluded.epoch, expires_at = excluded.expires_at),
log as (
  update countersign.sessions s set last_seq = s.last_seq + 1, updated_at = now()
  from claimed c where s.tenant_id = c.tenant_id and s.id = c.session_id returning s.last_seq),
said as (
  insert into countersign.events (tenant_id, session_id, seq, body)
  select c.tenant_id, c.session_id, log.last_seq, jsonb_build_object('type', 'run.status', 'runId', c.id, 'status', 'running') from claimed c, log)
select ${columns} from claimed`;

const ended = /* sql */ `select ${columns} from countersign.runs where tenant_id = $1 and id = $2 and finished_at is not null`;

interface ClaimedRow {
  session_id: string;
  agent: string;
  user_id: string;
  cause: unknown;
  epoch: number;
  step_count: number;
  cost_micros: number;
  unknown_tools: number;
  failures: number;
  barren_claims: number;
  resumed_at: Date | null;
  worked_ms: number;
}

const Cause = z.intersection(RunCause, z.object({ seq: z.number().default(0) }));

/** Claims a run and loads it. Undefined: somebody else has it, or there is nothing to do. */
export async function claimRun(ctx: Context, tenantId: string, runId: string): Promise<RunInHand | undefined> {
  const { leaseMs } = ctx.options.worker;
  const claimed = await ctx.tenant(tenantId, async (sql) => {
    const { rows } = await sql<ClaimedRow>(claim, [tenantId, runId, ctx.leases.workerId, leaseMs]);
    return rows[0] && loadRun(ctx, sql, { tenantId, runId }, rows[0]);
  });
  // Held only once the claim is committed: a lease that nobody works under has to run out.
  return claimed && { ...claimed, signal: ctx.leases.hold(claimed.fence) };
}

/** Loads a run that has ended, without claiming it: nothing can be committed to it any more. Undefined: it has not ended. */
export async function loadEndedRun(ctx: Context, tenantId: string, runId: string): Promise<RunInHand | undefined> {
  const run = await ctx.tenant(tenantId, async (sql) => {
    const { rows } = await sql<ClaimedRow>(ended, [tenantId, runId]);
    return rows[0] && loadRun(ctx, sql, { tenantId, runId }, rows[0]);
  });
  return run && { ...run, signal: new AbortController().signal };
}

async function loadRun(ctx: Context, sql: Sql, { tenantId, runId }: { tenantId: string; runId: string }, row: ClaimedRow): Promise<Omit<RunInHand, 'signal'>> {
  const agent = ctx.registry.agents.get(row.agent) ?? toRetiredAgent(row.agent);
  const loaded = row.step_count > 0 ? await loadSteps(ctx, sql, agent, tenantId, runId) : emptySteps();
  const cause = Cause.parse(row.cause);
  return {
    fence: { tenantId, runId, sessionId: row.session_id, epoch: row.epoch },
    identity: { tenantId, userId: row.user_id },
    agent,
    cause,
    causeSeq: cause.seq,
    startedAtMs: ctx.options.clock().getTime(),
    workedMs: row.worked_ms,
    stepCount: row.step_count,
    costMicros: row.cost_micros,
    unknownTools: row.unknown_tools,
    failures: row.failures,
    barrenClaims: row.barren_claims,
    ...loaded,
    watchedFrom: loaded.results.length,
    resumedAt: row.resumed_at ?? undefined,
    storedSections: new Set(),
    write: emptyWrite(),
  };
}

/** A run may outlive its agent's place in the code; without tools and steps left it ends itself in order. */
function toRetiredAgent(name: string): Agent {
  return {
    ...defineAgent({ name, description: '', tools: [] }),
    bounds: { maxSteps: 0, maxDurationMs: 0, maxCostMicros: 0, maxSameCalls: 0, maxUnknownTools: 1 },
  };
}

interface LoadedSteps {
  step: RunInHand['step'];
  progress: PlannedProgress | undefined;
  results: CallResult[];
  recordsTaken: number;
  callCounts: Map<string, number>;
  hasLooped: boolean;
  deniedHashes: Set<string>;
}

const emptySteps = (): LoadedSteps => ({
  step: undefined,
  progress: undefined,
  results: [],
  recordsTaken: 0,
  callCounts: new Map(),
  hasLooped: false,
  deniedHashes: new Set(),
});

const calls = /* sql */ `
select step_index, call_index, tool, contract_version, status, input, input_hash, intent_key, generation, output, error, is_replayed, allowed_by,
  impact, started_at, deadline_at
from countersign.invocations where tenant_id = $1 and run_id = $2 order by step_index, call_index`;

interface CallRow {
  step_index: number;
  call_index: number;
  tool: string;
  contract_version: number;
  status: InvocationStatus;
  input: unknown;
  input_hash: string | null;
  intent_key: string | null;
  generation: number;
  output: unknown;
  error: ErrorBody | null;
  is_replayed: boolean;
  allowed_by: string | null;
  impact: unknown;
  started_at: Date | null;
  deadline_at: Date | null;
}

const lastStep = /* sql */ `
select step_index, proposal from countersign.steps where tenant_id = $1 and run_id = $2 order by step_index desc limit 1`;

async function loadSteps(ctx: Context, sql: Sql, agent: Agent, tenantId: string, runId: string): Promise<LoadedSteps> {
  const [last, all] = [await sql<{ step_index: number; proposal: unknown }>(lastStep, [tenantId, runId]), await sql<CallRow>(calls, [tenantId, runId])];
  const loaded = emptySteps();
  const inHand = all.rows.map((row) => loadCall(ctx, agent, row));
  const step = last.rows[0];
  if (step) {
    const { calls: proposed, isFinal, progress } = Proposal.parse(step.proposal);
    loaded.progress = progress;
    const place = (callIndex: number) => ({ stepIndex: step.step_index, callIndex });
    const current = inHand.filter((call) => call.stepIndex === step.step_index);
    // A call has a row from its own first commit on: those further back in the step are as they were proposed.
    const find = (callIndex: number) => current.find((call) => call.callIndex === callIndex);
    const calls = proposed.map((call, callIndex) => find(callIndex) ?? toCallInHand(ctx.registry, agent, call, place(callIndex)));
    loaded.step = { index: step.step_index, isFinal, calls };
    inHand.push(...calls.filter((call) => !current.includes(call)));
  }
  for (const call of inHand) {
    if (isSettled(call.status)) loaded.results.push(toCallResult(call));
    if (call.status === 'succeeded') loaded.recordsTaken += countRecords(call);
    if (call.inputHash) loaded.callCounts.set(call.inputHash, (loaded.callCounts.get(call.inputHash) ?? 0) + 1);
    if (call.error?.code === 'repeated_call') loaded.hasLooped = true;
    if (call.error?.code === 'approval_denied' && call.inputHash) loaded.deniedHashes.add(call.inputHash);
  }
  return loaded;
}

function loadCall(ctx: Context, agent: Agent, row: CallRow): CallInHand {
  const tool = ctx.registry.findTool(agent, row.tool);
  const parsed = tool?.input.safeParse(row.input);
  return {
    stepIndex: row.step_index,
    callIndex: row.call_index,
    toolName: row.tool,
    tool,
    contractVersion: tool?.version ?? row.contract_version,
    status: row.status,
    raw: row.input,
    input: parsed?.success ? parsed.data : undefined,
    inputHash: isSettled(row.status) ? row.input_hash : hashAnew(tool, row, parsed),
    repaired: undefined,
    intentKey: row.intent_key,
    generation: row.generation,
    output: row.output,
    error: row.error ?? undefined,
    isReplayed: row.is_replayed,
    allowedBy: row.allowed_by,
    title: undefined,
    impact: Impact.safeParse(row.impact).data,
    startedAt: row.started_at ?? undefined,
    deadlineAt: row.deadline_at ?? undefined,
  };
}

/**
 * The hash of an open call by the contract as it is now: of a changed version, so that an approval of the old one no longer
 * fits; null when the input does not parse any more, so that the call is refused.
 */
function hashAnew(tool: AnyTool | undefined, row: CallRow, parsed: z.ZodSafeParseResult<unknown> | undefined): string | null {
  if (!tool || !parsed?.success) return null;
  return tool.version === row.contract_version ? row.input_hash : canonicalHash({ tool: tool.name, version: tool.version, input: parsed.data });
}
