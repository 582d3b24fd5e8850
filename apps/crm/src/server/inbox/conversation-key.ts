import { CountersignError } from '@countersign/core';
import { and, eq, isNull, type SQL } from 'drizzle-orm';
import { type Channel, ConversationId } from '../../shared/message.ts';
import type { Actor } from '../auth/require-permission.ts';
import { inboundMessages } from '../db/inbox-schema.ts';

/** Who a conversation is with: a client, or a sender nobody knows yet. */
export type ConversationKey = { clientId: string } | { channel: Channel; sender: string };

/** @throws {CountersignError} `not_found` for what names no conversation */
export function readConversationId(id: string): ConversationKey {
  const parsed = ConversationId.safeParse(id);
  if (!parsed.success) throw new CountersignError('not_found', 'There is no such conversation in this shop.');
  const colon = id.indexOf(':');
  return colon === -1 ? { clientId: id } : { channel: id.slice(0, colon) as Channel, sender: id.slice(colon + 1) };
}

/** What came in of a conversation. */
export function isInbound(actor: Actor, key: ConversationKey): SQL | undefined {
  const own = eq(inboundMessages.tenantId, actor.tenantId);
  if ('clientId' in key) return and(own, eq(inboundMessages.clientId, key.clientId));
  return and(own, isNull(inboundMessages.clientId), eq(inboundMessages.channel, key.channel), eq(inboundMessages.sender, key.sender));
}
