import type { Principal, SessionEvent } from '@countersign/core';
import type { OperationId, RouteArguments, RouteReply, routes } from '@countersign/core/internal';
import { type TailInput, tailEvents } from '../stream/tail-events.ts';
import type { ApiContext, ServedRoute } from './endpoint.ts';
import { parseCall } from './parse-input.ts';
import { routes as served } from './routes.ts';

/**
 * What HTTP offers, for the host's own code: every operation takes who it is done for and the fields of its path, query or
 * body side by side, and answers with what would be the body of the response.
 */
export type Api = {
  // Keys of `routes` itself, so that editors show what is written there.
  readonly [Operation in keyof typeof routes]: (principal: Principal, ...input: RouteArguments<Operation>) => Promise<RouteReply<Operation>>;
} & {
  /** The log after `after`, then what is committed, in batches, until `signal` aborts or this node stops. */
  streamEvents(principal: Principal, input: TailInput): AsyncIterable<readonly SessionEvent[]>;
};

/** Builds the API object from the list of routes. Every call parses its input and rejects with a CountersignError. */
export function createApi(ctx: ApiContext): Api {
  const calls = served.map((route) => [route.operationId, toCall(ctx, route)] as const);
  const derived = Object.fromEntries(calls) as Record<OperationId, ReturnType<typeof toCall>>;
  // The mapped type says for each name what its route's schemas say.
  return { ...derived, streamEvents: (principal: Principal, input: TailInput) => tailEvents(ctx, principal, input) } as unknown as Api;
}

function toCall(ctx: ApiContext, route: ServedRoute) {
  return async (principal: Principal, input: object = {}): Promise<unknown> => route.run(ctx, principal, parseCall(route, input));
}
