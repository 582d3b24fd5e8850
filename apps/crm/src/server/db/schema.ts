import { type SQL, sql } from 'drizzle-orm';
import { boolean, date, integer, pgSchema, primaryKey, smallint, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { quoteStatuses } from '../../shared/quote-status.ts';
import { vehicleSizes } from '../../shared/vehicle.ts';

/** The shop's own data. Every table: tenant first in the key, row-level security forced (see migrations/0002-clients.ts). */
const crm = pgSchema('crm');

const instant = (name: string) => timestamp(name, { withTimezone: true }).notNull().defaultNow();
/** The database computes it; the expression lives in the migration alone. */
const computed = (): SQL => sql``;

export const clients = crm.table(
  'clients',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    firstName: text('first_name').notNull(),
    lastName: text('last_name').notNull(),
    /** E.164. */
    phone: text('phone'),
    email: text('email'),
    notes: text('notes'),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at'),
    updatedAt: instant('updated_at'),
    /** "first last", folded: what lists are sorted by. */
    nameKey: text('name_key').notNull().generatedAlwaysAs(computed),
    /** Folded words of name and email, each after a space: what searches look into. */
    searchText: text('search_text').notNull().generatedAlwaysAs(computed),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

export const vehicles = crm.table(
  'vehicles',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    clientId: uuid('client_id').notNull(),
    year: smallint('year'),
    make: text('make').notNull(),
    model: text('model').notNull(),
    color: text('color'),
    plate: text('plate'),
    size: text('size', { enum: vehicleSizes }).notNull(),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at'),
    updatedAt: instant('updated_at'),
    /** "make model", folded: what lists are sorted by. */
    nameKey: text('name_key').notNull().generatedAlwaysAs(computed),
    searchText: text('search_text').notNull().generatedAlwaysAs(computed),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

export const services = crm.table(
  'services',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    description: text('description'),
    durationMinutes: integer('duration_minutes').notNull(),
    smallCents: integer('small_cents').notNull(),
    mediumCents: integer('medium_cents').notNull(),
    largeCents: integer('large_cents').notNull(),
    xlCents: integer('xl_cents').notNull(),
    isActive: boolean('is_active').notNull().default(true),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at'),
    updatedAt: instant('updated_at'),
    nameKey: text('name_key').notNull().generatedAlwaysAs(computed),
    searchText: text('search_text').notNull().generatedAlwaysAs(computed),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] }), unique('services_by_name').on(table.tenantId, table.nameKey)],
);

/** The last number given out, for each kind of record that people call by a number. */
export const counters = crm.table(
  'counters',
  { tenantId: text('tenant_id').notNull(), name: text('name').notNull(), last: integer('last').notNull() },
  (table) => [primaryKey({ columns: [table.tenantId, table.name] })],
);

export const quotes = crm.table(
  'quotes',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    number: integer('number').notNull(),
    clientId: uuid('client_id').notNull(),
    vehicleId: uuid('vehicle_id').notNull(),
    /** As it was set; what it is today, `statusOn` says. */
    status: text('status', { enum: quoteStatuses }).notNull().default('draft'),
    discountKind: text('discount_kind', { enum: ['percent', 'amount'] }),
    /** Basis points of the subtotal, or cents. */
    discountValue: integer('discount_value'),
    totalCents: integer('total_cents').notNull(),
    /** YYYY-MM-DD. */
    validUntil: date('valid_until', { mode: 'string' }).notNull(),
    notes: text('notes'),
    sentAt: timestamp('sent_at', { withTimezone: true }),
    answeredAt: timestamp('answered_at', { withTimezone: true }),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at'),
    updatedAt: instant('updated_at'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] }), unique('quotes_tenant_id_number_key').on(table.tenantId, table.number)],
);

export const quoteLines = crm.table(
  'quote_lines',
  {
    tenantId: text('tenant_id').notNull(),
    quoteId: uuid('quote_id').notNull(),
    position: smallint('position').notNull(),
    serviceId: uuid('service_id').notNull(),
    /** Name and price as they were: a quote is what was said then. */
    name: text('name').notNull(),
    priceCents: integer('price_cents').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.quoteId, table.position] })],
);

export const outbox = crm.table(
  'outbox',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    channel: text('channel', { enum: ['sms', 'email'] }).notNull(),
    recipient: text('recipient').notNull(),
    clientId: uuid('client_id'),
    /** Of an email. */
    subject: text('subject'),
    body: text('body').notNull(),
    status: text('status', { enum: ['stored', 'queued', 'sent', 'failed'] }).notNull(),
    idempotencyKey: text('idempotency_key').notNull(),
    sentBy: text('sent_by').notNull(),
    /** The name as it was then: a record of what happened, not a link. */
    sentByName: text('sent_by_name').notNull(),
    createdAt: instant('created_at'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] }), unique('outbox_once').on(table.tenantId, table.idempotencyKey)],
);
