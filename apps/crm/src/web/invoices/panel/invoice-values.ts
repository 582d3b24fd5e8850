import type { InvoiceView } from '../../../shared/invoice.ts';
import { toMoneyText } from '../../../shared/money.ts';
import { toDiscountText } from '../../../shared/quote-totals.ts';
import { type LineValues, noLine } from '../../quotes/panel/quote-values.ts';

/** What the inputs hold; '' is nothing. */
export interface InvoiceValues {
  quoteId: string;
  jobId: string;
  clientId: string;
  vehicleId: string;
  lines: LineValues[];
  discount: string;
  dueOn: string;
  notes: string;
}

export const emptyValues: InvoiceValues = { quoteId: '', jobId: '', clientId: '', vehicleId: '', lines: [noLine], discount: '', dueOn: '', notes: '' };

/** A saved invoice as the inputs show it. */
export function toValues(invoice: InvoiceView): InvoiceValues {
  const { quoteId, jobId, clientId, vehicleId, lines, discount, dueOn, notes } = invoice;
  return {
    quoteId: quoteId ?? '',
    jobId: jobId ?? '',
    clientId,
    vehicleId: vehicleId ?? '',
    lines: lines.map(({ serviceId, priceCents }) => ({ serviceId, price: toMoneyText(priceCents) })),
    discount: toDiscountText(discount),
    dueOn,
    notes: notes ?? '',
  };
}

/** A saved invoice as the schema would have parsed it. */
export function toParsed({ quoteId, jobId, clientId, vehicleId, lines, discount, dueOn, notes }: InvoiceView) {
  const prices = lines.map(({ serviceId, priceCents }) => ({ serviceId, priceCents }));
  return { quoteId, jobId, clientId, vehicleId, lines: prices, discount, dueOn, notes };
}
