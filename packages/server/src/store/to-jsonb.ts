import type { Json } from '@countersign/core';

/**
 * JSON text that `jsonb` accepts. JavaScript strings may hold NUL characters and lone surrogates, which Postgres refuses;
 * in what comes from tools and proposers they become U+FFFD, so that a strange byte never costs a record.
 */
export function toJsonb(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  if (!text.includes('\\u') || !/\\u0000|\\ud[89a-f]/i.test(text)) return text;
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? toStorable(inner) : inner));
}

/** Replaces what Postgres text cannot hold. */
function toStorable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\uFFFD');
}

/** The value as the database would give it back; null for undefined. */
export function toJson(value: unknown): Json {
  return value === undefined ? null : (JSON.parse(toJsonb(value)) as Json);
}
