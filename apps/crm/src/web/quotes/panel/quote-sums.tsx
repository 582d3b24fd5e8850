import { formatMoney } from '../../../shared/money.ts';
import type { QuoteTotals } from '../../../shared/quote-totals.ts';
import { useMe } from '../../auth/me-query.ts';
import classes from '../quotes.module.css';

/** What the form comes to as it stands. */
export function QuoteSums({ totals }: { totals: QuoteTotals | undefined }) {
  const { currency } = useMe().shop;
  const show = (cents: number | undefined) => (cents === undefined ? '—' : formatMoney(cents, currency));
  return (
    <dl className={classes.sums} aria-live="polite">
      <div>
        <dt>Subtotal</dt>
        <dd>{show(totals?.subtotalCents)}</dd>
      </div>
      <div>
        <dt>Discount</dt>
        <dd>{show(totals && (totals.discountCents === 0 ? 0 : -totals.discountCents))}</dd>
      </div>
      <div>
        <dt>Total</dt>
        <dd>{show(totals?.totalCents)}</dd>
      </div>
    </dl>
  );
}
