import { IconArrowBackUp, IconCash } from '@tabler/icons-react';
import type { InvoiceView } from '../../shared/invoice.ts';
import { formatMoney } from '../../shared/money.ts';
import { methodLabels, type PaymentView } from '../../shared/payment.ts';
import { useMe } from '../auth/me-query.ts';
import { formatMoment } from '../ui/format-time.ts';
import record from '../ui/record-page.module.css';
import classes from './invoices.module.css';

/** What came in and what went back, line by line. */
export function InvoiceLedger({ invoice }: { invoice: InvoiceView }) {
  return (
    <section className={record.card} aria-labelledby="payments-title">
      <h2 id="payments-title">Payments</h2>
      {invoice.payments.length === 0 ? (
        <p className={record.none}>Nothing was paid yet.</p>
      ) : (
        <ul className={classes.ledger}>
          {invoice.payments.map((payment) => (
            <li key={payment.id} className={classes.entry} data-kind={payment.kind}>
              <Entry payment={payment} currency={invoice.currency} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Entry({ payment, currency }: { payment: PaymentView; currency: string }) {
  const { timeZone } = useMe().shop;
  const isRefund = payment.kind === 'refund';
  const Icon = isRefund ? IconArrowBackUp : IconCash;
  return (
    <>
      <Icon size={18} stroke={1.75} aria-hidden />
      <div className={classes.entryText}>
        <strong>
          {isRefund ? 'Refund' : 'Payment'}, {methodLabels[payment.method].toLowerCase()}
        </strong>
        {payment.reason && <span>{payment.reason}</span>}
        <span className={classes.dim}>
          <time dateTime={payment.at}>{formatMoment(payment.at, timeZone)}</time> · {payment.by}
        </span>
      </div>
      <span className={classes.amount}>{formatMoney(isRefund ? -payment.amountCents : payment.amountCents, currency)}</span>
    </>
  );
}
