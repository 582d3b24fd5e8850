import type { Principal, SessionEvent } from '@countersign/core';
import type { OperationId, ParsedRouteInput, Route, RouteReply, routes } from '@countersign/core/internal';
import type { z } from 'zod';
import type { PolicyContext } from '../consent/policies/policy-context.ts';
import type { TailInput } from '../stream/tail-events.ts';

/** How an operation is explained in the OpenAPI document. Browsers are not sent any of it. */
export interface Documentation {
  readonly tag: 'sessions' | 'runs' | 'approvals' | 'policies' | 'tools';
  readonly summary: string;
  readonly description?: string;
  /** Header parameters besides the session of the host. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly replyDescription: string;
}

/** What every capability is handed. */
export type ApiContext = PolicyContext;

/**
 * Yields batches of events after `after`, oldest first: first what is committed already, then what is, as it is committed.
 * Ends without an error when `signal` aborts and when the runtime stops.
 */
export type Stream = (ctx: ApiContext, principal: Principal, input: TailInput) => AsyncIterable<readonly SessionEvent[]>;

/**
 * What the server adds to a route of core: its documentation, and the capability that answers. A capability acts as its
 * principal and sees only what that principal may see; an id that is unknown or belongs to somebody else is `not_found`
 * in both cases, so that nobody can tell them apart. It throws CountersignErrors; anything else is a defect and answered as `internal`.
 */
type Endpoint<Operation extends OperationId> = Documentation & {
  readonly replyExample: z.input<(typeof routes)[Operation]['reply']>;
  readonly run: (ctx: ApiContext, principal: Principal, input: ParsedRouteInput<Operation>) => Promise<RouteReply<Operation>>;
} & ((typeof routes)[Operation] extends { body: infer Body extends z.ZodType } ? { readonly bodyExample: z.input<Body> } : { readonly bodyExample?: never }) &
  ((typeof routes)[Operation] extends { isStream: true } ? { readonly stream: Stream } : { readonly stream?: never });

/** One for every route of core: a missing one does not compile, nor does one too many. */
export type Endpoints = { readonly [Operation in OperationId]: Endpoint<Operation> };

/** A route with its endpoint, as handler, document and API read them: the types of the single operation are forgotten. */
export interface ServedRoute extends Route, Documentation {
  readonly operationId: OperationId;
  readonly bodyExample?: unknown;
  readonly replyExample: unknown;
  readonly run: (ctx: ApiContext, principal: Principal, input: never) => Promise<unknown>;
  readonly stream?: Stream;
}
