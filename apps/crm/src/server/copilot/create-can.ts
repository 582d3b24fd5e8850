import { CountersignError } from '@countersign/core';
import type { CountersignOptions, HostDatabase } from '@countersign/server';
import { type Actor, hasPermission } from '../auth/require-permission.ts';
import { RefundInput } from '../invoices/final-tools.ts';
import { getInvoice } from '../invoices/get-invoice.ts';
import { isWithinLimit } from '../invoices/refund-invoice.ts';

/**
 * May this person do this? The role answers; where it depends on what exactly is to be done, the record too. A service that
 * refuses says why in its own words, so calls are left to it; a yes to somebody else's call is asked about here.
 */
export function createCan(database: HostDatabase): CountersignOptions['can'] {
  return async (principal, permission, input) => {
    if (!hasPermission(principal, permission)) return false;
    return permission === 'invoices:approve-refund' && input !== undefined ? mayApproveRefund(database, principal, input) : true;
  };
}

/** Approving a refund needs what making it needs: nobody lets others give back more than they may. */
async function mayApproveRefund(database: HostDatabase, actor: Actor, input: unknown): Promise<boolean> {
  const refund = RefundInput.safeParse(input);
  if (!refund.success) return false;
  const { invoiceId, amountCents } = refund.data;
  try {
    return await database.transaction(actor, async (tx) => isWithinLimit(actor, await getInvoice(tx, actor, invoiceId), amountCents));
  } catch (error) {
    if (error instanceof CountersignError && error.code === 'not_found') return false;
    throw error;
  }
}
