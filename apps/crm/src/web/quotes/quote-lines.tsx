import { Link } from '@tanstack/react-router';
import { formatMoney } from '../../shared/money.ts';
import type { QuoteView } from '../../shared/quote.ts';
import { formatDiscount } from '../../shared/quote-totals.ts';
import { useMe } from '../auth/me-query.ts';
import record from '../ui/record-page.module.css';
import classes from './quotes.module.css';

type Priced = Pick<QuoteView, 'lines' | 'discount' | 'subtotalCents' | 'discountCents' | 'totalCents'>;

interface QuoteLinesProps {
  quote: Priced;
  /** What stands under the total. */
  sums?: readonly (readonly [label: string, amount: string])[];
}

/** What was offered, is to be done or was billed, and what it comes to. */
export function QuoteLines({ quote, sums = [] }: QuoteLinesProps) {
  const { currency } = useMe().shop;
  const discount = formatDiscount(quote.discount, currency);
  return (
    <section className={`${record.card} ${record.wide}`} aria-labelledby="lines-title">
      <h2 id="lines-title">Services</h2>
      <table className={classes.lines}>
        <thead>
          <tr>
            <th scope="col">Service</th>
            <th scope="col">Price</th>
          </tr>
        </thead>
        <tbody>
          {quote.lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one service may stand there twice, and the lines of a version never move
            <tr key={index}>
              <td>
                <Link to="/services/$serviceId" params={{ serviceId: line.serviceId }} className={record.inline}>
                  {line.name}
                </Link>
              </td>
              <td>{formatMoney(line.priceCents, currency)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {quote.discount && (
            <>
              <tr>
                <th scope="row">Subtotal</th>
                <td>{formatMoney(quote.subtotalCents, currency)}</td>
              </tr>
              <tr>
                <th scope="row">Discount{quote.discount.kind === 'percent' && ` of ${discount}`}</th>
                <td>{formatMoney(-quote.discountCents, currency)}</td>
              </tr>
            </>
          )}
          <tr className={classes.total}>
            <th scope="row">Total</th>
            <td>{formatMoney(quote.totalCents, currency)}</td>
          </tr>
          {sums.map(([label, amount]) => (
            <tr key={label} className={classes.sum}>
              <th scope="row">{label}</th>
              <td>{amount}</td>
            </tr>
          ))}
        </tfoot>
      </table>
    </section>
  );
}
