import { date, integer, pgSchema, primaryKey, smallint, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { channels } from '../../shared/delivery.ts';
import { invoiceStatuses } from '../../shared/invoice-status.ts';
import { paymentMethods } from '../../shared/payment.ts';

/** Mirrors migrations/0010-invoices.ts and 0012-delivery-claims.ts. */
const crm = pgSchema('crm');

const instant = (name: string) => timestamp(name, { withTimezone: true }).notNull().defaultNow();

export const invoices = crm.table(
  'invoices',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    number: integer('number').notNull(),
    clientId: uuid('client_id').notNull(),
    vehicleId: uuid('vehicle_id'),
    quoteId: uuid('quote_id'),
    jobId: uuid('job_id'),
    status: text('status', { enum: invoiceStatuses }).notNull().default('draft'),
    discountKind: text('discount_kind', { enum: ['percent', 'amount'] }),
    /** Basis points of the subtotal, or cents. */
    discountValue: integer('discount_value'),
    totalCents: integer('total_cents').notNull(),
    /** All that came in, before refunds. */
    paidCents: integer('paid_cents').notNull().default(0),
    refundedCents: integer('refunded_cents').notNull().default(0),
    /** YYYY-MM-DD. */
    issuedOn: date('issued_on', { mode: 'string' }),
    dueOn: date('due_on', { mode: 'string' }).notNull(),
    notes: text('notes'),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at'),
    updatedAt: instant('updated_at'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] }), unique('invoices_tenant_id_number_key').on(table.tenantId, table.number)],
);

export const invoiceLines = crm.table(
  'invoice_lines',
  {
    tenantId: text('tenant_id').notNull(),
    invoiceId: uuid('invoice_id').notNull(),
    position: smallint('position').notNull(),
    serviceId: uuid('service_id').notNull(),
    /** Name and price as they were. */
    name: text('name').notNull(),
    priceCents: integer('price_cents').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.invoiceId, table.position] })],
);

/** The ledger: what came in and what went back. */
export const payments = crm.table(
  'payments',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    invoiceId: uuid('invoice_id').notNull(),
    kind: text('kind', { enum: ['payment', 'refund'] }).notNull(),
    method: text('method', { enum: paymentMethods }).notNull(),
    amountCents: integer('amount_cents').notNull(),
    reason: text('reason'),
    at: instant('at'),
    by: text('by').notNull(),
    /** The name as it was then. */
    byName: text('by_name').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

/** What is being or was sent about an invoice or a quote. */
export const deliveries = crm.table(
  'deliveries',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    invoiceId: uuid('invoice_id'),
    quoteId: uuid('quote_id'),
    channel: text('channel', { enum: channels }).notNull(),
    /** YYYY-MM-DD in the shop's zone. */
    day: date('day', { mode: 'string' }).notNull(),
    status: text('status', { enum: ['sending', 'sent', 'failed'] }).notNull(),
    /** What the provider knows the message by. */
    key: text('key').notNull(),
    messageId: text('message_id'),
    /** Until when whoever claimed it is taken to be at it. */
    heldUntil: timestamp('held_until', { withTimezone: true }).notNull(),
    recipient: text('recipient').notNull(),
    sentBy: text('sent_by').notNull(),
    sentByName: text('sent_by_name').notNull(),
    createdAt: instant('created_at'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);
