import { sql } from 'drizzle-orm';
import { boolean, integer, pgSchema, primaryKey, smallint, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { jobStatuses } from '../../shared/job-status.ts';

/** Bays and what is planned in them; see migrations/0006-jobs.ts, which also holds the constraint against overlaps. */
const crm = pgSchema('crm');

const instant = (name: string) => timestamp(name, { withTimezone: true });
const timestamps = { createdAt: instant('created_at').notNull().defaultNow(), updatedAt: instant('updated_at').notNull().defaultNow() };

export const bays = crm.table(
  'bays',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    position: smallint('position').notNull(),
    isActive: boolean('is_active').notNull().default(true),
    version: integer('version').notNull().default(1),
    ...timestamps,
    /** The database computes it; the expression lives in the migration alone. */
    nameKey: text('name_key')
      .notNull()
      .generatedAlwaysAs(() => sql``),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] }), unique('bays_by_name').on(table.tenantId, table.nameKey)],
);

export const jobs = crm.table(
  'jobs',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    number: integer('number').notNull(),
    clientId: uuid('client_id').notNull(),
    vehicleId: uuid('vehicle_id').notNull(),
    quoteId: uuid('quote_id'),
    bayId: uuid('bay_id').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    status: text('status', { enum: jobStatuses }).notNull().default('scheduled'),
    discountKind: text('discount_kind', { enum: ['percent', 'amount'] }),
    /** Basis points of the subtotal, or cents. */
    discountValue: integer('discount_value'),
    totalCents: integer('total_cents').notNull(),
    notes: text('notes'),
    startedAt: instant('started_at'),
    closedAt: instant('closed_at'),
    version: integer('version').notNull().default(1),
    ...timestamps,
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] }), unique('jobs_tenant_id_number_key').on(table.tenantId, table.number)],
);

export const jobLines = crm.table(
  'job_lines',
  {
    tenantId: text('tenant_id').notNull(),
    jobId: uuid('job_id').notNull(),
    position: smallint('position').notNull(),
    serviceId: uuid('service_id').notNull(),
    name: text('name').notNull(),
    priceCents: integer('price_cents').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.jobId, table.position] })],
);
