import { anyApprover, type EventBody } from '@countersign/core';
import { v7 as uuidv7 } from 'uuid';
import type { Call, Run } from '../../runs/run.ts';
import { toWords } from '../../runs/to-words.ts';
import type { Sql } from '../../store/database.ts';
import { toJson } from '../../store/to-jsonb.ts';
import { insertRequest, type NewItem, toApprovalEvent } from './insert-request.ts';
import { OWN } from './may-decide.ts';

const findPermission = /* sql */ `
select permission from countersign.approval_items where tenant_id = $1 and run_id = $2 and step_index = $3 and call_index = $4 limit 1`;

/**
 * Asks a human whether a call that left no result took effect. Has no expiry: a doubt does not settle itself. Also for a
 * tool that a deployment has taken away: then whoever could have approved the call decides, or else who asked for it.
 */
export async function requestDoubt(sql: Sql, run: Run, call: Call): Promise<EventBody> {
  const { tool, toolName } = call;
  const item: NewItem = {
    id: uuidv7(),
    call,
    risk: tool?.risk ?? 'irreversible',
    permission: tool?.approvalPermission ?? (await findEarlierPermission(sql, run, call)) ?? OWN,
    title: `Did this happen? ${toWords(toolName)}`,
    preview: toJson(call.input ?? call.raw),
    ruling: { asking: [], approvers: anyApprover },
    origins: [],
    conditions: null,
    materialHash: null,
  };
  const request = { requestId: uuidv7(), kind: 'doubt' as const, expiresAt: null, items: [item] };
  await insertRequest(sql, run, request);
  return toApprovalEvent(run, request);
}

async function findEarlierPermission(sql: Sql, { fence }: Run, call: Call): Promise<string | undefined> {
  const { rows } = await sql<{ permission: string }>(findPermission, [fence.tenantId, fence.runId, call.stepIndex, call.callIndex]);
  return rows[0]?.permission;
}
