import type { Approvers } from '@countersign/core';
import type { Call, Run } from '../../runs/run.ts';
import type { Sql } from '../../store/database.ts';

/** A human's yes to one exact call, not used yet. */
export interface ApprovedItem {
  itemId: string;
  /** What the card said. */
  title: string;
  materialHash: string | null;
  /** Who could decide when it was asked for. */
  approvers: Approvers;
}

const statement = /* sql */ `
select i.id, i.title, i.material_hash, i.approvers from countersign.approval_items i
join countersign.approval_requests q on q.tenant_id = i.tenant_id and q.id = i.request_id
where i.tenant_id = $1 and i.run_id = $2 and i.step_index = $3 and i.call_index = $4
  and i.call_hash = $5 and i.status = 'approved' and i.consumed_at is null and (q.expires_at is null or q.expires_at + (q.expires_at - q.created_at) > now())
order by i.decided_at desc limit 1`;

/**
 * Finds the approval of a call. A yes given in time may be used for once that time again: it may have had to wait for another
 * item of its request, whose own time had to run out first. The hash binds it to tool, contract version and input: a changed call finds none.
 */
export async function findApprovedItem(sql: Sql, run: Run, call: Call): Promise<ApprovedItem | undefined> {
  const { rows } = await sql<{ id: string; title: string; material_hash: string | null; approvers: Approvers }>(statement, [
    run.fence.tenantId,
    run.fence.runId,
    call.stepIndex,
    call.callIndex,
    call.inputHash,
  ]);
  return rows[0] && { itemId: rows[0].id, title: rows[0].title, materialHash: rows[0].material_hash, approvers: rows[0].approvers };
}

const consume = /* sql */ `
update countersign.approval_items set consumed_at = now()
where tenant_id = $1 and id = $2 and status = 'approved' and consumed_at is null returning id`;

/** Uses an approval up, in the transaction that starts its call. False: it is used already. */
export async function consumeApproval(sql: Sql, tenantId: string, itemId: string): Promise<boolean> {
  const { rows } = await sql(consume, [tenantId, itemId]);
  return rows.length > 0;
}

const withdraw = /* sql */ `
update countersign.approval_items set status = 'cancelled' where tenant_id = $1 and id = $2 and status = 'approved' and consumed_at is null`;

/** Takes a yes back whose facts have changed since: its call has to be asked for again. */
export async function withdrawApproval(sql: Sql, tenantId: string, itemId: string): Promise<void> {
  await sql(withdraw, [tenantId, itemId]);
}
