import { CountersignError } from '@countersign/core';
import type { Route } from '@countersign/core/internal';
import { z } from 'zod';
import { checkText } from './check-text.ts';

/** In small letters, as the database writes it: who waits for news of a session waits under its id. */
const Id = z.uuid().toLowerCase();
const MAX_ISSUES = 20;
const MAX_MESSAGE = 300;

/**
 * Parses what a request gives to a route: the id of its path, its query or its body, side by side.
 *
 * @throws {CountersignError} `not_found`, `invalid_request`, and what `readBody` throws
 */
export async function parseRequest(route: Route, given: { id: string | undefined; search: URLSearchParams; readBody: () => Promise<unknown> }): Promise<never> {
  const id = route.id && { [route.id]: parseId(given.id ?? '') };
  const fields = route.query ? parseQuery(route.query, given.search) : route.body && parseBody(route.body, await given.readBody());
  return forget({ ...id, ...(fields as object | undefined) });
}

/** The same for a call of the host's own code. @throws {CountersignError} `not_found`, `invalid_request` */
export function parseCall(route: Route, input: object): never {
  const { [route.id ?? '']: id, ...given } = input as Record<string, unknown>;
  const schema = route.query ?? route.body;
  checkText(given, 'input');
  return forget({ ...(route.id && { [route.id]: parseId(String(id)) }), ...(schema && (parse(schema, given, 'input') as object)) });
}

/** The route's own schemas made the value; the mapped types over core's list are where its type is known. */
function forget(input: object): never {
  return input as never;
}

/**
 * Parses the id of a path. What is no UUID names nothing, so it is not found; the database never sees it.
 *
 * @throws {CountersignError} `not_found`
 */
function parseId(id: string): string {
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
function parseQuery<Schema extends z.ZodObject>(schema: Schema, search: URLSearchParams): z.output<Schema> {
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
function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
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
