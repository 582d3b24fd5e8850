import { CountersignError, type EventBody, node, type Principal } from '@countersign/core';
import type { MessageAccepted, ParsedRouteInput, PostMessage } from '@countersign/core/internal';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../context.ts';
import { canonicalHash } from '../store/canonical-hash.ts';
import { isPostgresError } from '../store/commit-step.ts';
import type { Sql } from '../store/database.ts';
import { toJsonb } from '../store/to-jsonb.ts';

/**
 * Takes a user's message in: the words, the run they cause and its wake-up, in one transaction. The same `clientMessageId`
 * again is the same message, and answers with the same run.
 */
const insert = /* sql */ `
with log as (
  update countersign.sessions s set last_seq = s.last_seq + 2, updated_at = now()
  where s.tenant_id = $1 and s.id = $2 and s.user_id = $3 returning s.last_seq - 1 as seq, s.agent),
message as (
  insert into countersign.messages (tenant_id, session_id, client_message_id, run_id, seq, content_hash)
  select $1, $2, $4, $5, log.seq, $6 from log),
run as (
  insert into countersign.runs (tenant_id, id, session_id, agent, user_id, cause, bounds)
  select $1, $5, $2, log.agent, $3, $7::jsonb || jsonb_build_object('seq', log.seq), '{}' from log),
said as (
  insert into countersign.events (tenant_id, session_id, seq, body)
  select $1, $2, log.seq + e.ordinality - 1, e.value from log, jsonb_array_elements($8::jsonb) with ordinality e),
recorded as (
  insert into countersign.audit (tenant_id, actor, action, subject, data)
  select $1, 'user:' || $3, 'run.requested', $5::text, jsonb_build_object('session', $2::text, 'by', 'message') from log)
select seq::int from log`;

const findEarlier = /* sql */ `
select m.run_id, m.seq::int as seq, m.content_hash from countersign.messages m
join countersign.sessions s on s.tenant_id = m.tenant_id and s.id = m.session_id and s.user_id = $4
where m.tenant_id = $1 and m.session_id = $2 and m.client_message_id = $3`;

interface NewMessage extends PostMessage {
  sessionId: string;
  runId: string;
  contentHash: string;
}

/** @throws {CountersignError} `not_found` for a session that is not this user's; `conflict` when the id was used for other words */
export async function postMessage(ctx: Context, principal: Principal, input: ParsedRouteInput<'postMessage'>): Promise<MessageAccepted> {
  const { tenantId } = principal;
  const { sessionId, text, pick } = input;
  const runId = uuidv7();
  const message: NewMessage = { ...input, runId, contentHash: canonicalHash({ text, pick: pick ?? null }) };
  try {
    const seq = await ctx.tenant(tenantId, async (sql) => {
      const inserted = await insertMessage(sql, principal, message);
      await ctx.enqueueWake(sql, tenantId, runId);
      return inserted;
    });
    ctx.wake(tenantId, runId);
    ctx.notify(tenantId, sessionId);
    return { runId, seq };
  } catch (error) {
    if (!isPostgresError(error, '23505', 'messages_pkey')) throw error;
    return findEarlierMessage(ctx, principal, message);
  }
}

async function insertMessage(sql: Sql, { tenantId, userId }: Principal, message: NewMessage): Promise<number> {
  const { sessionId, clientMessageId, runId, contentHash, text, pick } = message;
  const events: EventBody[] = [
    { type: 'ui.append', key: `message:${runId}`, runId, node: node('message', { role: 'user', text }) },
    { type: 'run.status', runId, status: 'pending' },
  ];
  const cause = pick ? { kind: 'message', text, pick } : { kind: 'message', text };
  const values = [tenantId, sessionId, userId, clientMessageId, runId, contentHash, toJsonb(cause), toJsonb(events)];
  const { rows } = await sql<{ seq: number }>(insert, values);
  if (!rows[0]) throw toNotFound(sessionId);
  return rows[0].seq;
}

async function findEarlierMessage(ctx: Context, { tenantId, userId }: Principal, message: NewMessage): Promise<MessageAccepted> {
  const { sessionId, clientMessageId, contentHash } = message;
  const { rows } = await ctx.tenant(tenantId, (sql) =>
    sql<{ run_id: string; seq: number; content_hash: string }>(findEarlier, [tenantId, sessionId, clientMessageId, userId]),
  );
  const earlier = rows[0];
  if (!earlier) throw toNotFound(sessionId);
  if (earlier.content_hash !== contentHash)
    throw new CountersignError('conflict', `clientMessageId "${clientMessageId}" was used for another message already. Choose a new id for new words.`);
  return { runId: earlier.run_id, seq: earlier.seq };
}

function toNotFound(sessionId: string): CountersignError {
  return new CountersignError('not_found', `You have no session ${sessionId}. Start one with POST /sessions.`);
}
