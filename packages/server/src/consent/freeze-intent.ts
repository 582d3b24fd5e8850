import { type InvocationStatus, toErrorBody } from '@countersign/core';
import type { Call } from '../runs/run.ts';
import { askTool } from '../tools/ask-tool.ts';
import { toToolFailure } from '../tools/run-tool.ts';
import type { Judgement, Question } from './judgement.ts';

const statement = /* sql */ `
select status, generation, output from countersign.invocations
where tenant_id = $1 and tool = $2 and intent_key = $3 and not is_replayed and (run_id, step_index, call_index) <> ($4, $5, $6)
order by generation desc limit 1`;

/** The latest other call of the tenant with the same intent. */
async function findIntent({ sql, run }: Question, call: Call) {
  const { tenantId, runId } = run.fence;
  const values = [tenantId, call.toolName, call.intentKey, runId, call.stepIndex, call.callIndex];
  const { rows } = await sql<{ status: InvocationStatus; generation: number; output: unknown }>(statement, values);
  return rows[0];
}

/**
 * Step 4: works out the call's intent and freezes it: an approval may be used the day after it was asked for, and "today" must not
 * make a new intent of it then. A judgement comes with it where the same intent has been there already.
 */
export async function freezeIntent(question: Question): Promise<{ call: Call; judgement?: Judgement }> {
  const { tool, toolCtx, call: given } = question;
  if (!tool.intentKey) return { call: given };
  let call = given;
  if (call.intentKey === null) {
    const key = await askTool(question, () => tool.intentKey?.(call.input, toolCtx));
    if (key.type !== 'ok')
      return { call, judgement: { type: 'refuse', status: 'failed', error: key.type === 'refused' ? key.error : toToolFailure(tool.name) } };
    call = { ...call, intentKey: JSON.stringify(key.value) };
  }
  const found = await findIntent(question, call);
  if (!found) return { call };
  switch (found.status) {
    case 'succeeded':
      return { call, judgement: { type: 'replay', output: found.output } };
    case 'in_doubt': {
      const error = toErrorBody('in_doubt', `An earlier ${tool.name} with the same intent may or may not have happened. A human has to settle it first.`);
      return { call: withoutIntent(call), judgement: { type: 'refuse', status: 'failed', error } };
    }
    case 'failed':
    case 'denied':
    case 'compensated':
    case 'cancelled':
      return { call: call.status === 'proposed' ? { ...call, generation: found.generation + 1 } : call };
    default: {
      const error = toErrorBody('in_progress', `The same ${tool.name} is already under way (${found.status}).`);
      return { call: withoutIntent(call), judgement: { type: 'refuse', status: 'failed', error } };
    }
  }
}

/** The intent stays the other call's. */
export const withoutIntent = (call: Call): Call => ({ ...call, intentKey: null });
