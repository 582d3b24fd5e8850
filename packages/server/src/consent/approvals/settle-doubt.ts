import type { EventBody, Json } from '@countersign/core';
import type { Context } from '../../context.ts';
import { resumeRun } from '../../runs/resume-run.ts';
import type { Call } from '../../runs/run.ts';
import { appendEvents } from '../../store/append-events.ts';
import type { Fence } from '../../store/commit-step.ts';
import type { Sql } from '../../store/database.ts';

const close = /* sql */ `
with closed as (
  update countersign.approval_requests q set is_open = false
  where q.tenant_id = $1 and q.run_id = $2 and q.step_index = $3 and q.kind = 'doubt' and q.is_open
    and exists (select from countersign.approval_items i where i.tenant_id = $1 and i.request_id = q.id and i.call_index = $4)
  returning q.id),
items as (
  update countersign.approval_items i set status = 'cancelled' from closed where i.tenant_id = $1 and i.request_id = closed.id and i.status = 'pending')
select id from closed`;

const takeBack = /* sql */ `
update countersign.runs set failures = greatest(0, failures - 1) where tenant_id = $1 and id = $2`;

/**
 * The target's answer arrived after a human had been asked: the question is withdrawn and the run goes on. Where it happened
 * after all, the failure that the doubt counted as is taken back.
 */
export async function settleDoubt(
  ctx: Context,
  sql: Sql,
  { fence, call }: { fence: Fence; call: Pick<Call, 'stepIndex' | 'callIndex' | 'status'> },
): Promise<void> {
  if (call.status === 'succeeded') await sql(takeBack, [fence.tenantId, fence.runId]);
  const { rows } = await sql<{ id: string }>(close, [fence.tenantId, fence.runId, call.stepIndex, call.callIndex]);
  const events = rows.map(
    ({ id }): EventBody => ({ type: 'ui.replace', key: `approval:${id}`, props: { status: 'cancelled' } satisfies Record<string, Json> }),
  );
  if (events.length > 0) await appendEvents(sql, fence, events);
  await resumeRun(ctx, sql, fence);
}
