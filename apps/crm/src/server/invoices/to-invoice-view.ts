import { type SQL, sql } from 'drizzle-orm';
import { fullName } from '../../shared/client.ts';
import type { InvoiceSummary, InvoiceView } from '../../shared/invoice.ts';
import { balanceOf, daysOverdueOn } from '../../shared/invoice-status.ts';
import { toTotals } from '../../shared/quote-totals.ts';
import { vehicleName } from '../../shared/vehicle.ts';
import type { deliveries, invoiceLines, payments } from '../db/invoices-schema.ts';
import { invoices } from '../db/invoices-schema.ts';
import { clients, quotes, vehicles } from '../db/schema.ts';
import { toDiscount } from '../quotes/to-quote-view.ts';

/** What is read of an invoice beside its own row. */
export const invoiceColumns = {
  invoice: invoices,
  firstName: clients.firstName,
  lastName: clients.lastName,
  phone: clients.phone,
  email: clients.email,
  year: vehicles.year,
  make: vehicles.make,
  model: vehicles.model,
};

/** The foreign keys say that there is a client; a vehicle and a quote only where one is named. */
export const isItsClient = sql`${clients.tenantId} = ${invoices.tenantId} and ${clients.id} = ${invoices.clientId}`;
export const isItsVehicle = sql`${vehicles.tenantId} = ${invoices.tenantId} and ${vehicles.id} = ${invoices.vehicleId}`;
export const isItsQuote = sql`${quotes.tenantId} = ${invoices.tenantId} and ${quotes.id} = ${invoices.quoteId}`;

/** In SQL what `balanceOf` says in code. */
export const balance: SQL<number> = sql`case when ${invoices.status} = 'open' then ${invoices.totalCents} - ${invoices.paidCents} else 0 end`;

export interface InvoiceRow {
  invoice: typeof invoices.$inferSelect;
  firstName: string;
  lastName: string;
  phone: string | null;
  email: string | null;
  year: number | null;
  make: string | null;
  model: string | null;
}

/** @param today in the shop's zone: what is owed becomes overdue by itself */
export function toInvoiceSummary(row: InvoiceRow, today: string): InvoiceSummary {
  const { id, number, status, clientId, vehicleId, jobId, quoteId, totalCents, paidCents, refundedCents, issuedOn, dueOn, createdAt } = row.invoice;
  const daysOverdue = daysOverdueOn(today, row.invoice);
  return {
    id,
    number,
    status,
    isOverdue: daysOverdue > 0,
    daysOverdue,
    clientId,
    clientName: fullName(row),
    reachableBy: [...(row.phone ? (['sms'] as const) : []), ...(row.email ? (['email'] as const) : [])],
    vehicleId,
    vehicleName: row.make === null || row.model === null ? null : vehicleName({ year: row.year, make: row.make, model: row.model }),
    jobId,
    quoteId,
    totalCents,
    paidCents,
    refundedCents,
    balanceCents: balanceOf(row.invoice),
    issuedOn,
    dueOn,
    createdAt: createdAt.toISOString(),
  };
}

/** What belongs to an invoice, in the order it is shown. */
export interface InvoiceParts {
  lines: readonly (typeof invoiceLines.$inferSelect)[];
  payments: readonly (typeof payments.$inferSelect)[];
  deliveries: readonly (typeof deliveries.$inferSelect)[];
  quoteNumber: number | null;
  currency: string;
}

export function toInvoiceView(row: InvoiceRow, parts: InvoiceParts, today: string): InvoiceView {
  const { notes, version, updatedAt } = row.invoice;
  const discount = toDiscount(row.invoice);
  const { subtotalCents, discountCents } = toTotals(
    parts.lines.map((line) => line.priceCents),
    discount,
  );
  return {
    ...toInvoiceSummary(row, today),
    currency: parts.currency,
    quoteNumber: parts.quoteNumber,
    lines: parts.lines.map(({ serviceId, name, priceCents }) => ({ serviceId, name, priceCents })),
    discount,
    subtotalCents,
    discountCents,
    payments: parts.payments.map(({ id, kind, method, amountCents, at, byName, reason }) => ({
      id,
      kind,
      method,
      amountCents,
      at: at.toISOString(),
      by: byName,
      reason,
    })),
    reminders: parts.deliveries.map(({ channel, recipient, sentByName, createdAt }) => ({
      channel,
      to: recipient,
      by: sentByName,
      at: createdAt.toISOString(),
    })),
    notes,
    version,
    updatedAt: updatedAt.toISOString(),
  };
}
