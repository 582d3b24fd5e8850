import { formatMoney, toMoneyText } from '../../shared/money.ts';
import { type DialogProps, MoneyDialog } from './money-dialog.tsx';

const labels = { amount: 'Amount paid', method: 'How it was paid', reason: 'Note (optional)', save: 'Record payment', saved: 'Payment recorded' };

/** Writes down what came in. */
export function PaymentDialog({ invoice, ...dialog }: DialogProps) {
  const { balanceCents, currency, number } = invoice;
  const owed = formatMoney(balanceCents, currency);
  return (
    <MoneyDialog
      {...dialog}
      invoice={invoice}
      title={`Payment on invoice #${number}`}
      path="payments"
      refuse={(cents) => (cents > balanceCents ? `Only ${owed} is owed.` : undefined)}
      start={{ amount: toMoneyText(balanceCents), method: 'card' }}
      labels={labels}
      hint={`${owed} is owed. Nobody is charged from here: this notes what was paid.`}
    />
  );
}
