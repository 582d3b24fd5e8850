import { type EventBody, node } from '@countersign/core';
import { raiseAlert } from '../alerts/raise-alert.ts';
import type { Context } from '../context.ts';
import type { Run } from '../runs/run.ts';
import type { Sql } from '../store/database.ts';

/** More requests than this for something that cannot be taken back, of one tenant within an hour, are worth a look. */
const MAX_PER_HOUR = 10;

const count = /* sql */ `
select count(*)::int as requests from countersign.approval_requests q
join countersign.approval_items i on i.tenant_id = q.tenant_id and i.request_id = q.id and i.risk in ('destructive', 'irreversible')
where q.tenant_id = $1 and q.created_at > now() - interval '1 hour' and q.kind = 'call'`;

/** Raises an alert where a tenant is asked for too much at once: a proposer that keeps asking hopes for a tired yes. Returns what the log says of it. */
export async function alertOfRequests(ctx: Context, sql: Sql, { run, added }: { run: Run; added: number }): Promise<EventBody | undefined> {
  if (added === 0) return undefined;
  const { tenantId, runId } = run.fence;
  const { rows } = await sql<{ requests: number }>(count, [tenantId]);
  const requests = rows[0]?.requests ?? 0;
  if (requests <= MAX_PER_HOUR) return undefined;
  const text = `${requests} approvals of things that cannot be taken back were asked for within an hour. Look at each before you approve it.`;
  const isRaised = await raiseAlert(ctx, sql, { tenantId, kind: 'destructive_requests', subject: runId, data: { text, agent: run.agent.name } });
  if (!isRaised) return undefined;
  return { type: 'ui.append', key: `alert:${runId}/${run.step?.index}`, runId, node: node('notice', { level: 'warning', text }) };
}
