import type { Principal } from '@countersign/core';
import type { ListSessions, RouteReply } from '@countersign/core/internal';
import type { z } from 'zod';
import type { Context } from '../context.ts';

const statement = /* sql */ `
select id, agent, last_seq::int as last, created_at, updated_at from countersign.sessions
where tenant_id = $1 and user_id = $2 and ($3::text is null or agent = $3)
  /* a session of a task was opened in the transaction that started its run, so the two have one instant */
  and ($5 = 'all' or not exists (select from countersign.runs r where r.tenant_id = sessions.tenant_id and r.user_id = sessions.user_id
    and r.created_at = sessions.created_at and r.session_id = sessions.id and r.cause->>'kind' <> 'message'))
order by created_at desc limit $4`;

interface Row {
  id: string;
  agent: string;
  last: number;
  created_at: Date;
  updated_at: Date;
}

/** The principal's own sessions, newest first. */
export async function listSessions(ctx: Context, principal: Principal, query: z.output<typeof ListSessions>): Promise<RouteReply<'listSessions'>> {
  const { rows } = await ctx.tenant(principal.tenantId, (sql) =>
    sql<Row & Record<string, unknown>>(statement, [principal.tenantId, principal.userId, query.agent ?? null, query.limit, query.kind]),
  );
  const sessions = rows.map((row) => ({
    sessionId: row.id,
    agent: row.agent,
    last: row.last,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }));
  return { sessions };
}
