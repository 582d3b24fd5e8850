import { CountersignError, type EventBody, node, type Principal, type RunStarted, type StartRun } from '@countersign/core';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../context.ts';
import { insertSession, requireAgent } from '../sessions/create-session.ts';
import { requireSession } from '../sessions/require-session.ts';
import { appendEvents } from '../store/append-events.ts';
import { canonicalHash } from '../store/canonical-hash.ts';
import { isPostgresError } from '../store/commit-step.ts';
import type { Sql } from '../store/database.ts';
import { toJsonb } from '../store/to-jsonb.ts';

const insert = /* sql */ `
insert into countersign.runs (tenant_id, id, session_id, agent, user_id, cause, bounds) values ($1, $2, $3, $4, $5, $6, '{}')`;

const insertKey = /* sql */ `
insert into countersign.run_keys (tenant_id, user_id, idempotency_key, run_id, session_id, content_hash) values ($1, $2, $3, $4, $5, $6)`;

const findKey = /* sql */ `
select run_id, session_id, content_hash from countersign.run_keys where tenant_id = $1 and user_id = $2 and idempotency_key = $3`;

/**
 * Starts a run for a task. With an `idempotencyKey` two requests start one run.
 *
 * @throws {CountersignError} `not_found` for an unknown agent or a session of somebody else; `conflict` when the key was used for another task
 */
export async function startRun(ctx: Context, principal: Principal, input: StartRun): Promise<RunStarted> {
  requireAgent(ctx, input.agent);
  const contentHash = canonicalHash({ agent: input.agent, task: input.task, sessionId: input.sessionId ?? null });
  const runId = uuidv7();
  try {
    const sessionId = await ctx.tenant(principal.tenantId, (sql) => insertRun(ctx, sql, principal, input, { runId, contentHash }));
    ctx.kick(principal.tenantId, runId);
    ctx.touched(principal.tenantId, sessionId);
    return { runId, sessionId };
  } catch (error) {
    if (input.idempotencyKey === undefined || !isPostgresError(error, '23505', 'run_keys_pkey')) throw error;
    return findEarlierRun(ctx, principal, input.idempotencyKey, contentHash);
  }
}

async function insertRun(ctx: Context, sql: Sql, principal: Principal, input: StartRun, ids: { runId: string; contentHash: string }): Promise<string> {
  const { tenantId, userId } = principal;
  const { runId } = ids;
  if (input.sessionId !== undefined) await requireSession(sql, principal, input.sessionId);
  const sessionId = input.sessionId ?? (await insertSession(sql, principal, input.agent));
  if (input.idempotencyKey !== undefined) await sql(insertKey, [tenantId, userId, input.idempotencyKey, runId, sessionId, ids.contentHash]);
  const events: EventBody[] = [
    { type: 'ui.append', key: `message:${runId}`, runId, node: node('message', { role: 'user', text: input.task }) },
    { type: 'run.status', runId, status: 'pending' },
  ];
  const audit = { actor: `user:${userId}`, action: 'run.requested', subject: runId, data: { session: sessionId, by: 'task' } };
  const last = await appendEvents(sql, { tenantId, sessionId }, events, [audit]);
  await sql(insert, [tenantId, runId, sessionId, input.agent, userId, toJsonb({ kind: 'task', task: input.task, seq: (last ?? 2) - 1 })]);
  await ctx.enqueueWake(sql, tenantId, runId);
  return sessionId;
}

async function findEarlierRun(ctx: Context, principal: Principal, key: string, contentHash: string): Promise<RunStarted> {
  const { rows } = await ctx.tenant(principal.tenantId, (sql) =>
    sql<{ run_id: string; session_id: string; content_hash: string }>(findKey, [principal.tenantId, principal.userId, key]),
  );
  const earlier = rows[0];
  if (earlier?.content_hash !== contentHash)
    throw new CountersignError('conflict', `idempotencyKey "${key}" was used for another task already. Choose a new key.`);
  return { runId: earlier.run_id, sessionId: earlier.session_id };
}
