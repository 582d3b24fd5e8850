import type { EventBody } from '@countersign/core';
import type { AuditRow } from './commit-step.ts';
import type { Sql } from './database.ts';
import { toJsonb } from './to-jsonb.ts';

const statement = /* sql */ `
with log as (
  update countersign.sessions s set last_seq = s.last_seq + $3, updated_at = now()
  where s.tenant_id = $1 and s.id = $2 returning s.last_seq - $3 as base),
said as (
  insert into countersign.events (tenant_id, session_id, seq, body)
  select $1, $2, log.base + e.ordinality, e.value from log, jsonb_array_elements($4::jsonb) with ordinality e),
recorded as (
  insert into countersign.audit (tenant_id, actor, action, subject, data)
  select $1, a.actor, a.action, a.subject, a.data from log, jsonb_to_recordset($5::jsonb) as a(actor text, action text, subject text, data jsonb))
select base::int from log`;

/**
 * Appends to a session's log outside a step: facts of people, not of the agent. The update of `last_seq` is what keeps
 * `seq` gapless: it locks the session until the transaction ends.
 *
 * @returns the `seq` of the last event written; undefined when the session does not exist
 */
export async function appendEvents(
  sql: Sql,
  at: { tenantId: string; sessionId: string },
  events: readonly EventBody[],
  audit: readonly AuditRow[] = [],
): Promise<number | undefined> {
  const { rows } = await sql<{ base: number }>(statement, [at.tenantId, at.sessionId, events.length, toJsonb(events), toJsonb(audit)]);
  return rows[0] && rows[0].base + events.length;
}
