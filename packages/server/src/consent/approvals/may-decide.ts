import type { Approvers, Principal } from '@countersign/core';
import type { Context } from '../../context.ts';
import type { ItemRow, RequestRow } from './read-requests.ts';

/** Stands where no permission is known any more: who asked for the call decides. */
export const OWN = '';

interface Question {
  permission: string;
  approvers: Approvers;
  input: unknown;
  /** Who the call is made for. Left out: that is not asked. */
  requestedBy?: string;
}

/** May this principal approve such a call? The permission is asked of the host, now; roles and the rest are the tenant's rules. */
export async function mayApprove(ctx: Context, principal: Principal, { permission, approvers, input, requestedBy }: Question): Promise<boolean> {
  if (approvers.excludesRequester && principal.userId === requestedBy) return false;
  if (!approvers.roles.every((roles) => roles.some((role) => principal.roles.includes(role)))) return false;
  return permission === OWN ? principal.userId === requestedBy : ctx.options.can(principal, permission, input);
}

/** May this principal decide on an item? */
export function mayDecide(
  ctx: Context,
  principal: Principal,
  { request, item }: { request: Pick<RequestRow, 'requested_by'>; item: ItemRow },
): Promise<boolean> {
  return mayApprove(ctx, principal, { permission: item.permission, approvers: item.approvers, input: item.input, requestedBy: request.requested_by });
}
