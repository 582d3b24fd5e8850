import { z } from 'zod';
import { Channel } from './delivery.ts';

/** `queued`: handed to the provider. `stored`: the built-in provider keeps it here and shows it; nothing left the shop. */
const messageStatuses = ['stored', 'queued', 'sent', 'failed'] as const;

/** A text or email the shop sent, as the outbox shows it. */
export const OutboxMessage = z.object({
  id: z.uuid(),
  channel: Channel,
  /** E.164 for a text, an address for an email. */
  to: z.string(),
  clientId: z.uuid().nullable(),
  clientName: z.string(),
  /** Of an email. */
  subject: z.string().nullable(),
  body: z.string(),
  status: z.enum(messageStatuses),
  /** Name of the person it was sent for. */
  sentBy: z.string(),
  createdAt: z.string().describe('ISO 8601 instant'),
});
export type OutboxMessage = z.infer<typeof OutboxMessage>;

/** The query string of `GET /api/outbox`. */
export const ListOutbox = z.strictObject({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListOutbox = z.infer<typeof ListOutbox>;

export const OutboxPage = z.object({ messages: z.array(OutboxMessage), next: z.string().nullable() });
export type OutboxPage = z.infer<typeof OutboxPage>;
