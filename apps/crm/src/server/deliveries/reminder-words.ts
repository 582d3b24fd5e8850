import { formatDay } from '../../shared/day.ts';
import type { InvoiceView } from '../../shared/invoice.ts';
import { formatMoney } from '../../shared/money.ts';
import type { Words } from './deliver.ts';

interface Facts {
  shopName: string;
  firstName: string;
  invoice: Pick<InvoiceView, 'number' | 'totalCents' | 'paidCents' | 'balanceCents' | 'dueOn' | 'isOverdue' | 'vehicleName' | 'currency'>;
}

/**
 * What a reminder says: the number, what is owed and when it is or was due. Nothing in it counts days, or a reminder that
 * was approved in the evening would be another one in the morning.
 */
export function toReminderWords({ shopName, firstName, invoice }: Facts): Words {
  const { number, dueOn, isOverdue, vehicleName, currency } = invoice;
  const money = (cents: number) => formatMoney(cents, currency);
  const day = formatDay(dueOn);
  const due = isOverdue ? `was due on ${day}` : `is due on ${day}`;
  const about = vehicleName ? ` for your ${vehicleName}` : '';
  const paid = invoice.paidCents > 0 ? ` You have paid ${money(invoice.paidCents)} of ${money(invoice.totalCents)}.` : '';
  const owed = `${money(invoice.balanceCents)} ${isOverdue ? 'is still open' : 'is open'}`;
  return {
    text: `Hi ${firstName}, a reminder from ${shopName}: invoice ${number}${about} ${due}, and ${owed}.${paid} Thank you!`,
    subject: `Invoice ${number} from ${shopName} ${due}`,
    letter: [
      `Hi ${firstName},`,
      `this is a reminder that invoice ${number}${about} ${due}.${paid}`,
      `Still open: ${money(invoice.balanceCents)}`,
      'If you have paid in the meantime, please disregard this message. If anything about the invoice is unclear, just answer it.',
      `Thank you,\n${shopName}`,
    ].join('\n\n'),
  };
}
