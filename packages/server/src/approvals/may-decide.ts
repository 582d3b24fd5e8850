import type { Principal } from '@countersign/core';
import type { Context } from '../context.ts';
import type { ItemRow, RequestRow } from './read-requests.ts';

/** Stands where no permission is known any more: who asked for the call decides. */
export const OWN = '';

/** May this principal decide on an item? Asked of the host, now. */
export async function mayDecide(ctx: Context, principal: Principal, request: Pick<RequestRow, 'requested_by'>, item: ItemRow): Promise<boolean> {
  return item.permission === OWN ? principal.userId === request.requested_by : ctx.options.can(principal, item.permission, item.input);
}
