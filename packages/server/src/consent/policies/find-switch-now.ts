import { findSwitch, type KillSwitch } from '@countersign/core/internal';
import type { Context } from '../../context.ts';
import type { Sql } from '../../store/database.ts';

/** A run's agent, its tenant or everything is switched off. Thrown through the transaction of a call; the run pauses. */
export class SwitchedOffError extends Error {
  override readonly name = 'SwitchedOffError';
}

/**
 * The switch that stops this, as the database has it. One that is known is read again, since it may have been lifted; one that is
 * not known yet is found by the commit, as a new policy is.
 */
export async function findSwitchNow(ctx: Context, sql: Sql, tenantId: string, what: { agent: string; tool?: string }): Promise<KillSwitch | undefined> {
  const { off } = await ctx.policies.load(sql, tenantId);
  if (!findSwitch(off, what)) return undefined;
  ctx.policies.forget(tenantId);
  return findSwitch((await ctx.policies.load(sql, tenantId)).off, what);
}
