import { sql } from 'drizzle-orm';
import { fullName } from '../../shared/client.ts';
import type { QuoteSummary, QuoteView } from '../../shared/quote.ts';
import { statusOn } from '../../shared/quote-status.ts';
import { type Discount, toTotals } from '../../shared/quote-totals.ts';
import { type VehicleSize, vehicleName } from '../../shared/vehicle.ts';
import { clients, type quoteLines, quotes, vehicles } from '../db/schema.ts';

/** What is read of a quote beside its own row. */
export const quoteColumns = {
  quote: quotes,
  firstName: clients.firstName,
  lastName: clients.lastName,
  year: vehicles.year,
  make: vehicles.make,
  model: vehicles.model,
  size: vehicles.size,
};

/** Client and car of a quote; the foreign keys say that there are both. */
export const isItsClient = sql`${clients.tenantId} = ${quotes.tenantId} and ${clients.id} = ${quotes.clientId}`;
export const isItsVehicle = sql`${vehicles.tenantId} = ${quotes.tenantId} and ${vehicles.id} = ${quotes.vehicleId}`;

export interface QuoteRow {
  quote: typeof quotes.$inferSelect;
  firstName: string;
  lastName: string;
  year: number | null;
  make: string;
  model: string;
  size: VehicleSize;
}

/** @param today in the shop's zone: a quote may have run out since it was written */
export function toQuoteSummary(row: QuoteRow, today: string): QuoteSummary {
  const { id, number, clientId, vehicleId, totalCents, validUntil, createdAt } = row.quote;
  return {
    id,
    number,
    status: statusOn(today, row.quote),
    clientId,
    clientName: fullName(row),
    vehicleId,
    vehicleName: vehicleName(row),
    totalCents,
    validUntil,
    createdAt: createdAt.toISOString(),
  };
}

type LineRow = typeof quoteLines.$inferSelect;

export function toQuoteView(row: QuoteRow, lines: readonly LineRow[], today: string): QuoteView {
  const { notes, sentAt, answeredAt, version, updatedAt } = row.quote;
  const discount = toDiscount(row.quote);
  return {
    ...toQuoteSummary(row, today),
    vehicleSize: row.size,
    lines: lines.map(({ serviceId, name, priceCents }) => ({ serviceId, name, priceCents })),
    discount,
    ...toTotals(
      lines.map((line) => line.priceCents),
      discount,
    ),
    notes,
    sentAt: sentAt?.toISOString() ?? null,
    answeredAt: answeredAt?.toISOString() ?? null,
    version,
    updatedAt: updatedAt.toISOString(),
  };
}

type DiscountColumns = Pick<typeof quotes.$inferInsert, 'discountKind' | 'discountValue'>;

export function toDiscount({ discountKind, discountValue }: DiscountColumns): Discount {
  if (!discountKind || !discountValue) return null;
  return discountKind === 'percent' ? { kind: 'percent', percent: discountValue / 100 } : { kind: 'amount', cents: discountValue };
}

export function toDiscountColumns(discount: Discount): Required<DiscountColumns> {
  if (!discount) return { discountKind: null, discountValue: null };
  return { discountKind: discount.kind, discountValue: discount.kind === 'percent' ? Math.round(discount.percent * 100) : discount.cents };
}
