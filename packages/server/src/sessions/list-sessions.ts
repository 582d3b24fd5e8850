import type { ListSessions, Principal, SessionSummary } from '@countersign/core';
import type { z } from 'zod';
import type { Context } from '../context.ts';

const statement = /* sql */ `
select id, agent, opened_by, last_seq::int as last, created_at, updated_at from countersign.sessions
where tenant_id = $1 and user_id = $2 and ($3::text is null or agent = $3) and ($4::text is null or opened_by = $4)
order by created_at desc limit $5`;

interface Row {
  id: string;
  agent: string;
  opened_by: SessionSummary['openedBy'];
  last: number;
  created_at: Date;
  updated_at: Date;
}

/** The principal's own sessions, newest first. */
export async function listSessions(ctx: Context, principal: Principal, query: z.output<typeof ListSessions>): Promise<SessionSummary[]> {
  const { rows } = await ctx.tenant(principal.tenantId, (sql) =>
    sql<Row & Record<string, unknown>>(statement, [principal.tenantId, principal.userId, query.agent ?? null, query.openedBy ?? null, query.limit]),
  );
  return rows.map((row) => ({
    sessionId: row.id,
    agent: row.agent,
    openedBy: row.opened_by,
    last: row.last,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }));
}
