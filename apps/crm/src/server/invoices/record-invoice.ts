import type { InvoiceView } from '../../shared/invoice.ts';
import { type NewActivity, recordActivity } from '../activity/record-activity.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';

/** @example nameInvoice(invoice) // 'invoice 1042 for Jordan Miles' */
export function nameInvoice({ number, clientName }: Pick<InvoiceView, 'number' | 'clientName'>): string {
  return `invoice ${number} for ${clientName}`;
}

/** Puts on record what was done to an invoice. */
export async function recordInvoice(
  tx: CrmTx,
  actor: Actor,
  { id, clientId }: Pick<InvoiceView, 'id' | 'clientId'>,
  entry: Pick<NewActivity, 'action' | 'summary' | 'once'>,
): Promise<void> {
  await recordActivity(tx, actor, { recordType: 'invoice', recordId: id, clientId, ...entry });
}
