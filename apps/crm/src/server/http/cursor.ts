import { CountersignError } from '@countersign/core';
import { z } from 'zod';

/** Where a page ended, as an opaque string. It carries nothing secret and is parsed like any other input. */
export function writeCursor(position: object): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** @throws {CountersignError} `invalid_request` for anything that is not a cursor of this list */
export function readCursor<T extends z.ZodType>(schema: T, text: string): z.output<T> {
  try {
    return schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new CountersignError('invalid_request', 'This is not a cursor of this list. Start again without one.', { cause });
  }
}

/**
 * Cursors of lists that are no plain keyset of one table. They go with one list only: `of` is everything that makes it
 * what it is (search, filter, order).
 */
export function createCursorOf<T extends z.ZodType<object>>(position: T, of: unknown) {
  const list = JSON.stringify(of);
  const envelope = z.object({ of: z.literal(list), position: z.unknown() });
  return {
    /** @throws {CountersignError} `invalid_request` for anything that is not a cursor of this list */
    read: (text: string): z.output<T> =>
      readCursor(
        envelope.transform((one) => position.parse(one.position)),
        text,
      ),
    write: (at: z.output<T>): string => writeCursor({ of: list, position: at }),
  };
}
