import { integer, pgSchema, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { recordTypes } from '../../shared/activity.ts';
import { channels, endings } from '../../shared/message.ts';

const crm = pgSchema('crm');

export const notes = crm.table(
  'notes',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    recordType: text('record_type', { enum: recordTypes }).notNull(),
    recordId: uuid('record_id').notNull(),
    body: text('body').notNull(),
    authorId: text('author_id').notNull(),
    /** The name as it was then. */
    authorName: text('author_name').notNull(),
    version: integer('version').notNull().default(1),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    /** Null: as it was written. */
    updatedAt: timestamp('updated_at', { withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

export const inboundMessages = crm.table(
  'inbound_messages',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    channel: text('channel', { enum: channels }).notNull(),
    providerId: text('provider_id').notNull(),
    /** E.164 or a mail address; as it came where it is neither. */
    sender: text('sender').notNull(),
    /** Null: nobody knows whose it is. */
    clientId: uuid('client_id'),
    subject: text('subject'),
    body: text('body').notNull(),
    receivedAt: timestamp('received_at', { withTimezone: true, precision: 3 }).notNull(),
    storedAt: timestamp('stored_at', { withTimezone: true }).notNull().defaultNow(),
    handledAt: timestamp('handled_at', { withTimezone: true }),
    handledAs: text('handled_as', { enum: endings }),
    handledBy: text('handled_by'),
    handledByName: text('handled_by_name'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] }), unique('inbound_once').on(table.tenantId, table.channel, table.providerId)],
);
