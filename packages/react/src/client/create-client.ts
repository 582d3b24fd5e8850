import type { SessionEvent } from '@countersign/core';
import { type OperationId, type Route, type RouteArguments, type RouteReply, routes } from '@countersign/core/internal';
import { EventPage } from './parse-event.ts';
import { type RequestOptions, sendRequest, type Transport } from './send-request.ts';
import { type StreamOptions, streamEvents } from './stream-events.ts';

export interface ClientOptions {
  /** Where the host mounted the handler. Outside a browser it needs the origin too. @default '/agent' */
  baseUrl?: string;
  /** @default the global fetch */
  fetch?: typeof fetch;
  /** Headers of every request; a function is asked before each. */
  headers?: HeadersInit | (() => HeadersInit);
}

interface CallOptions {
  signal?: AbortSignal | undefined;
}

/**
 * Every operation of the server: the fields of its path, query or body side by side, then what is not for the server. It
 * answers with the whole body of the response.
 */
export type Client = {
  // Keys of `routes` itself, so that editors show what is written there.
  readonly [Operation in keyof typeof routes]: (...call: [...input: RouteArguments<Operation>, options?: CallOptions]) => Promise<RouteReply<Operation>>;
} & {
  /** The log after `after`, then the new entries as they come, until the server ends the stream. */
  streamEvents(input: { sessionId: string; after?: number }, options?: StreamOptions): AsyncGenerator<SessionEvent, void, undefined>;
};

/**
 * Creates the client of the HTTP interface. It knows no React, needs no DOM and keeps no state.
 *
 * Every method throws CountersignError: with the server's code and details, `unavailable` when the network or the server
 * failed, `cancelled` when the given signal aborted.
 *
 * @example
 * const client = createClient({ baseUrl: 'https://shop.example/agent' });
 * const { sessionId } = await client.createSession({ agent: 'copilot' });
 * for await (const event of client.streamEvents({ sessionId })) console.log(event.seq, event.type);
 */
export function createClient(options: ClientOptions = {}): Client {
  const { headers } = options;
  const transport: Transport = {
    baseUrl: (options.baseUrl ?? '/agent').replace(/\/+$/, ''),
    // Wrapped, since a browser refuses its fetch when it is called as another object's method.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    headers: typeof headers === 'function' ? headers : () => headers ?? {},
  };
  const calls = (Object.keys(routes) as OperationId[]).map((operation) => [operation, toCall(transport, operation)] as const);
  const derived = Object.fromEntries(calls) as Record<OperationId, ReturnType<typeof toCall>>;
  // The mapped type says for each name what its route's schemas say.
  return {
    ...derived,
    streamEvents: (input: Parameters<Client['streamEvents']>[0], stream = {}) => streamEvents(transport, input, stream),
  } as unknown as Client;
}

/** What this client does otherwise than the routes alone would say. */
const exceptions: { readonly [Operation in OperationId]?: { reply?: Route['reply']; keepalive?: true } } = {
  listEvents: { reply: EventPage },
  // Outlives the page, so that what the user typed last before leaving still arrives.
  recordPanelEvent: { keepalive: true },
};

function toCall(transport: Transport, operation: OperationId) {
  const route: Route = routes[operation];
  const { reply = route.reply, ...more } = exceptions[operation] ?? {};
  return (input: Readonly<Record<string, unknown>> = {}, options: CallOptions = {}): Promise<unknown> => {
    const { [route.id ?? '']: id, ...fields } = input;
    const request: RequestOptions = { method: route.method, path: route.path.replace('{id}', encodeURIComponent(String(id))), ...more, ...options };
    if (route.body) request.body = fields;
    else request.query = fields;
    return sendRequest(transport, reply, request);
  };
}
