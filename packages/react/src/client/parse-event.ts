import { EventList, SessionEvent } from '@countersign/core';
import { z } from 'zod';

/** What every entry has. The fold answers a type it does not know by moving `last` on and nothing else. */
const Unknown = z.object({ seq: z.int().positive(), at: z.string() }).transform((place) => ({ ...place, type: 'unknown' }) as unknown as SessionEvent);

/**
 * An entry of a session's log. One that this client does not understand keeps its place in the log and means nothing: a
 * later server may say things an older client does not know, and one bad entry must not end the conversation.
 */
const AnyEvent = z.union([SessionEvent, Unknown]);

/** A page of a log. */
export const EventPage = EventList.extend({ protocol: z.int().default(1), events: z.array(AnyEvent) });

/** Reads an entry of a stream. @throws ZodError when not even `seq` and `at` are there */
export function parseEvent(candidate: unknown): SessionEvent {
  return AnyEvent.parse(candidate);
}
