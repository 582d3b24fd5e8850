import { boolean, pgSchema, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { recordTypes } from '../../shared/activity.ts';

export const activity = pgSchema('crm').table(
  'activity',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    recordType: text('record_type', { enum: recordTypes }).notNull(),
    recordId: uuid('record_id').notNull(),
    clientId: uuid('client_id'),
    action: text('action').notNull(),
    summary: text('summary').notNull(),
    actorId: text('actor_id').notNull(),
    /** The name as it was then. */
    actorName: text('actor_name').notNull(),
    isCopilot: boolean('is_copilot').notNull().default(false),
    once: text('once'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] }), unique('activity_once').on(table.tenantId, table.once)],
);
