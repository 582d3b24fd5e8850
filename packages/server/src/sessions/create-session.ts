import { CountersignError, type Identity, type Principal } from '@countersign/core';
import type { CreateSession } from '@countersign/core/internal';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../context.ts';
import type { Sql } from '../store/database.ts';

const insert = /* sql */ `insert into countersign.sessions (tenant_id, id, agent, user_id) values ($1, $2, $3, $4)`;

/** Opens a conversation between a principal and an agent. @throws {CountersignError} `not_found` when there is no such agent */
export async function createSession(ctx: Context, principal: Principal, input: CreateSession): Promise<{ sessionId: string }> {
  requireAgent(ctx, input.agent);
  return ctx.tenant(principal.tenantId, async (sql) => ({ sessionId: await insertSession(sql, principal, input.agent) }));
}

export async function insertSession(sql: Sql, identity: Identity, agent: string): Promise<string> {
  const sessionId = uuidv7();
  await sql(insert, [identity.tenantId, sessionId, agent, identity.userId]);
  return sessionId;
}

export function requireAgent(ctx: Context, name: string): void {
  if (ctx.registry.agents.has(name)) return;
  throw new CountersignError('not_found', `There is no agent "${name}". Known: ${[...ctx.registry.agents.keys()].join(', ')}.`);
}
