import { EventList, SessionEvent } from '@countersign/core';
import { z } from 'zod';

const Envelope = z.object({ seq: z.int().positive(), at: z.string() });

/** A page of a log whose entries are still unread. */
export const EventPage = EventList.extend({ protocol: z.int().default(1), events: z.array(z.unknown()) });

/**
 * Reads an entry of a session's log. An entry that this client does not understand keeps its place in the log and means
 * nothing: a later server may say things an older client does not know, and one bad entry must not end the conversation.
 *
 * @throws ZodError when not even `seq` and `at` are there
 */
export function parseEvent(candidate: unknown): SessionEvent {
  const event = SessionEvent.safeParse(candidate);
  if (event.success) return event.data;
  // The fold answers a type it does not know by moving `last` on and nothing else.
  return { ...Envelope.parse(candidate), type: 'unknown' } as unknown as SessionEvent;
}
