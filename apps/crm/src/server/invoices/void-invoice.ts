import type { InvoiceView } from '../../shared/invoice.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { requireVersion } from '../db/versioned.ts';
import { changeStatus, refuseState } from './change-status.ts';
import { getInvoice } from './get-invoice.ts';
import { nameInvoice, recordInvoice } from './record-invoice.ts';

/**
 * Makes an invoice count for nothing. What was paid on it has to be given back first, so that no money is left without an
 * invoice; the number stays taken.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`, `conflict` with `{ current: InvoiceView }` when it was changed
 *   meanwhile, is void, or holds money
 */
export async function voidInvoice(tx: CrmTx, actor: Actor, id: string, { version }: { version?: number | undefined }): Promise<InvoiceView> {
  requirePermission(actor, 'invoices:write');
  const before = await getInvoice(tx, actor, id);
  if (version !== undefined && version !== before.version) return requireVersion('invoice', version, before);
  if (before.status === 'void') return refuseState(before, `Invoice ${before.number} is void already.`);
  if (before.paidCents > before.refundedCents)
    return refuseState(before, `Invoice ${before.number} holds money of the client. Refund what was paid, then void it.`);
  const voided = await changeStatus(tx, actor, before, { status: 'void' });
  await recordInvoice(tx, actor, voided, { action: 'voided', summary: `Voided ${nameInvoice(voided)}` });
  return voided;
}
