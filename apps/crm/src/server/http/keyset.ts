import { CountersignError } from '@countersign/core';
import { type AnyColumn, asc, desc, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { isLine } from '../../shared/printable.ts';
import { readCursor, writeCursor } from './cursor.ts';

/** What a list can be sorted by: the expression, and the type its text is cast back to. Never null. */
export interface SortKey {
  key: SQL | AnyColumn;
  type: 'text' | 'integer' | 'bigint' | 'timestamptz';
}

/** Where a page ended, and what it was a page of: a cursor goes with one list and one order only. */
const Cursor = z.object({ of: z.string(), key: z.string().refine(isLine), id: z.uuid() });

const isOfType: Readonly<Record<SortKey['type'], (text: string) => boolean>> = {
  text: () => true,
  integer: (text) => /^-?\d{1,9}$/.test(text),
  bigint: (text) => /^-?\d{1,18}$/.test(text),
  timestamptz: (text) => /^\d{4}-\d\d-\d\d /.test(text) && !Number.isNaN(Date.parse(text)),
};

/**
 * Pages by keyset: they stay right while others add rows.
 *
 * @param list.of everything that makes this list what it is (search, filter, order): the cursor of another is refused
 * @throws {CountersignError} `invalid_request` for a cursor of another list
 */
export function createKeyset<S extends string>(list: {
  of: unknown;
  sort: S;
  keys: Readonly<Record<S extends `-${infer K}` ? K : S, SortKey>>;
  id: AnyColumn;
  cursor: string | undefined;
}) {
  const of = JSON.stringify([list.of, list.sort]);
  const isDown = list.sort.startsWith('-');
  const { key, type } = (list.keys as Record<string, SortKey>)[list.sort.replace('-', '')] as SortKey;
  const cursor = list.cursor === undefined ? undefined : readCursor(Cursor, list.cursor);
  if (cursor && (cursor.of !== of || !isOfType[type](cursor.key)))
    throw new CountersignError('invalid_request', 'This cursor belongs to another search or order. Start again without one.');
  const order = isDown ? desc : asc;
  const value = cursor && sql`${cursor.key}::${sql.raw(type)}`;
  return {
    /** To be selected with every row. */
    key: sql<string>`(${key})::text`,
    after: cursor && sql`(${key}, ${list.id}) ${sql.raw(isDown ? '<' : '>')} (${value}, ${cursor.id}::uuid)`,
    orderBy: [order(key), order(list.id)],
    /** Takes rows of `limit + 1` apart into the page and the cursor of the next. */
    split<Row extends { id: string; key: string }>(rows: Row[], limit: number): { page: Row[]; next: string | null } {
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return { page, next: last ? writeCursor({ of, key: last.key, id: last.id }) : null };
    },
  };
}
