import type { Recovery } from '@countersign/core';
import type { Actor } from '../auth/require-permission.ts';

/** A text ready to be sent: the address is resolved already. */
export interface TextMessage {
  /** Who it is sent for; a provider that stores messages stores it in their shop. */
  sender: Actor;
  clientId: string;
  /** E.164. */
  to: string;
  body: string;
  /** The same key means the same text, however often it is handed over. */
  idempotencyKey: string;
  /** Aborts when nobody waits for the answer any more. */
  signal: AbortSignal;
}

/** Whoever brings a text to a phone. The default stores it in the outbox and shows it there; an SMS gateway is another. */
export interface TextProvider {
  readonly name: string;
  /** What can be done about a text whose sending left no answer: does the provider honour keys, can it be asked, or neither? */
  readonly recovery: Recovery;
  /** @throws when it is not known to have been accepted */
  send(message: TextMessage): Promise<{ messageId: string }>;
  /** Asks whether a text with this key was accepted. Null: it was not. Needed when `recovery` is by `verify`. */
  find?(sender: Actor, idempotencyKey: string): Promise<{ messageId: string; to: string } | null>;
}
