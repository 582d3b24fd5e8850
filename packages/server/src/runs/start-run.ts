import { CountersignError, type EventBody, type Identity, node, type Principal, type RunStarted, type StartRun } from '@countersign/core';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../context.ts';
import type { RunCause } from '../proposers/proposer.ts';
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

type Schedule = NonNullable<Extract<RunCause, { kind: 'task' }>['schedule']>;

/**
 * Starts a run for a task. With an `idempotencyKey` two requests start one run.
 *
 * @throws {CountersignError} `not_found` for an unknown agent or intent or a session of somebody else; `conflict` when the key was used for another task
 */
export async function startRun(ctx: Context, principal: Principal, input: StartRun): Promise<RunStarted> {
  requireAgent(ctx, input.agent);
  requireIntent(ctx, input);
  return start(ctx, principal, input);
}

/**
 * Starts the run of a schedule for one person and one moment; a second time it is the same run. Who the person is by now is
 * not asked here: the run's first step asks, and where they are gone the run ends with that on record.
 */
export async function startScheduledRun(ctx: Context, identity: Identity, input: Omit<StartRun, 'idempotencyKey' | 'sessionId'>, schedule: Schedule) {
  return start(ctx, identity, { ...input, idempotencyKey: `$${schedule.name}@${schedule.at}` }, schedule);
}

async function start(ctx: Context, identity: Identity, input: StartRun, schedule?: Schedule): Promise<RunStarted> {
  const named = input.intent === undefined ? {} : { intent: input.intent };
  const contentHash = canonicalHash({ agent: input.agent, task: input.task, sessionId: input.sessionId ?? null, ...named });
  const runId = uuidv7();
  try {
    const sessionId = await ctx.tenant(identity.tenantId, (sql) => insertRun(ctx, sql, identity, { input, schedule, runId, contentHash }));
    ctx.wake(identity.tenantId, runId);
    ctx.notify(identity.tenantId, sessionId);
    return { runId, sessionId };
  } catch (error) {
    if (input.idempotencyKey === undefined || !isPostgresError(error, '23505', 'run_keys_pkey')) throw error;
    // A schedule whose words a deployment has changed between two attempts at one moment has had its run for that moment.
    return findEarlierRun(ctx, identity, input.idempotencyKey, schedule ? undefined : contentHash);
  }
}

function requireIntent(ctx: Context, { agent, intent }: StartRun): void {
  if (intent === undefined || ctx.registry.agents.get(agent)?.intents.some(({ name }) => name === intent)) return;
  throw new CountersignError('not_found', `The agent "${agent}" has no intent "${intent}".`);
}

interface NewRun {
  input: StartRun;
  schedule: Schedule | undefined;
  runId: string;
  contentHash: string;
}

async function insertRun(ctx: Context, sql: Sql, identity: Identity, { input, schedule, runId, contentHash }: NewRun): Promise<string> {
  const { tenantId, userId } = identity;
  if (input.sessionId !== undefined) await requireSession(sql, identity, input.sessionId);
  const sessionId = input.sessionId ?? (await insertSession(sql, identity, input.agent));
  if (input.idempotencyKey !== undefined) await sql(insertKey, [tenantId, userId, input.idempotencyKey, runId, sessionId, contentHash]);
  const asked = schedule ? node('notice', { level: 'info', text: `On schedule: ${input.task}` }) : node('message', { role: 'user', text: input.task });
  const events: EventBody[] = [
    { type: 'ui.append', key: `message:${runId}`, runId, node: asked },
    { type: 'run.status', runId, status: 'pending' },
  ];
  const audit = schedule
    ? { actor: `schedule:${schedule.name}`, data: { session: sessionId, by: 'schedule', user: userId, at: schedule.at } }
    : { actor: `user:${userId}`, data: { session: sessionId, by: 'task' } };
  const last = await appendEvents(sql, { tenantId, sessionId }, events, [{ action: 'run.requested', subject: runId, ...audit }]);
  const { task, intent } = input;
  const cause = { kind: 'task', task, ...(intent !== undefined && { intent }), ...(schedule && { schedule }), seq: (last ?? 2) - 1 };
  await sql(insert, [tenantId, runId, sessionId, input.agent, userId, toJsonb(cause)]);
  await ctx.enqueueWake(sql, tenantId, runId);
  return sessionId;
}

async function findEarlierRun(ctx: Context, identity: Identity, key: string, contentHash: string | undefined): Promise<RunStarted> {
  const { rows } = await ctx.tenant(identity.tenantId, (sql) =>
    sql<{ run_id: string; session_id: string; content_hash: string }>(findKey, [identity.tenantId, identity.userId, key]),
  );
  const earlier = rows[0];
  if (!earlier || (contentHash !== undefined && earlier.content_hash !== contentHash))
    throw new CountersignError('conflict', `idempotencyKey "${key}" was used for another task already. Choose a new key.`);
  return { runId: earlier.run_id, sessionId: earlier.session_id };
}
