import type { Recovery } from '@countersign/core';
import type { Actor } from '../auth/require-permission.ts';

/** A text or an email ready to be sent: the address is resolved already. */
export interface TextMessage {
  /** Who it is sent for; a provider that stores messages stores it in their shop. */
  sender: Actor;
  clientId: string;
  channel: 'sms' | 'email';
  /** E.164 for a text, an address for an email. */
  to: string;
  /** Of an email. */
  subject?: string;
  body: string;
  /** The same key means the same message, however often it is handed over. */
  idempotencyKey: string;
  /** Aborts when nobody waits for the answer any more. */
  signal: AbortSignal;
}

/** Whoever brings messages to phones and mailboxes. The default stores them in the outbox and shows them there; a gateway is another. */
export interface TextProvider {
  readonly name: string;
  /** What can be done about a message whose sending left no answer: does the provider honour keys, can it be asked, or neither? */
  readonly recovery: Recovery;
  /** @throws when it is not known to have been accepted */
  send(message: TextMessage): Promise<{ messageId: string }>;
  /** Asks whether a message with this key was accepted. Null: it was not. Needed when `recovery` is by `verify`. */
  find?(sender: Actor, idempotencyKey: string): Promise<{ messageId: string; to: string } | null>;
}
