import { z } from 'zod';
import { ClientId } from './client.ts';
import { isLine, isText, LINE, TEXT } from './printable.ts';

export const channels = ['sms', 'email'] as const;
export const Channel = z.enum(channels);
export type Channel = z.infer<typeof Channel>;

/** What became of a message: somebody wrote back, or looked and found nothing to write. */
export const endings = ['answered', 'done'] as const;

/** What people read. */
export const channelWords: Readonly<Record<Channel, { noun: string; verb: string }>> = {
  sms: { noun: 'Text', verb: 'text' },
  email: { noun: 'Email', verb: 'email' },
};

/**
 * Names a conversation: the id of a client, or, while nobody knows who it is, the channel and the sender
 * (`sms:+15165550100`).
 */
export const ConversationId = z
  .string()
  .max(330)
  .refine((text) => isLine(text) && (z.uuid().safeParse(text).success || /^(sms|email):./.test(text)), 'This names no conversation.');

export const ConversationSummary = z.object({
  id: ConversationId,
  clientId: ClientId.nullable(),
  clientName: z.string().describe('Empty while nobody knows who it is'),
  sender: z.string().nullable().describe('Where it came from, while nobody knows who it is'),
  waiting: z.int().describe('Messages that nobody answered or marked as done'),
  latest: z.object({
    direction: z.enum(['in', 'out']),
    channel: Channel,
    text: z.string().describe('The beginning of it, or its subject'),
    at: z.string().describe('ISO 8601 instant'),
  }),
});
export type ConversationSummary = z.infer<typeof ConversationSummary>;

/** The query string of `GET /api/conversations`. */
export const ListConversations = z.strictObject({
  show: z.enum(['all', 'waiting']).default('all'),
  q: z.string().trim().max(200).refine(isLine, LINE).default(''),
  cursor: z.string().max(1_500).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export type ListConversations = z.infer<typeof ListConversations>;

export const ConversationPage = z.object({
  conversations: z.array(ConversationSummary),
  next: z.string().nullable(),
  waiting: z.int().describe('Conversations of the shop in which somebody waits'),
});
export type ConversationPage = z.infer<typeof ConversationPage>;

/** One message of a conversation, in whichever direction it went. */
export const MessageView = z.object({
  id: z.uuid(),
  direction: z.enum(['in', 'out']),
  channel: Channel,
  address: z.string().describe('The one it came from, or went to'),
  subject: z.string().nullable(),
  body: z.string(),
  at: z.string().describe('ISO 8601 instant'),
  by: z.string().nullable().describe('Who sent it, of the shop'),
  status: z.enum(['stored', 'queued', 'sent', 'failed']).nullable().describe('Of what was sent'),
  handled: z
    .object({ as: z.enum(endings), by: z.string(), at: z.string() })
    .nullable()
    .describe('Of what came in; null: it waits'),
});
export type MessageView = z.infer<typeof MessageView>;

export const ReadConversation = z.strictObject({ cursor: z.string().max(1_000).optional(), limit: z.coerce.number().int().min(1).max(100).default(30) });
export type ReadConversation = z.infer<typeof ReadConversation>;

export const ConversationView = z.object({
  id: ConversationId,
  client: z.object({ id: ClientId, name: z.string(), phone: z.string().nullable(), email: z.string().nullable() }).nullable(),
  sender: z.object({ channel: Channel, address: z.string() }).nullable().describe('While nobody knows who it is'),
  waiting: z.int(),
  messages: z.array(MessageView).describe('The newest first'),
  next: z.string().nullable(),
});
export type ConversationView = z.infer<typeof ConversationView>;

/** How many characters a reply may have. */
export const maxReply: Readonly<Record<Channel, number>> = { sms: 1_000, email: 5_000 };

/** What was on screen when somebody answered or looked: what came in after it still waits. */
const seenUntil = z.iso.datetime({ offset: true });

/** `POST /api/conversations/:id/replies`. Nobody names an address: it is the one on file. */
export const SendReply = z
  .strictObject({
    channel: Channel,
    body: z.string().trim().min(1, 'Write something first.').max(maxReply.email, 'An email has at most 5,000 characters.').refine(isText, TEXT),
    /** The same key is the same message, however often it is posted. */
    key: z.uuid(),
    seenUntil: seenUntil.optional(),
  })
  .refine(({ channel, body }) => body.length <= maxReply[channel], { path: ['body'], message: 'A text has at most 1,000 characters.' });
export type SendReply = z.infer<typeof SendReply>;

export const ReplySent = z.object({ messageId: z.string(), to: z.string() });
export type ReplySent = z.infer<typeof ReplySent>;

/** `POST /api/conversations/:id/handled`. */
export const MarkHandled = z.strictObject({ seenUntil });
export type MarkHandled = z.infer<typeof MarkHandled>;

/** `POST /api/conversations/:id/client`: says whose an unknown sender's messages are. */
export const AttachSender = z.strictObject({ clientId: z.uuid('Choose the client.') });
export type AttachSender = z.infer<typeof AttachSender>;

/** `GET /api/conversations/waiting`. */
export const WaitingCount = z.object({ conversations: z.int() });
export type WaitingCount = z.infer<typeof WaitingCount>;

/** How much of a body is kept. */
export const MAX_INBOUND = 20_000;

/** `POST /webhooks/messages`: what a gateway hands over. The guide inbound-messages.md describes it. */
export const InboundMessage = z.object({
  /** The gateway's own id. */
  id: z.string().min(1).max(200).refine(isLine, LINE),
  channel: Channel,
  from: z.string().trim().min(1).max(320).refine(isLine, LINE),
  to: z.string().trim().min(1).max(320).refine(isLine, LINE),
  subject: z.string().max(2_000).nullish(),
  body: z.string().max(200_000),
  receivedAt: z.iso.datetime({ offset: true }).optional(),
});
export type InboundMessage = z.infer<typeof InboundMessage>;

export const InboundAnswer = z.object({ id: z.uuid(), isNew: z.boolean() });
export type InboundAnswer = z.infer<typeof InboundAnswer>;
