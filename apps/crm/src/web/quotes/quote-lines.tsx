import { Link } from '@tanstack/react-router';
import { formatMoney } from '../../shared/money.ts';
import type { QuoteView } from '../../shared/quote.ts';
import { formatDiscount } from '../../shared/quote-totals.ts';
import record from '../app/record-page.module.css';
import { useMe } from '../auth/me-query.ts';
import classes from './quotes.module.css';

/** What was offered or is to be done, and what it comes to. */
export function QuoteLines({ quote }: { quote: Pick<QuoteView, 'lines' | 'discount' | 'subtotalCents' | 'discountCents' | 'totalCents'> }) {
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
        </tfoot>
      </table>
    </section>
  );
}
