import type { InvoiceView } from '../../shared/invoice.ts';
import { formatMoney } from '../../shared/money.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { requireVersion } from '../db/versioned.ts';
import { shopDay } from '../quotes/shop-day.ts';
import { changeStatus, refuseState } from './change-status.ts';
import { getInvoice } from './get-invoice.ts';
import { nameInvoice, recordInvoice } from './record-invoice.ts';

/**
 * Makes a draft owed, as of today. It sends nothing. What comes to nothing is paid at once.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`, `conflict` with `{ current: InvoiceView }` when it was changed
 *   meanwhile, is no draft, or its day has passed
 */
export async function issueInvoice(tx: CrmTx, actor: Actor, id: string, { version }: { version?: number | undefined }): Promise<InvoiceView> {
  requirePermission(actor, 'invoices:write');
  const before = await getInvoice(tx, actor, id);
  if (version !== undefined && version !== before.version) return requireVersion('invoice', version, before);
  if (before.status !== 'draft') return refuseState(before, `Invoice ${before.number} is ${before.status}: only a draft can be issued.`);
  const today = shopDay(actor, new Date());
  if (before.dueOn < today) return refuseState(before, `Invoice ${before.number} would be due in the past. Choose a day from today on, then issue it.`);
  const issued = await changeStatus(tx, actor, before, { status: before.totalCents === 0 ? 'paid' : 'open', issuedOn: today });
  await recordInvoice(tx, actor, issued, {
    action: 'issued',
    summary: `Issued ${nameInvoice(issued)} over ${formatMoney(issued.totalCents, issued.currency)}`,
  });
  return issued;
}
