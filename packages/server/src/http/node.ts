import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener, RequestError } from '@hono/node-server';

/** What `toNodeHandler` adapts: a web-standard handler. */
export type WebHandler = (request: Request) => Promise<Response>;

/** Answers a request of Node's http module; for Express and Fastify too. It always answers. */
export type NodeHandler = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

/** What frameworks hang on a request: the address before they cut the mount path off, and a body they have parsed. */
type FrameworkRequest = IncomingMessage & { originalUrl?: unknown; body?: unknown };

/**
 * Adapts a web-standard handler to Node: plain `http`, Express 5, Fastify 5. Responses stream with backpressure, and
 * `request.signal` aborts when the client goes away.
 *
 * A body that a framework has already parsed (`express.json()`, Fastify's own parsing) is taken from `req.body`. It is
 * best mounted in front of such parsers all the same: their limits and error answers are not ours.
 *
 * @example http.createServer(toNodeHandler(countersign.handler))
 * @example expressApp.use('/agent', toNodeHandler(countersign.handler))
 */
export function toNodeHandler(handler: WebHandler): NodeHandler {
  const answer = (request: Request, incoming: FrameworkRequest) =>
    isUnspeakable(request.method) ? refuseMethod() : handler(toStandardRequest(request, incoming));
  const listen = getRequestListener((request, { incoming }) => answer(request, incoming as FrameworkRequest), {
    // A library leaves the globals of its host alone.
    overrideGlobalObjects: false,
    errorHandler: refuse,
  });
  // It answers whatever goes wrong, so there is nothing to wait for.
  return (incoming, outgoing) => void listen(incoming, outgoing);
}

/** A real Request instead of the adapter's light one, so that hosts may clone it or build another from it. */
function toStandardRequest(request: Request, incoming: FrameworkRequest): Request {
  const { method, signal } = request;
  const url = toUrl(request.url, incoming.originalUrl);
  const headers = new Headers(Array.from(request.headers));
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers, signal });
  const parsed = toParsedBody(incoming);
  // The assertion: the types of the DOM, under which hosts may check this, do not know `duplex`.
  if (parsed === undefined) return new Request(url, { method, headers, signal, body: request.body, duplex: 'half' } as RequestInit);
  // They describe the bytes that came over the wire, not those that are handed on.
  for (const name of ['content-length', 'content-encoding', 'transfer-encoding']) headers.delete(name);
  return new Request(url, { method, headers, signal, body: parsed });
}

/** Express cuts the mount path off `url` and keeps the whole one in `originalUrl`. */
function toUrl(url: string, originalUrl: unknown): string {
  return typeof originalUrl === 'string' && originalUrl.startsWith('/') ? new URL(url).origin + originalUrl : url;
}

/** The body as a framework left it, as text again; undefined when nobody has read it. */
function toParsedBody(incoming: FrameworkRequest): string | Uint8Array<ArrayBuffer> | undefined {
  const { body } = incoming;
  if (!incoming.readableDidRead || body === undefined) return undefined;
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

/** Methods a web-standard Request may not have. */
function isUnspeakable(method: string): boolean {
  return ['CONNECT', 'TRACE', 'TRACK'].includes(method.toUpperCase());
}

function refuseMethod(): Response {
  const error = { code: 'method_not_allowed', message: 'This method does nothing here.', details: { allow: ['GET', 'HEAD', 'POST'] } };
  return Response.json({ error }, { status: 405, headers: { Allow: error.details.allow.join(', ') } });
}

/** What never reached the handler: a request no URL can be made of. Anything else would be a defect of the adapter. */
function refuse(error: unknown): Response {
  const isTheirs = error instanceof RequestError;
  const body = isTheirs
    ? { code: 'invalid_request', message: 'The address or the Host header of the request is not valid.', details: null }
    : { code: 'internal', message: 'Something went wrong on our side.', details: null };
  return Response.json({ error: body }, { status: isTheirs ? 400 : 500 });
}
