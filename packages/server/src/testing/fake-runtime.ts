import {
  type AlertView,
  type ApprovalView,
  CountersignError,
  defineAgent,
  type EventBody,
  type GrantView,
  type PoliciesView,
  type Principal,
  type RunSummary,
  type SessionEvent,
} from '@countersign/core';
import { PROTOCOL_VERSION } from '@countersign/core/internal';
import { createHandler, type Handler } from '../http/create-handler.ts';
import { type StreamTiming, streamTiming } from '../http/stream-events.ts';
import { type CountersignOptions, resolveOptions } from '../options.ts';
import type { Runtime } from '../runtime.ts';

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

const instant = '2026-11-21T09:00:00.000Z';

/** A runtime of one session in memory, for tests of what HTTP adds: shapes, limits, streams. What it does is tested on the real one. */
interface FakeRuntime extends Runtime {
  /** Every call that reached the runtime, with its arguments after the principal. */
  readonly calls: { method: string; args: unknown[] }[];
  /** Commits an event to the session and wakes its readers. */
  append(body: EventBody): void;
  /** Ends every tail, as a runtime does that stops. */
  stop(): void;
  /** Makes the next calls of a method throw. */
  failWith(method: keyof Runtime, error: unknown): void;
  /** Tails being read at the moment. */
  readonly openTails: number;
}

/** Builds a FakeRuntime. */
function createFakeRuntime(): FakeRuntime {
  const events: SessionEvent[] = [];
  const calls: FakeRuntime['calls'] = [];
  const failures = new Map<string, unknown>();
  const wakers = new Set<() => void>();
  let isStopped = false;
  let openTails = 0;
  const wake = () => {
    for (const waker of wakers) waker();
  };
  const called = <T>(method: string, args: unknown[], result: () => T): Promise<T> => {
    calls.push({ method, args });
    return failures.has(method) ? Promise.reject(failures.get(method)) : Promise.resolve().then(result);
  };
  const known = <T>(id: string, expected: string, value: T): T => {
    if (id !== expected) throw new CountersignError('not_found', 'There is nothing of yours under this id.');
    return value;
  };
  async function* tail(after: number, signal: AbortSignal): AsyncGenerator<SessionEvent[]> {
    openTails += 1;
    signal.addEventListener('abort', wake);
    try {
      for (let seq = after; !signal.aborted && !isStopped; ) {
        const batch = events.slice(seq);
        seq = Math.max(seq, events.length);
        if (batch.length > 0) yield batch;
        else await new Promise<void>((resolve) => wakers.add(resolve)).finally(() => wakers.clear());
      }
    } finally {
      openTails -= 1;
    }
  }
  return {
    calls,
    get openTails() {
      return openTails;
    },
    append(body) {
      events.push({ ...body, seq: events.length + 1, at: instant });
      wake();
    },
    stop() {
      isStopped = true;
      wake();
    },
    failWith: (method, error) => void failures.set(method, error),
    createSession: (_, input) => called('createSession', [input], () => ({ sessionId: fakeIds.session })),
    listSessions: (_, query) =>
      called('listSessions', [query], () => [{ sessionId: fakeIds.session, agent: 'copilot', last: events.length, createdAt: instant, updatedAt: instant }]),
    postMessage: (_, id, input) => called('postMessage', [id, input], () => known(id, fakeIds.session, { runId: fakeIds.run, seq: 1 })),
    recordPanelEvent: (_, id, input) => called('recordPanelEvent', [id, input], () => known(id, fakeIds.session, { seq: 2 })),
    listEvents: (_, id, query) =>
      called('listEvents', [id, query], () => {
        const page = known(id, fakeIds.session, events).slice(query.after, query.after + query.limit);
        return { protocol: PROTOCOL_VERSION, events: page, last: page.at(-1)?.seq ?? query.after };
      }),
    tailEvents: (_, id, after, signal) => known(id, fakeIds.session, tail(after, signal)),
    startRun: (_, input) => called('startRun', [input], () => ({ runId: fakeIds.run, sessionId: fakeIds.session })),
    listRuns: (_, query) => called('listRuns', [query], () => ({ runs: [run], next: null })),
    getRun: (_, id) => called('getRun', [id], () => known(id, fakeIds.run, { ...run, steps: [] })),
    readPrompt: (_, id, step) =>
      called('readPrompt', [id, step], () => known(id, fakeIds.run, { stepIndex: step, promptHash: '', isExact: true, sections: [], prompt: [], tools: [] })),
    cancelRun: (_, id) => called('cancelRun', [id], () => known(id, fakeIds.run, { ...run, status: 'cancelled' as const })),
    listApprovals: (_, query) => called('listApprovals', [query], () => ({ approvals: [approval], next: null })),
    decideApprovals: (_, input) => called('decideApprovals', [input], () => known(input.requestId, fakeIds.request, approval)),
    listGrants: (_, query) => called('listGrants', [query], () => ({ grants: [], next: null })),
    revokeGrant: (_, id, input) => called('revokeGrant', [id, input], () => known(id, fakeIds.grant, grant)),
    getPolicies: (_, query) => called('getPolicies', [query], () => policies),
    savePolicies: (_, input) => called('savePolicies', [input], () => ({ policies: { ...policies, rules: input.rules }, diff })),
    resumeRun: (_, id) => called('resumeRun', [id], () => known(id, fakeIds.run, { ...run, status: 'pending' as const })),
    listSwitches: () => called('listSwitches', [], () => ({ switches: [] })),
    setSwitch: (_, input) => called('setSwitch', [input], () => ({ switches: [{ ...input, setBy: 'ann', setAt: instant }] })),
    tryPolicies: (_, input) =>
      called('tryPolicies', [input], () => ({
        ...{ diff, days: 30, calls: 0, isComplete: true, unknown: 0, byRule: [], examples: [] },
        ...{ proposed: { denied: 0, asked: 0 }, current: { denied: 0, asked: 0 } },
      })),
    listAlerts: (_, query) => called('listAlerts', [query], () => ({ alerts: [alert], next: null })),
    acknowledgeAlert: (_, id) => called('acknowledgeAlert', [id], () => known(id, fakeIds.alert, { ...alert, acknowledgedAt: instant, acknowledgedBy: 'ann' })),
    listTools: () => called('listTools', [], () => []),
  };
}

const run: RunSummary = {
  runId: fakeIds.run,
  sessionId: fakeIds.session,
  agent: 'copilot',
  userId: 'ann',
  status: 'completed',
  reason: null,
  cause: { kind: 'message', text: 'Find Jordan' },
  stepCount: 1,
  costMicros: 0,
  createdAt: instant,
  finishedAt: instant,
};

const approval: ApprovalView = {
  requestId: fakeIds.request,
  runId: fakeIds.run,
  sessionId: fakeIds.session,
  kind: 'call',
  requestedBy: 'ann',
  createdAt: instant,
  expiresAt: instant,
  items: [],
};

const grant: GrantView = {
  grantId: fakeIds.grant,
  scope: 'tenant',
  tool: 'send_text',
  contractVersion: 1,
  text: 'Always, for everybody here: send text.',
  conditions: { fixed: [], atMost: [], free: [], amountCents: 0, records: 1, recipients: [], asking: [] },
  isActive: false,
  runId: fakeIds.run,
  itemId: fakeIds.item,
  givenBy: 'ann',
  givenAt: instant,
  reason: null,
  uses: 0,
  lastUsedAt: null,
  revokedAt: instant,
  revokedBy: 'ann',
  revokeReason: null,
};

const alert: AlertView = {
  alertId: fakeIds.alert,
  kind: 'denials',
  at: instant,
  text: '10 calls in a row were refused by rules or permissions.',
  agent: 'copilot',
  runId: fakeIds.run,
  userId: 'ann',
  runStatus: 'paused',
  acknowledgedAt: null,
  acknowledgedBy: null,
};

const policies: PoliciesView = { version: 1, rules: [], isReadable: true, savedBy: 'ann', savedAt: instant };
const diff = { added: [], removed: [], changed: [] };

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
  const runtime = createFakeRuntime();
  const resolved = resolveOptions({
    database: { pool: undefined as never, transaction: () => Promise.reject(new Error('The fake runtime has no database.')) },
    agents: [defineAgent({ name: 'copilot', description: 'Helps.', tools: [] })],
    authenticate: readBearer,
    resolvePrincipal: (identity): Principal => ({ ...identity, roles: [], timeZone: 'UTC' }),
    can: () => true,
    logger: { info: log('info'), warn: log('warn'), error: log('error') },
    ...options,
  });
  const handler = createHandler(resolved, runtime, { ...streamTiming, ...timing });
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
