import { CountersignError } from '@countersign/core';
import { Hono } from 'hono';
import { identify, requirePrincipal } from './authenticate.ts';
import { checkOrigin } from './check-origin.ts';
import type { ApiContext, ServedRoute } from './endpoint.ts';
import { answerEvents, type HttpContext } from './events.ts';
import { readJson } from './limit-body.ts';
import { createLimitRate, type LimitRate } from './limit-rate.ts';
import { createStreamSlots } from './limit-streams.ts';
import { toOpenApi } from './openapi.ts';
import { parseRequest } from './parse-input.ts';
import { routes } from './routes.ts';
import { type StreamTiming, streamTiming } from './stream-events.ts';
import { toErrorResponse } from './to-error-response.ts';

/** A web-standard handler: what Next, Hono, Deno and Bun mount as it is, and `toNodeHandler` adapts for Node. */
export type Handler = (request: Request) => Promise<Response>;

/**
 * Builds the HTTP interface under `options.basePath`. It never rejects: whatever goes wrong is answered as
 * `{ error: { code, message, details } }`.
 *
 * @param changed what tests change: the beat of event streams, and what stands behind the routes
 * @example createHandler(ctx)(new Request('https://app.example/agent/tools'))
 */
export function createHandler(ctx: ApiContext, changed: { timing?: StreamTiming; served?: readonly ServedRoute[] } = {}): Handler {
  const { options } = ctx;
  const http: HttpContext = { ctx, timing: changed.timing ?? streamTiming, slots: createStreamSlots(options.limits.streamsPerUser) };
  const app = createApp(http, changed.served ?? routes);
  return async (request) => {
    const requestId = crypto.randomUUID();
    let response: Response;
    try {
      response = await app.fetch(request, { requestId });
    } catch (error) {
      response = toErrorResponse(error, { requestId, method: request.method, path: new URL(request.url).pathname }, options.logger);
    }
    return secure(response, requestId);
  };
}

type App = Hono<{ Bindings: { requestId: string } }>;

function createApp(http: HttpContext, served: readonly ServedRoute[]): App {
  const { options } = http.ctx;
  const limitRate = createLimitRate(options.limits);
  const app: App = new Hono<{ Bindings: { requestId: string } }>().basePath(options.basePath);
  for (const route of served) {
    app.on(route.method.toUpperCase(), toRoutingPath(route.path), (c) =>
      serve(route, { http, limitRate, request: c.req.raw, requestId: c.env.requestId, id: c.req.param('id') }),
    );
  }
  let document: string | undefined;
  app.get('/openapi.json', (c) => {
    document ??= JSON.stringify(toOpenApi(routes, options.basePath));
    return c.body(document, 200, { 'Content-Type': 'application/json' });
  });
  for (const path of new Set([...routes.map((route) => route.path), '/openapi.json'])) {
    app.all(toRoutingPath(path), (c) => refuseMethod(path, c.req.method));
  }
  app.notFound(() => {
    throw new CountersignError('not_found', `There is no such address. ${options.basePath}/openapi.json lists all of them.`);
  });
  app.onError((error) => {
    throw error;
  });
  return app;
}

function toRoutingPath(path: string): string {
  return path.replace('{id}', ':id');
}

interface Incoming {
  readonly http: HttpContext;
  readonly limitRate: LimitRate;
  readonly request: Request;
  readonly requestId: string;
  readonly id: string | undefined;
}

/** The way of every request: whence, who, how often, what, and only then the capability. */
async function serve(route: ServedRoute, { http, limitRate, request, requestId, id }: Incoming): Promise<Response> {
  const { options } = http.ctx;
  checkOrigin(request, options.allowedOrigins);
  const caller = await identify(options, request);
  await limitRate(caller.key, route.method === 'get' ? 'read' : 'write');
  const principal = await requirePrincipal(options, caller.identity);
  const { searchParams: search } = new URL(request.url);
  const input = await parseRequest(route, { id, search, readBody: () => readJson(request, options.limits.maxBodyBytes) });
  const { stream } = route;
  if (stream) return answerEvents(http, { ...route, stream }, { request, requestId, caller, principal, input });
  return Response.json(await route.run(http.ctx, principal, input), { status: route.status });
}

function refuseMethod(path: string, method: string): never {
  const methods = routes.filter((route) => route.path === path).map((route) => route.method.toUpperCase());
  if (path === '/openapi.json') methods.push('GET');
  if (methods.includes('GET')) methods.push('HEAD');
  throw new CountersignError('method_not_allowed', `${method.slice(0, 20)} does nothing here. Use ${methods.join(' or ')}.`, { details: { allow: methods } });
}

/** Answers are data of one person: never cached, never sniffed, and harmless when a browser is made to open one as a page. */
function secure(response: Response, requestId: string): Response {
  const { headers } = response;
  if (!headers.has('cache-control')) headers.set('Cache-Control', 'no-store');
  headers.set('X-Content-Type-Options', 'nosniff');
  headers.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  headers.set('Referrer-Policy', 'no-referrer');
  headers.set('X-Request-Id', requestId);
  return response;
}
