import { setTimeout as delay } from 'node:timers/promises';
import { type Agent, type AnyTool, defineAgent, type Principal, type RunDetail, type SessionEvent } from '@countersign/core';
import { type Countersign, createCountersign } from '../create-countersign.ts';
import type { CountersignOptions } from '../options.ts';
import type { ProposerReply, ProposerTurn } from '../proposers/proposer.ts';
import { withClient } from '../store/database-error.ts';
import { pgDatabase } from '../store/pg-database.ts';
import { scriptedProposer } from './scripted-proposer.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

export interface TestServerOptions extends Partial<Omit<CountersignOptions, 'database'>> {
  /** Tools of the one agent, `worker`. Ignored where `agents` is given. */
  tools?: readonly AnyTool[];
  /** What the agent proposes, by a function of the turn. Ignored where `proposer` is given. */
  script?: (turn: ProposerTurn) => ProposerReply | Promise<ProposerReply>;
  bounds?: Partial<Agent['bounds']>;
  /** What `run()` asks for: targets that it names count as the person's own words. @default 'go' */
  task?: string;
  /** SQL run by the owner before the server starts: the host's own tables. */
  hostSchema?: string;
  /** Start the worker? @default true */
  hasWorker?: boolean;
}

export interface TestServer {
  countersign: Countersign;
  database: TestDatabase;
  /** A principal of tenant `north`; `principal('south')` is one of another. */
  principal(tenantId?: string, userId?: string): Principal;
  /** Starts a run and waits until it rests. */
  run(task?: string): Promise<RunDetail>;
  /** Waits until a run has one of these states. @throws after 25 s: on a busy machine a lease takes its time */
  waitFor(runId: string, ...statuses: RunDetail['status'][]): Promise<RunDetail>;
  events(sessionId: string): Promise<SessionEvent[]>;
  /** A request as a signed-in user, without a socket. */
  request(path: string, init?: RequestInit & { as?: Principal }): Promise<Response>;
  /** Another node over the same database, its worker not started; `change` is what differs from the first. Stopped with the server. */
  twin(change?: Partial<CountersignOptions>): Countersign;
  close(): Promise<void>;
}

const toPrincipal = (tenantId = 'north', userId = `${tenantId}-owner`): Principal => ({ tenantId, userId, roles: ['owner'], timeZone: 'UTC' });
const restingStatuses: RunDetail['status'][] = [
  'completed',
  'completed_with_failures',
  'failed',
  'cancelled',
  'budget_exceeded',
  'timed_out',
  'awaiting_approval',
  'awaiting_human',
];

/**
 * The real runtime on a database of its own: the way every database test of the runtime begins. Sign-in is a header,
 * `x-test-user: tenant/user`; everything else is what production runs.
 *
 * @example const server = await createTestServer({ tools: [addRow], script: () => ({ calls: [{ tool: 'add_row', input: {} }], isFinal: true }) });
 */
export async function createTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { tools = [], script, bounds, task: words = 'go', hostSchema, hasWorker = true, ...given } = options;
  const database = await createTestDatabase();
  if (hostSchema) await withClient(database.ownerUrl, (client) => client.query(hostSchema));
  const countersignOptions: CountersignOptions = {
    database: pgDatabase({ pool: database.pool }),
    agents: [defineAgent({ name: 'worker', description: 'Does what its script says.', tools, ...(bounds && { bounds }) })],
    authenticate: (request) => {
      const [tenantId, userId] = (request.headers.get('x-test-user') ?? '').split('/');
      return tenantId && userId ? { tenantId, userId } : null;
    },
    resolvePrincipal: ({ tenantId, userId }) => toPrincipal(tenantId, userId),
    can: () => true,
    ...(script && { proposer: () => scriptedProposer(script) }),
    ...given,
  };
  const countersign = createCountersign(countersignOptions);
  const twins: Countersign[] = [];
  if (hasWorker) await countersign.worker.start();

  const server: TestServer = {
    countersign,
    database,
    principal: toPrincipal,
    async run(task = words) {
      const { runId } = await countersign.api.startRun(toPrincipal(), { agent: given.agents?.[0]?.name ?? 'worker', task });
      return server.waitFor(runId, ...restingStatuses);
    },
    async waitFor(runId, ...statuses) {
      for (const until = Date.now() + 25_000; ; await delay(10)) {
        const run = await countersign.api.getRun(toPrincipal(), { runId });
        if (statuses.includes(run.status)) return run;
        if (Date.now() > until) throw new Error(`Run ${runId} is ${run.status} (${run.reason ?? 'no reason'}) after 25 s, not ${statuses.join(' or ')}.`);
      }
    },
    async events(sessionId) {
      return (await countersign.api.listEvents(toPrincipal(), { sessionId, after: 0, limit: 1_000 })).events;
    },
    request(path, init = {}) {
      const { as = toPrincipal(), ...rest } = init;
      const headers = new Headers(rest.headers);
      headers.set('x-test-user', `${as.tenantId}/${as.userId}`);
      if (rest.body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
      return countersign.handler(new Request(`http://localhost/agent${path}`, { ...rest, headers }));
    },
    twin(change = {}) {
      const twin = createCountersign({ ...countersignOptions, ...change });
      twins.push(twin);
      return twin;
    },
    async close() {
      await Promise.all([countersign, ...twins].map((node) => node.worker.stop()));
      await database.close();
    },
  };
  return server;
}
