import { type Agent, CountersignError, type Principal } from '@countersign/core';
import type { RunStarted, StartRun } from '@countersign/core/internal';
import { acknowledgeAlert } from './alerts/acknowledge-alert.ts';
import { listAlerts } from './alerts/list-alerts.ts';
import { createCallWatch } from './consent/anomalies/create-call-watch.ts';
import { decideApprovals } from './consent/approvals/decide-approvals.ts';
import { listApprovals } from './consent/approvals/list-approvals.ts';
import { listGrants } from './consent/approvals/list-grants.ts';
import { revokeGrant } from './consent/approvals/revoke-grant.ts';
import { getPolicies } from './consent/policies/get-policies.ts';
import { createPolicyCache } from './consent/policies/policy-cache.ts';
import { createRateQuotas } from './consent/policies/rate-quota.ts';
import { savePolicies } from './consent/policies/save-policies.ts';
import { tryPolicies } from './consent/policies/try-policies.ts';
import { listSwitches, type OperatorSwitch, setSwitch, unsafeSetKillSwitch } from './consent/switches/set-switch.ts';
import { advanceRun } from './engine/advance-run.ts';
import { createDispatcher, type Dispatcher, perTenantLimit } from './engine/dispatcher.ts';
import type { EngineContext } from './engine/engine-context.ts';
import { createLeases } from './engine/leases.ts';
import { createQueue, type Queue } from './engine/queue.ts';
import { createSweep } from './engine/sweep.ts';
import { createHandler } from './http/create-handler.ts';
import { type CountersignOptions, type ResolvedOptions, resolveOptions } from './options.ts';
import { createModelProposer } from './proposers/model/create-model-proposer.ts';
import type { Proposer } from './proposers/proposer.ts';
import { createRulesProposer } from './proposers/rules/create-rules-proposer.ts';
import { createRegistry } from './registry.ts';
import { cancelRun } from './runs/cancel-run.ts';
import { readPrompt } from './runs/read-prompt.ts';
import { getRun, listRuns } from './runs/read-runs.ts';
import { resumePausedRun } from './runs/resume-paused-run.ts';
import { startRun } from './runs/start-run.ts';
import type { Runtime } from './runtime.ts';
import { createScheduler } from './schedules/create-scheduler.ts';
import { requireSchedules } from './schedules/require-schedules.ts';
import { completeGoal, type GoalCompletion } from './sessions/complete-goal.ts';
import { createSession } from './sessions/create-session.ts';
import { listSessions } from './sessions/list-sessions.ts';
import { postMessage } from './sessions/post-message.ts';
import { recordPanelEvent } from './sessions/record-panel-event.ts';
import { createRoleCheck } from './store/check-role.ts';
import type { Sql } from './store/database.ts';
import { withTenant } from './store/open-transaction.ts';
import { listEvents } from './stream/list-events.ts';
import { createNotifier, type Notifier } from './stream/notifier.ts';
import { tailEvents } from './stream/tail-events.ts';
import { listTools } from './tools/list-tools.ts';

/** The agent layer of one process. */
export interface Countersign {
  /** Answers everything under `basePath`. */
  handler(request: Request): Promise<Response>;
  /** Advances runs. Without it this process only takes requests, and others do the work. */
  worker: { start(): Promise<void>; stop(): Promise<void> };
  startRun(principal: Principal, input: StartRun): Promise<RunStarted>;
  /** Tells a session, in the host's own transaction, that the record of an opened panel was saved. */
  completeGoal(principal: Principal, goal: GoalCompletion, sql: Sql): Promise<void>;
  /** What answers just now: the database, and this process's worker. */
  checkHealth(): Promise<{ database: boolean; worker: boolean }>;
  /** The same capabilities without HTTP, for the host's own code and for tests. */
  runtime: Runtime;
  /** Switches a whole tenant, or everything, off or on again, from the host's own code. @example unsafeSetKillSwitch({ isOff: true, by: 'Ops', reason: 'Incident 12.' }) */
  unsafeSetKillSwitch(change: OperatorSwitch): Promise<void>;
  /** Works on one run until it rests. What the worker calls; safe to call twice and from another engine. */
  advance(tenantId: string, runId: string): Promise<void>;
}

/**
 * Builds the agent layer over a host's database, agents and permissions. Nothing runs until `worker.start()`.
 *
 * @throws {CountersignError} `invalid_options`
 * @example
 * const countersign = createCountersign({ database: pgDatabase({ pool }), agents: [copilot], authenticate, resolvePrincipal, can })
 * await countersign.worker.start()
 */
export function createCountersign(given: CountersignOptions): Countersign {
  const options = resolveOptions(given);
  const { pool } = options.database;
  const notifier = createNotifier(pool, options.logger);
  const queue = createQueue(pool, options.logger, options.schedules.length > 0 ? { scheduleMs: options.worker.scheduleMs } : undefined);
  const checkRole = createRoleCheck(pool);
  let isStopping = false;
  const { ctx, dispatcher } = createContext({ options, notifier, queue, checkRole, isStopping: () => isStopping });
  const runtime = createRuntime(ctx, notifier);
  const sweep = createSweep(ctx, pool);
  const watch = createCallWatch(ctx);
  requireSchedules(options.schedules, ctx.registry, queue.occurrences);
  const scheduler = createScheduler(ctx, queue);
  const { concurrency } = options.worker;
  let isWorking = false;

  return {
    runtime,
    handler: createHandler(options, runtime),
    worker: {
      async start() {
        await checkRole();
        requireRoom(pool.options.max);
        if (isWorking) return;
        ctx.leases.start();
        await notifier.start();
        dispatcher.start();
        await queue.work({ concurrency, perTenant: perTenantLimit(concurrency) }, (tenantId, runId) => dispatcher.run(tenantId, runId));
        sweep.start();
        watch.start();
        await scheduler.start();
        isWorking = true;
      },
      async stop() {
        isWorking = false;
        isStopping = true;
        await Promise.all([sweep.stop(), watch.stop(), scheduler.stop()]);
        await Promise.all([dispatcher.stop(), queue.stop()]);
        ctx.leases.stop();
        await notifier.stop();
        isStopping = false;
      },
    },
    startRun: runtime.startRun,
    completeGoal: (principal, goal, sql) => completeGoal(ctx, principal, goal, sql),
    async checkHealth() {
      const database = await pool.query('select 1').then(
        () => true,
        () => false,
      );
      return { database, worker: isWorking && ctx.leases.isAlive() };
    },
    unsafeSetKillSwitch: (change) => unsafeSetKillSwitch(ctx, change),
    async advance(tenantId, runId) {
      await dispatcher.run(tenantId, runId);
    },
  };
}

/** One connection listens, one renews leases; with fewer than two left a worker would wait for itself. */
const LEAST_CONNECTIONS = 4;

function requireRoom(max: number): void {
  if (max >= LEAST_CONNECTIONS) return;
  throw new CountersignError('invalid_options', `The database pool allows ${max} connections; a worker needs at least ${LEAST_CONNECTIONS}. Raise its max.`);
}

interface Parts {
  options: ResolvedOptions;
  notifier: Notifier;
  queue: Queue;
  checkRole: ReturnType<typeof createRoleCheck>;
  isStopping: () => boolean;
}

function createContext({ options, notifier, queue, checkRole, isStopping }: Parts): { ctx: EngineContext; dispatcher: Dispatcher } {
  const { pool } = options.database;
  const leases = createLeases(pool, options.worker, options.logger);
  const ctx: EngineContext = {
    options,
    registry: createRegistry(options.agents),
    leases,
    policies: createPolicyCache(),
    quotas: createRateQuotas(),
    watched: new Map(),
    proposers: new Map(options.agents.map((agent) => [agent.name, options.proposer?.(agent) ?? createProposer(options, agent)])),
    tenant: (tenantId, fn) => checkRole()?.then(() => withTenant(pool, tenantId, fn)) ?? withTenant(pool, tenantId, fn),
    enqueueWake: (sql, tenantId, runId) => queue.send(sql, tenantId, runId),
    wake: (tenantId, runId) => dispatcher.wake(tenantId, runId),
    abort: (runId) => leases.abort(runId),
    isStopping,
    notify: (tenantId, sessionId) => notifier.notify(tenantId, sessionId),
    notifyIn: (sql, tenantId, sessionId) => notifier.notifyIn(sql, tenantId, sessionId),
  };
  const dispatcher = createDispatcher((tenantId, runId) => advanceRun(ctx, tenantId, runId), options.worker, options.logger);
  return { ctx, dispatcher };
}

/** Rules alone, or rules with models for what they do not understand. */
function createProposer({ models, country }: ResolvedOptions, agent: Agent): Proposer {
  const rules = createRulesProposer({ agent, country });
  return models ? createModelProposer({ gateway: models, rules }) : rules;
}

function createRuntime(ctx: EngineContext, notifier: Notifier): Runtime {
  return {
    createSession: (principal, input) => createSession(ctx, principal, input),
    listSessions: (principal, query) => listSessions(ctx, principal, query),
    postMessage: (principal, sessionId, input) => postMessage(ctx, principal, sessionId, input),
    recordPanelEvent: (principal, sessionId, input) => recordPanelEvent(ctx, principal, sessionId, input),
    listEvents: (principal, sessionId, query) => listEvents(ctx, principal, sessionId, query),
    tailEvents: (principal, sessionId, after, signal) => tailEvents(ctx, notifier, principal, sessionId, after, signal),
    startRun: (principal, input) => startRun(ctx, principal, input),
    listRuns: (principal, query) => listRuns(ctx, principal, query),
    getRun: (principal, runId) => getRun(ctx, principal, runId),
    readPrompt: (principal, runId, stepIndex) => readPrompt(ctx, principal, runId, stepIndex),
    cancelRun: (principal, runId) => cancelRun(ctx, principal, runId),
    resumeRun: (principal, runId) => resumePausedRun(ctx, principal, runId),
    listApprovals: (principal, query) => listApprovals(ctx, principal, query),
    decideApprovals: (principal, input) => decideApprovals(ctx, principal, input),
    listGrants: (principal, query) => listGrants(ctx, principal, query),
    revokeGrant: (principal, grantId, input) => revokeGrant(ctx, principal, grantId, input),
    getPolicies: (principal, query) => getPolicies(ctx, principal, query),
    savePolicies: (principal, input) => savePolicies(ctx, principal, input),
    tryPolicies: (principal, input) => tryPolicies(ctx, principal, input),
    listSwitches: (principal) => listSwitches(ctx, principal),
    setSwitch: (principal, input) => setSwitch(ctx, principal, input),
    listAlerts: (principal, query) => listAlerts(ctx, principal, query),
    acknowledgeAlert: (principal, alertId) => acknowledgeAlert(ctx, principal, alertId),
    listTools: (principal) => listTools(ctx, principal),
  };
}
