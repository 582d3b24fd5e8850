import { CountersignError } from '@countersign/core';
import { z } from 'zod';

/** Postgres knows no year 0. */
const Instant = z.iso.datetime().refine((at) => at >= '0001');
const Cursor = z.tuple([Instant, z.uuid()]);

/** The time of a row to the microsecond, as cursors carry it: rows of one millisecond must not fall between two pages. */
export const cursorTime = `to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** A place in a list ordered by time and id, as an opaque word. */
export function toCursor(at: string, id: string): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

/** Reads a cursor back. @throws {CountersignError} `invalid_request` when it is not one of ours */
export function fromCursor(cursor: string | undefined): { at: string; id: string } | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [at, id] = Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { at, id };
  } catch {
    throw new CountersignError('invalid_request', 'The cursor is not one this list has given out. Start from the first page.');
  }
}
