import { CountersignError, type Identity } from '@countersign/core';
import type { Sql } from '../store/database.ts';

const statement = /* sql */ `select last_seq::int as last from countersign.sessions where tenant_id = $1 and id = $2 and user_id = $3`;

/** Checks that a session is this principal's own. Another user's is not told from one that does not exist. */
export async function requireSession(sql: Sql, identity: Identity, sessionId: string): Promise<{ last: number }> {
  const { rows } = await sql<{ last: number }>(statement, [identity.tenantId, sessionId, identity.userId]);
  if (!rows[0]) throw new CountersignError('not_found', `You have no session ${sessionId}. Start one with POST /sessions.`);
  return rows[0];
}
