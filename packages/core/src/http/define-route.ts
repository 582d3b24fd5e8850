import type { z } from 'zod';
import type { ErrorCode } from '../errors.ts';

/** One thing that can be asked of the runtime, in shapes only: what it does is the server's, how it is explained too. */
export interface Route {
  readonly method: 'get' | 'post' | 'put';
  /** Below the base path; `{id}` stands for a UUID. */
  readonly path: string;
  /** What calls name the id of the path by. */
  readonly id?: 'sessionId' | 'runId' | 'grantId' | 'alertId';
  /** A route has a query or a body, not both: a call gives id and fields side by side. */
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly status: 200 | 201 | 202;
  /** The whole body of the answer. */
  readonly reply: z.ZodType;
  /** True when the same answer also comes as server-sent events. */
  readonly isStream?: true;
  /** What can go wrong here besides what can go wrong everywhere. */
  readonly errors: readonly ErrorCode[];
}

/** Declares one route. Handler, OpenAPI document, `countersign.api` and the typed client derive from it. */
export function defineRoute<const Definition extends Route>(definition: Definition): Definition {
  return definition;
}

type NothingMore = Record<never, never>;
type Id<Of> = Of extends { id: infer Name extends string } ? { readonly [Key in Name]: string } : NothingMore;
type Given<Of> = Of extends { query: infer Query } ? z.input<Query> : Of extends { body: infer Body } ? Open<z.input<Body>> : NothingMore;
type Parsed<Of> = Of extends { query: infer Query } ? z.output<Query> : Of extends { body: infer Body } ? Open<z.output<Body>> : NothingMore;
/** An empty body forbids every name; beside the id of a path it only adds none. */
type Open<Fields> = Fields extends Record<string, never> ? NothingMore : Fields;

/** What a call of a route is given: the id of its path and the fields of its query or body, side by side. */
export type InputOf<Of extends Route> = Id<Of> & Given<Of>;

/** The same once it is parsed: defaults are filled in. */
export type ParsedInputOf<Of extends Route> = Id<Of> & Parsed<Of>;
