import { type SQL, sql } from 'drizzle-orm';

/** An instant in SQL as the API writes it: ISO 8601 in UTC, to the millisecond. */
export function instantOf(time: SQL): SQL<string> {
  return sql<string>`to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
