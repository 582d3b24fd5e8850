import type { InvocationStatus } from '@countersign/core/internal';
import type { CallInHand, RunInHand } from '../runs/run.ts';
import type { Sql } from '../store/database.ts';

const statement = /* sql */ `
select status, generation, output from countersign.invocations
where tenant_id = $1 and tool = $2 and intent_key = $3 and not is_replayed and (run_id, step_index, call_index) <> ($4, $5, $6)
order by generation desc limit 1`;

/** The latest other call of the tenant with the same intent. */
export async function findIntent(
  sql: Sql,
  run: RunInHand,
  call: CallInHand,
): Promise<{ status: InvocationStatus; generation: number; output: unknown } | undefined> {
  const { rows } = await sql<{ status: InvocationStatus; generation: number; output: unknown }>(statement, [
    run.fence.tenantId,
    call.toolName,
    call.intentKey,
    run.fence.runId,
    call.stepIndex,
    call.callIndex,
  ]);
  return rows[0];
}
