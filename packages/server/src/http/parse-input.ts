import { CountersignError } from '@countersign/core';
import { z } from 'zod';
import { checkText } from './check-text.ts';

/** In small letters, as the database writes it: who waits for news of a session waits under its id. */
const Id = z.uuid().toLowerCase();
const MAX_ISSUES = 20;
const MAX_MESSAGE = 300;

/**
 * Parses the id of a path. What is no UUID names nothing, so it is not found; the database never sees it.
 *
 * @throws {CountersignError} `not_found`
 */
export function parseId(id: string): string {
  const parsed = Id.safeParse(id);
  if (!parsed.success) throw new CountersignError('not_found', 'There is nothing of yours under this id.');
  return parsed.data;
}

/**
 * Parses the query of a URL. A parameter that is given twice is refused, since one reader would take the first and
 * another the last.
 *
 * @throws {CountersignError} `invalid_request`
 */
export function parseQuery<Schema extends z.ZodObject>(schema: Schema, search: URLSearchParams): z.output<Schema> {
  const names = [...search.keys()];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw toInvalid('query', [{ path: [twice], message: 'Given more than once.' }]);
  const values: Record<string, string> = Object.fromEntries(search);
  checkText(values, 'query');
  for (const name of ['after', 'limit', 'step']) {
    // Number('') is 0 and Number('0x10') is 16: friendlier than a protocol should be.
    if (Object.hasOwn(values, name) && !/^\d{1,16}$/.test(values[name] ?? ''))
      throw toInvalid('query', [{ path: [name], message: 'Expected a whole number, 0 or more.' }]);
  }
  return parse(schema, values, 'query');
}

/** Parses a body. @throws {CountersignError} `invalid_request` with the path and the expectation of everything wrong */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  checkText(body, 'body');
  return parse(schema, body, 'body');
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, place: string): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw toInvalid(place, parsed.error.issues);
  return parsed.data;
}

function toInvalid(place: string, issues: readonly { path: readonly PropertyKey[]; message: string }[]): CountersignError {
  const shown = issues
    .slice(0, MAX_ISSUES)
    .map(({ path, message }) => ({ in: place, path: path.join('.').slice(0, 200), message: message.slice(0, MAX_MESSAGE) }));
  const first = shown[0];
  return new CountersignError('invalid_request', `The ${place} is not valid: ${first?.path ? `${first.path}: ` : ''}${first?.message}`, {
    details: { issues: shown },
  });
}
