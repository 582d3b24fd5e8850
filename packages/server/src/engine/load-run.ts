import { type Agent, type AnyTool, defineAgent, type ErrorBody, Impact, type InvocationStatus, isSettled, Proposal } from '@countersign/core';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { RunCause } from '../proposers/proposer.ts';
import type { Registry } from '../registry.ts';
import { type Call, type Run, toCallResult } from '../runs/run.ts';
import { countRecords } from '../runs/settle-call.ts';
import { createTracer } from '../runs/tracer.ts';
import { canonicalHash } from '../store/canonical-hash.ts';
import { emptyWrite } from '../store/commit-step.ts';
import type { Sql } from '../store/database.ts';
import { toCall } from '../tools/parse-call.ts';

/** A claimed run's own row. */
export interface RunRow {
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

/** Builds a run from its rows. All of it is read anew at every claim: another worker may have gone on with it. */
export async function loadRun(
  { options, registry }: Context,
  sql: Sql,
  { tenantId, runId, row }: { tenantId: string; runId: string; row: RunRow },
): Promise<Omit<Run, 'signal'>> {
  const agent = registry.agents.get(row.agent) ?? toRetiredAgent(row.agent);
  const loaded = row.step_count > 0 ? await loadSteps({ registry, agent }, sql, { tenantId, runId }) : noSteps;
  const cause = Cause.parse(row.cause);
  return {
    fence: { tenantId, runId, sessionId: row.session_id, epoch: row.epoch },
    identity: { tenantId, userId: row.user_id },
    agent,
    cause,
    causeSeq: cause.seq,
    startedAtMs: options.clock().getTime(),
    workedMs: row.worked_ms,
    stepCount: row.step_count,
    costMicros: row.cost_micros,
    unknownTools: row.unknown_tools,
    failures: row.failures,
    idleClaims: row.barren_claims,
    ...loaded,
    watchedFrom: loaded.results.length,
    resumedAt: row.resumed_at ?? undefined,
    storedSections: new Set(),
    tracer: createTracer(registry),
    write: emptyWrite,
  };
}

/** A run may outlive its agent's place in the code; without tools and steps left it ends itself in order. */
function toRetiredAgent(name: string): Agent {
  return {
    ...defineAgent({ name, description: '', tools: [] }),
    bounds: { maxSteps: 0, maxDurationMs: 0, maxCostMicros: 0, maxSameCalls: 0, maxUnknownTools: 1 },
  };
}

type LoadedSteps = Pick<Run, 'step' | 'progress' | 'results' | 'recordsTaken' | 'callHashes' | 'hasLooped' | 'deniedHashes'>;

const noSteps: LoadedSteps = { step: undefined, progress: undefined, results: [], recordsTaken: 0, callHashes: [], hasLooped: false, deniedHashes: new Set() };

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

/** The tools as they are now; what was called may have been others. */
interface Tools {
  registry: Registry;
  agent: Agent;
}

async function loadSteps(tools: Tools, sql: Sql, { tenantId, runId }: { tenantId: string; runId: string }): Promise<LoadedSteps> {
  const values = [tenantId, runId];
  const [last, all] = [await sql<{ step_index: number; proposal: unknown }>(lastStep, values), await sql<CallRow>(calls, values)];
  const stored = all.rows.map((row) => loadCall(tools, row));
  const latest = last.rows[0];
  if (!latest) return { ...noSteps, ...summarize(stored) };
  const { calls: proposed, isFinal, progress } = Proposal.parse(latest.proposal);
  const index = latest.step_index;
  const current = stored.filter((call) => call.stepIndex === index);
  // A call has a row from its own first commit on: those further back in the step are as they were proposed.
  const stepCalls = proposed.map(
    (call, callIndex) => current.find((known) => known.callIndex === callIndex) ?? toCall(tools, call, { stepIndex: index, callIndex }),
  );
  const added = stepCalls.filter((call) => !current.includes(call));
  return { progress, step: { index, isFinal, calls: stepCalls }, ...summarize([...stored, ...added]) };
}

function summarize(known: readonly Call[]): Omit<LoadedSteps, 'step' | 'progress'> {
  const hashed = known.filter(({ inputHash }) => inputHash !== null && inputHash !== '');
  return {
    results: known.filter(({ status }) => isSettled(status)).map(toCallResult),
    recordsTaken: known.filter(({ status }) => status === 'succeeded').reduce((sum, call) => sum + countRecords(call), 0),
    callHashes: hashed.map(({ inputHash }) => String(inputHash)),
    hasLooped: known.some(({ error }) => error?.code === 'repeated_call'),
    deniedHashes: new Set(hashed.filter(({ error }) => error?.code === 'approval_denied').map(({ inputHash }) => String(inputHash))),
  };
}

function loadCall({ registry, agent }: Tools, row: CallRow): Call {
  const tool = registry.findTool(agent, row.tool);
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
    inputHash: isSettled(row.status) ? row.input_hash : hashAnew(row, tool, parsed),
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
    repeats: 0,
  };
}

/**
 * The hash of an open call by the contract as it is now: of a changed version, so that an approval of the old one no longer
 * fits; null when the input does not parse any more, so that the call is refused.
 */
function hashAnew(row: CallRow, tool: AnyTool | undefined, parsed: z.ZodSafeParseResult<unknown> | undefined): string | null {
  if (!tool || !parsed?.success) return null;
  return tool.version === row.contract_version ? row.input_hash : canonicalHash({ tool: tool.name, version: tool.version, input: parsed.data });
}
