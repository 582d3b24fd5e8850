import { findSwitch, type KillSwitch } from '@countersign/core';
import type { Sql } from '../../store/database.ts';
import type { PolicyContext } from './policy-context.ts';

/** A run's agent, its tenant or everything is switched off. Thrown through the transaction of a call; the run pauses. */
export class SwitchedOffError extends Error {
  override readonly name = 'SwitchedOffError';
}

/** What a switch may stop. */
interface Switched {
  tenantId: string;
  agent: string;
  tool?: string;
}

/**
 * The switch that stops this, as the database has it. One that is known is read again, since it may have been lifted; one that is
 * not known yet is found by the commit, as a new policy is.
 */
export async function findSwitchNow({ policies }: PolicyContext, sql: Sql, what: Switched): Promise<KillSwitch | undefined> {
  const { tenantId } = what;
  const { off } = await policies.load(sql, tenantId);
  if (!findSwitch(off, what)) return undefined;
  policies.forget(tenantId);
  return findSwitch((await policies.load(sql, tenantId)).off, what);
}
