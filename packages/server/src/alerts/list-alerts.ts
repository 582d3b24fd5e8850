import { type AlertList, AlertView, type Principal } from '@countersign/core';
import type { ListAlerts } from '@countersign/core/internal';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { requireAccess } from '../require-access.ts';
import { cursorTime, fromCursor, toCursor } from '../store/cursor.ts';

/** An alert as its row has it. */
export interface AlertRow extends Record<string, unknown> {
  id: string;
  kind: string;
  at: Date;
  subject: string;
  data: unknown;
  user_id: string | null;
  run_status: string | null;
  acknowledged_at: Date | null;
  acknowledged_by: string | null;
}

/** Alerts `a` with the run each is about. */
export const selectAlerts = /* sql */ `
select a.id, a.kind, a.at, a.subject, a.data, a.acknowledged_at, a.acknowledged_by, r.user_id, r.status as run_status, ${cursorTime.replaceAll('created_at', 'a.at')} as cursor_at
from countersign.alerts a left join countersign.runs r on r.tenant_id = a.tenant_id and r.id = a.subject::uuid`;

const page = /* sql */ `
${selectAlerts}
where a.tenant_id = $1 and ($2 = 'all' or a.acknowledged_at is null) and ($3::timestamptz is null or (a.at, a.id) < ($3::timestamptz, $4::uuid))
order by a.at desc, a.id desc limit $5`;

/** The alerts of the tenant, newest first. @throws {CountersignError} `permission_denied` */
export async function listAlerts(ctx: Context, principal: Principal, { status, cursor, limit }: z.output<typeof ListAlerts>): Promise<AlertList> {
  await requireAccess(ctx, principal, 'alerts:read');
  const { tenantId } = principal;
  const from = fromCursor(cursor);
  const values = [tenantId, status, from?.at ?? null, from?.id ?? null, limit + 1];
  const { rows } = await ctx.tenant(tenantId, (sql) => sql<AlertRow & { cursor_at: string }>(page, values));
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { alerts: shown.map(toAlertView), next: rows.length > limit && last ? toCursor(last.cursor_at, last.id) : null };
}

/** What `raiseAlert` puts down beside kind and subject. Those of requests had no text at first. */
const AlertData = z.object({
  text: z.string().default('Many approvals of things that cannot be taken back were asked for within an hour.'),
  agent: z.string(),
});

export function toAlertView(row: AlertRow): AlertView {
  const { text, agent } = AlertData.parse(row.data);
  return {
    alertId: row.id,
    kind: AlertView.shape.kind.parse(row.kind),
    at: row.at.toISOString(),
    text,
    agent,
    runId: row.subject,
    userId: row.user_id,
    runStatus: AlertView.shape.runStatus.parse(row.run_status),
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
    acknowledgedBy: row.acknowledged_by,
  };
}
