import type { Principal } from '@countersign/core';
import type { Context } from '../context.ts';
import { appendEvents } from '../store/append-events.ts';
import type { Sql } from '../store/database.ts';
import { requireSession } from './require-session.ts';

/** What a host's service did with a panel that the agent had opened. */
export interface GoalCompletion {
  sessionId: string;
  /** Key of the panel-open-command the form came from. */
  key?: string;
  panel: string;
  recordId: string;
  /** One sentence for the conversation: what was saved. */
  summary: string;
}

/**
 * Tells a session that its goal is reached: a fact of the domain, so the host's service tells it, inside the transaction
 * that makes it true. The panel's closing is the user interface's to tell.
 *
 * @throws {CountersignError} `not_found` when the session is not the principal's
 */
export async function completeGoal(ctx: Context, principal: Principal, goal: GoalCompletion, sql: Sql): Promise<void> {
  await requireSession(sql, principal, goal.sessionId);
  const { sessionId, key, panel, recordId, summary } = goal;
  const body = { type: 'goal.complete', panel, recordId, summary } as const;
  const actor = `user:${principal.userId}`;
  await appendEvents(
    sql,
    { tenantId: principal.tenantId, sessionId },
    [key === undefined ? body : { ...body, key }],
    [{ actor, action: 'goal.complete', subject: recordId, data: { session: sessionId, panel, key: key ?? null } }],
  );
  await ctx.notifyIn(sql, principal.tenantId, sessionId);
}
