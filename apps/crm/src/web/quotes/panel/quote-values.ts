import { parseMoney, toMoneyText } from '../../../shared/money.ts';
import { type CreateQuote, QuoteLineInput, type QuoteView } from '../../../shared/quote.ts';
import { Discount, type QuoteTotals, toDiscountText, toTotals } from '../../../shared/quote-totals.ts';
import { priceFor, type ServicePrices } from '../../../shared/service.ts';
import type { VehicleSize } from '../../../shared/vehicle.ts';

/** A line as its inputs hold it. An empty price is the catalogue's for the vehicle. */
export interface LineValues {
  serviceId: string;
  price: string;
}

/** What the inputs hold. */
export interface QuoteValues {
  clientId: string;
  vehicleId: string;
  lines: LineValues[];
  discount: string;
  validUntil: string;
  notes: string;
}

export const noLine: LineValues = { serviceId: '', price: '' };
export const emptyValues: QuoteValues = { clientId: '', vehicleId: '', lines: [noLine], discount: '', validUntil: '', notes: '' };

/** A saved quote as the inputs show it. */
export function toValues(quote: QuoteView): QuoteValues {
  const { clientId, vehicleId, lines, discount, validUntil, notes } = quote;
  return {
    clientId,
    vehicleId,
    lines: lines.map(({ serviceId, priceCents }) => ({ serviceId, price: toMoneyText(priceCents) })),
    discount: toDiscountText(discount),
    validUntil,
    notes: notes ?? '',
  };
}

/** The inputs as the schema takes them. A price that is no amount is left as it is, to be refused. */
export function toInput(values: Pick<QuoteValues, 'lines'>): object {
  return {
    ...values,
    lines: values.lines.map(({ serviceId, price }) => ({ serviceId, priceCents: price.trim() === '' ? null : (parseMoney(price) ?? price) })),
  };
}

/** A saved quote as the schema would have parsed it. */
export function toParsed({ clientId, vehicleId, lines, discount, validUntil, notes }: QuoteView): CreateQuote {
  return { clientId, vehicleId, lines: lines.map(({ serviceId, priceCents }) => ({ serviceId, priceCents })), discount, validUntil, notes };
}

/** The copilot's lines, in cents, as the inputs show them. */
export function toLineValues(value: unknown): LineValues[] {
  return QuoteLineInput.array()
    .parse(value)
    .map(({ serviceId, priceCents }) => ({ serviceId, price: priceCents === null ? '' : toMoneyText(priceCents) }));
}

/** What the form comes to as it stands; undefined while a price or the discount cannot be read. */
export function toFormTotals(
  { lines, discount }: Pick<QuoteValues, 'lines' | 'discount'>,
  services: ReadonlyMap<string, ServicePrices>,
  size: VehicleSize | undefined,
): QuoteTotals | undefined {
  const prices = lines
    .filter((line) => line.serviceId !== '')
    .map(({ serviceId, price }) => {
      const service = services.get(serviceId);
      return price.trim() !== '' ? parseMoney(price) : service && size && priceFor(service, size);
    });
  const read = Discount.safeParse(discount);
  const known = prices.filter((price) => price !== undefined);
  return read.success && known.length === prices.length ? toTotals(known, read.data) : undefined;
}

/** Lines that have the catalogue's price for one vehicle have it for the next; prices of one's own stay. */
export function reprice(lines: readonly LineValues[], services: ReadonlyMap<string, ServicePrices>, before: VehicleSize | undefined): LineValues[] {
  return lines.map((line) => {
    const service = services.get(line.serviceId);
    return service && before && parseMoney(line.price) === priceFor(service, before) ? { ...line, price: '' } : line;
  });
}
