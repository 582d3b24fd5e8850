import type { ErrorCode, Principal } from '@countersign/core';
import type { z } from 'zod';
import type { ResolvedOptions } from '../options.ts';
import type { Runtime } from '../runtime.ts';
import type { Identified } from './authenticate.ts';
import type { StreamSlots } from './limit-streams.ts';
import type { StreamTiming } from './stream-events.ts';

/** What every handler of the interface shares. */
export interface HttpContext {
  readonly options: ResolvedOptions;
  readonly runtime: Runtime;
  readonly slots: StreamSlots;
  readonly timing: StreamTiming;
}

/** One request after everything that could be wrong with it was checked. */
export interface Call<Id, Query, Body> {
  readonly request: Request;
  readonly requestId: string;
  readonly caller: Identified;
  readonly principal: Principal;
  /** The id in the path, a UUID; undefined where the path has none. */
  readonly id: Id;
  readonly query: Query;
  readonly body: Body;
}

/** The id parameter of a path such as `/runs/{id}`. */
type IdOf<Path extends string> = Path extends `${string}{id}${string}` ? string : undefined;

/** An example of a request or a response; the OpenAPI document shows it and a test parses it. */
type Example<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;

interface Definition<Path extends string, Query extends z.ZodObject | undefined, Body extends z.ZodType | undefined, Reply extends z.ZodType> {
  readonly method: 'get' | 'post' | 'put';
  /** Below the base path; `{id}` stands for a UUID. */
  readonly path: Path;
  readonly operationId: string;
  readonly tag: 'sessions' | 'runs' | 'approvals' | 'policies' | 'tools';
  readonly summary: string;
  readonly description?: string;
  readonly query?: Query;
  /** Header parameters besides the session of the host. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Body;
  readonly bodyExample?: Example<Body>;
  readonly status: 200 | 201 | 202;
  readonly reply: Reply;
  readonly replyDescription: string;
  readonly replyExample: z.input<Reply>;
  /** True when the same answer also comes as server-sent events. */
  readonly isStream?: boolean;
  /** What can go wrong here besides what can go wrong everywhere (see `toErrorCodes`). */
  readonly errors: readonly ErrorCode[];
  /** Answers the call: a value of `reply`, or a whole response. */
  readonly handle: (
    context: HttpContext,
    call: Call<IdOf<Path>, Query extends z.ZodType ? z.output<Query> : undefined, Body extends z.ZodType ? z.output<Body> : undefined>,
  ) => Promise<z.input<Reply> | Response>;
}

/** A route as the handler and the OpenAPI document read it: the types of one definition are forgotten. */
export interface Route extends Omit<Definition<string, z.ZodObject | undefined, z.ZodType | undefined, z.ZodType>, 'handle' | 'bodyExample'> {
  readonly bodyExample?: unknown;
  readonly handle: (context: HttpContext, call: Call<never, never, never>) => Promise<unknown>;
}

/** Declares one route: its schemas, its document and its handler in one place. */
export function defineRoute<
  Path extends string,
  Reply extends z.ZodType,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(definition: Definition<Path, Query, Body, Reply>): Route {
  return definition as unknown as Route;
}

/** Every error code a route can answer with: its own, and those that its shape makes possible. */
export function toErrorCodes(route: Route): ErrorCode[] {
  const codes: ErrorCode[] = ['unauthenticated', 'permission_denied', 'rate_limited', 'unavailable', 'internal', ...route.errors];
  if (route.query || route.body || route.headers) codes.push('invalid_request');
  if (route.body) codes.push('payload_too_large', 'unsupported_media_type');
  if (route.method !== 'get') codes.push('forbidden_origin');
  if (route.path.includes('{id}')) codes.push('not_found');
  return [...new Set(codes)];
}
