import { CountersignError, defineAgent, type EventBody, type Principal, type SessionEvent } from '@countersign/core';
import { type OperationId, type ParsedRouteInput, PROTOCOL_VERSION, type RouteReply } from '@countersign/core/internal';
import { createHandler, type Handler } from '../http/create-handler.ts';
import type { ApiContext, ServedRoute } from '../http/endpoint.ts';
import { routes } from '../http/routes.ts';
import { type StreamTiming, streamTiming } from '../http/stream-events.ts';
import { type CountersignOptions, resolveOptions } from '../options.ts';
import type { TailInput } from '../stream/tail-events.ts';
import { createFakeLog } from './fake-log.ts';

/** Ids the fake runtime knows. Every other id is not found. */
export const fakeIds = {
  session: '0193b1f4-7a52-7c11-9a3e-3f6b8a9d2e01',
  run: '0193b1f5-02aa-7d3c-8c55-0d6f1f2b9a10',
  request: '0193b1f6-1c0e-7b7a-b1a4-5b1f0a7e4c22',
  item: '0193b1f6-1c0f-7e0d-8f4c-2a4d7c9b1e33',
  grant: '0193b1f7-2b10-7c4e-9d21-6a0f4c8e5b44',
  alert: '0193b1f8-3c21-7d5f-8e32-7b1a5d9f6c55',
  unknown: '0193b1f6-ffff-7e0d-8f4c-2a4d7c9b1e33',
} as const;

/** The routes over one session in memory, for tests of what HTTP adds: shapes, limits, streams. What they do is tested on the real runtime. */
interface FakeRuntime {
  /** Every call that got through, with its parsed input. */
  readonly calls: { operation: OperationId; input: Record<string, unknown> }[];
  /** Answers an operation by this, instead of by the example of its documentation. */
  answer<Operation extends OperationId>(
    operation: Operation,
    reply: (input: ParsedRouteInput<Operation>, principal: Principal) => RouteReply<Operation> | Promise<RouteReply<Operation>>,
  ): void;
  /** Makes the next calls of an operation throw. */
  failWith(operation: OperationId, error: unknown): void;
  /** Commits an event to the session and wakes its readers. */
  append(body: EventBody): void;
  /** Ends every tail, as a runtime does that stops. */
  stop(): void;
  /** Tails being read at the moment. */
  readonly openTails: number;
  tail(input: TailInput): AsyncIterable<readonly SessionEvent[]>;
}

/** Whatever names one of these has to name the one that is known. */
const known: Readonly<Record<string, string>> = {
  sessionId: fakeIds.session,
  runId: fakeIds.run,
  grantId: fakeIds.grant,
  alertId: fakeIds.alert,
  requestId: fakeIds.request,
};

function createFakeRuntime(): { runtime: FakeRuntime; served: readonly ServedRoute[] } {
  const log = createFakeLog('2026-11-21T09:00:00.000Z');
  const answers = new Map<OperationId, (input: never, principal: Principal) => unknown>();
  const runtime: FakeRuntime = {
    calls: [],
    answer: (operation, reply) => void answers.set(operation, reply),
    failWith: (operation, error) => void answers.set(operation, () => Promise.reject(error)),
    append: log.append,
    stop: log.stop,
    get openTails() {
      return log.openTails();
    },
    tail: ({ after, signal }) => log.tail(after, signal),
  };
  runtime.answer('listEvents', ({ after, limit }) => {
    const events = log.events.slice(after, after + limit);
    return { protocol: PROTOCOL_VERSION, events, last: events.at(-1)?.seq ?? after };
  });
  const toFake = (route: ServedRoute): ServedRoute => ({
    ...route,
    run: async (_ctx: ApiContext, principal: Principal, input: Record<string, unknown>) => {
      runtime.calls.push({ operation: route.operationId, input });
      for (const name of [route.id, 'requestId'])
        if (name && name in input && input[name] !== known[name]) throw new CountersignError('not_found', 'There is nothing of yours under this id.');
      return answers.get(route.operationId)?.(input as never, principal) ?? route.replyExample;
    },
    ...(route.stream && { stream: (_ctx, _principal, input) => runtime.tail(input) }),
  });
  return { runtime, served: routes.map(toFake) };
}

/** A handler over a fake runtime, with the log lines it wrote. People sign in with `Authorization: Bearer tenant/user`. */
export interface FakeServer {
  readonly handler: Handler;
  readonly runtime: FakeRuntime;
  readonly logs: { level: string; fields: object; message: string }[];
  /** Asks as `north/ann`; a value becomes a JSON body. */
  ask(
    method: string,
    path: string,
    options?: { json?: unknown; body?: NonNullable<RequestInit['body']>; headers?: Record<string, string>; signal?: AbortSignal },
  ): Promise<Response>;
}

/** Builds a FakeServer; `options` override those of the handler, `timing` the beat of streams. */
export function createFakeServer(options: Partial<CountersignOptions> = {}, timing: Partial<StreamTiming> = {}): FakeServer {
  const logs: FakeServer['logs'] = [];
  const log = (level: string) => (fields: object, message: string) => void logs.push({ level, fields, message });
  const { runtime, served } = createFakeRuntime();
  const resolved = resolveOptions({
    database: { pool: undefined as never, transaction: () => Promise.reject(new Error('The fake runtime has no database.')) },
    agents: [defineAgent({ name: 'copilot', description: 'Helps.', tools: [] })],
    authenticate: readBearer,
    resolvePrincipal: (identity): Principal => ({ ...identity, roles: [], timeZone: 'UTC' }),
    can: () => true,
    logger: { info: log('info'), warn: log('warn'), error: log('error') },
    ...options,
  });
  // The fakes ask the context for nothing but its options.
  const handler = createHandler({ options: resolved } as ApiContext, { timing: { ...streamTiming, ...timing }, served });
  return {
    handler,
    runtime,
    logs,
    ask(method, path, { json, body, headers = {}, signal } = {}) {
      const init: RequestInit & { duplex?: 'half' } = { method, headers: { authorization: 'Bearer north/ann', ...headers }, duplex: 'half' };
      if (signal) init.signal = signal;
      if (body !== undefined) init.body = body;
      if (json !== undefined) {
        init.body = JSON.stringify(json);
        init.headers = { 'content-type': 'application/json', ...init.headers };
      }
      return handler(new Request(`http://shop.test/agent${path}`, init));
    },
  };
}

/** Signs in by a header: enough of a host for tests of the handler. */
function readBearer(request: Request): { tenantId: string; userId: string } | null {
  const [, tenantId, userId] = /^Bearer (\w+)\/(\w+)$/.exec(request.headers.get('authorization') ?? '') ?? [];
  return tenantId && userId ? { tenantId, userId } : null;
}
