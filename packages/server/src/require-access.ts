import { CountersignError, type Principal } from '@countersign/core';
import type { Context } from './context.ts';

/** What of an organisation is governed by permissions of its own, as it is called in a sentence. */
const nouns = { policies: 'rules', switches: 'kill switches', alerts: 'alerts' } as const;

/** @throws {CountersignError} `permission_denied` */
export async function requireAccess(ctx: Context, principal: Principal, permission: `${keyof typeof nouns}:${'read' | 'write'}`): Promise<void> {
  if (await ctx.options.can(principal, permission)) return;
  const noun = nouns[permission.split(':')[0] as keyof typeof nouns];
  throw new CountersignError('permission_denied', `The ${noun} of this organisation need the permission "${permission}", which you do not have.`);
}
