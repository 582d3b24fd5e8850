import type { AlertView } from '@countersign/core';
import type { Context } from '../context.ts';
import type { Sql } from '../store/database.ts';
import { toJsonb } from '../store/to-jsonb.ts';

export interface Alert {
  tenantId: string;
  kind: AlertView['kind'];
  /** What it is about: the id of a run. */
  subject: string;
  /** What is unusual, in a sentence, and whose work it is. */
  data: { text: string; agent: string };
}

const insert = /* sql */ `
with raised as (
  insert into countersign.alerts (tenant_id, kind, hour, subject, data) values ($1, $2, date_trunc('hour', now()), $3, $4)
  on conflict (tenant_id, kind, hour) where acknowledged_at is null do nothing returning tenant_id, kind, subject, data),
recorded as (
  insert into countersign.audit (tenant_id, actor, action, subject, data) select tenant_id, 'system', 'alert.' || kind, subject, data from raised)
select from raised`;

/** Puts an alert on record and into the log: one of a kind an hour, and another once somebody has seen that one. False: there was one already. */
export async function raiseAlert(ctx: Context, sql: Sql, { tenantId, kind, subject, data }: Alert): Promise<boolean> {
  const { rows } = await sql(insert, [tenantId, kind, subject, toJsonb(data)]);
  if (rows.length > 0) ctx.options.logger.warn({ tenantId, kind, subject, ...data }, 'an alert was raised');
  return rows.length > 0;
}
