import { formatMoney } from '../../shared/money.ts';
import { REFUND_LIMIT_CENTS } from '../../shared/payment.ts';
import { useCan } from '../auth/me-query.ts';
import { type DialogProps, MoneyDialog } from './money-dialog.tsx';

const labels = { amount: 'Amount to give back', method: 'How it goes back', reason: 'Reason', save: 'Refund', saved: 'Refund recorded' };

/** Gives money back. What may be given back, and by whom, the server decides; the form says it before. */
export function RefundDialog({ invoice, ...dialog }: DialogProps) {
  const mayRefundAny = useCan('invoices:refund-any');
  const { paidCents, refundedCents, currency, number, payments } = invoice;
  const left = paidCents - refundedCents;
  const allowed = mayRefundAny ? left : Math.max(0, Math.min(left, REFUND_LIMIT_CENTS - refundedCents));
  const money = (cents: number) => formatMoney(cents, currency);
  const limit = `${money(REFUND_LIMIT_CENTS)} on one invoice`;
  const hint = allowed < left ? `Up to ${money(allowed)}. Above ${limit} only an owner can refund.` : `Up to ${money(left)} can be given back.`;
  return (
    <MoneyDialog
      {...dialog}
      invoice={invoice}
      title={`Refund on invoice #${number}`}
      path="refunds"
      refuse={(cents) =>
        cents > left ? `Only ${money(left)} can still be given back.` : cents > allowed ? `Above ${limit} only an owner can refund. Ask one.` : undefined
      }
      start={{ amount: '', method: payments.findLast((payment) => payment.kind === 'payment')?.method ?? 'card' }}
      labels={labels}
      hint={`${hint} The client does not owe it again.`}
    />
  );
}
