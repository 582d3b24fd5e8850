import { formatDay } from '../../shared/day.ts';
import { formatMoney } from '../../shared/money.ts';
import type { QuoteView } from '../../shared/quote.ts';
import { formatDiscount } from '../../shared/quote-totals.ts';
import type { Words } from './deliver.ts';

interface Facts {
  shopName: string;
  currency: string;
  firstName: string;
  quote: Pick<QuoteView, 'number' | 'vehicleName' | 'lines' | 'discount' | 'discountCents' | 'totalCents' | 'validUntil'>;
}

/** What a quote says when it goes to its client: every line with its price, what is taken off, the total, and until when it holds. */
export function toQuoteWords({ shopName, currency, firstName, quote }: Facts): Words {
  const { number, vehicleName, lines, discount, discountCents, totalCents } = quote;
  const money = (cents: number) => formatMoney(cents, currency);
  const share = discount?.kind === 'percent' ? ` of ${formatDiscount(discount, currency)}` : '';
  const items = [
    ...lines.map((line) => `${line.name}: ${money(line.priceCents)}`),
    ...(discountCents > 0 ? [`Discount${share}: ${money(-discountCents)}`] : []),
    `Total: ${money(totalCents)}`,
  ];
  const validUntil = `valid until ${formatDay(quote.validUntil)}`;
  return {
    text: `Hi ${firstName}, here is quote ${number} from ${shopName} for your ${vehicleName}, ${validUntil}.\n${items.join('\n')}\nAnswer this message to accept it.`,
    subject: `Quote ${number} from ${shopName} for your ${vehicleName}`,
    letter: [
      `Hi ${firstName},`,
      `here is our quote ${number} for your ${vehicleName}, ${validUntil}:`,
      items.join('\n'),
      'Answer this message to accept it, or to ask anything.',
      `Thank you,\n${shopName}`,
    ].join('\n\n'),
  };
}
