import type { Anomaly } from '@countersign/core';
import type { Context } from '../context.ts';
import type { Sql } from '../store/database.ts';
import { toJsonb } from '../store/to-jsonb.ts';

export interface Alert {
  tenantId: string;
  kind: 'destructive_requests' | Anomaly['kind'];
  /** What it is about: the id of a run. */
  subject: string;
  data: Record<string, unknown>;
}

const insert = /* sql */ `
insert into countersign.alerts (tenant_id, kind, hour, subject, data) values ($1, $2, date_trunc('hour', now()), $3, $4)
on conflict (tenant_id, kind, hour) do nothing returning at`;

/** Puts an alert on record and into the log, one of a kind an hour. False: there was one already. */
export async function raiseAlert(ctx: Context, sql: Sql, { tenantId, kind, subject, data }: Alert): Promise<boolean> {
  const { rows } = await sql(insert, [tenantId, kind, subject, toJsonb(data)]);
  if (rows.length > 0) ctx.options.logger.warn({ tenantId, kind, subject, ...data }, 'an alert was raised');
  return rows.length > 0;
}
