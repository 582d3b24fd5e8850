import { type CallResult, CountersignError, type Json, type Principal, type PromptView } from '@countersign/core';
import { type ErrorBody, type InvocationStatus, isSettled, ModelCall, type ParsedRouteInput } from '@countersign/core/internal';
import type { Context } from '../context.ts';
import { canonicalJson } from '../prompts/fence-data.ts';
import { hashText, type SectionName } from '../prompts/hash-section.ts';
import { renderPrompt } from '../prompts/render-prompt.ts';
import type { Sql } from '../store/database.ts';
import { requireRun } from './read-runs.ts';
import { toCallResult } from './run.ts';

const modelCall = /* sql */ `select model_call from countersign.steps where tenant_id = $1 and run_id = $2 and step_index = $3`;

const sectionBodies = /* sql */ `select hash, body from countersign.prompt_sections where tenant_id = $1 and hash = any($2::text[])`;

const results = /* sql */ `
select tool, status, input, output, error, is_replayed from countersign.invocations
where tenant_id = $1 and run_id = $2 and step_index < $3 order by step_index, call_index`;

interface ResultRow extends Record<string, unknown> {
  tool: string;
  status: InvocationStatus;
  input: unknown;
  output: unknown;
  error: ErrorBody | null;
  is_replayed: boolean;
}

/**
 * Renders the prompt of one step again from what is stored, and says whether it is the very one.
 *
 * @throws {CountersignError} `not_found` when the run is not the principal's own, or no model was asked in that step
 */
export async function readPrompt(ctx: Context, principal: Principal, { runId, step: stepIndex }: ParsedRouteInput<'readPrompt'>): Promise<PromptView> {
  return ctx.tenant(principal.tenantId, async (sql) => {
    await requireRun(sql, principal, runId);
    const { rows } = await sql<{ model_call: unknown }>(modelCall, [principal.tenantId, runId, stepIndex]);
    const call = ModelCall.safeParse(rows[0]?.model_call);
    if (!call.success) throw new CountersignError('not_found', `No model was asked in step ${stepIndex} of run ${runId}.`);
    const { promptHash, sections } = call.data;
    const bodies = await loadBodies(sql, principal.tenantId, sections);
    const before = (await loadResults(sql, principal.tenantId, runId, stepIndex)).slice(0, call.data.results);
    const prompt = renderPrompt(bodies, before);
    const tools: unknown = JSON.parse(bodies.tools);
    return {
      stepIndex,
      promptHash,
      isExact: hashText(canonicalJson({ prompt, tools })) === promptHash,
      sections: sections.map(({ name, hash }) => ({ name, hash, body: bodies[name as SectionName] })),
      prompt: JSON.parse(JSON.stringify(prompt)) as Json,
      tools: tools as Json,
    };
  });
}

async function loadBodies(sql: Sql, tenantId: string, sections: ModelCall['sections']): Promise<Record<SectionName, string>> {
  const { rows } = await sql<{ hash: string; body: string }>(sectionBodies, [tenantId, sections.map(({ hash }) => hash)]);
  const byHash = new Map(rows.map(({ hash, body }) => [hash, body]));
  const missing = sections.find(({ hash }) => !byHash.has(hash));
  if (missing) throw new CountersignError('not_found', `The section "${missing.name}" of this prompt is not stored any more.`);
  return Object.fromEntries(sections.map(({ name, hash }) => [name, byHash.get(hash)])) as Record<SectionName, string>;
}

async function loadResults(sql: Sql, tenantId: string, runId: string, stepIndex: number): Promise<CallResult[]> {
  const { rows } = await sql<ResultRow>(results, [tenantId, runId, stepIndex]);
  return rows
    .filter(({ status }) => isSettled(status))
    .map(({ tool, status, input, output, error, is_replayed }) =>
      toCallResult({ toolName: tool, status, raw: input, output, error: error ?? undefined, isReplayed: is_replayed }),
    );
}
