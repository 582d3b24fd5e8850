import { type Agent, CountersignError, type Principal } from '@countersign/core';
import { createCallWatch } from './consent/anomalies/create-call-watch.ts';
import { createPolicyCache } from './consent/policies/policy-cache.ts';
import { createRateQuotas } from './consent/policies/rate-quota.ts';
import { type OperatorSwitch, unsafeSetKillSwitch } from './consent/switches/set-switch.ts';
import { advanceRun } from './engine/advance-run.ts';
import { createDispatcher, type Dispatcher, perTenantLimit } from './engine/dispatcher.ts';
import type { EngineContext } from './engine/engine-context.ts';
import { createLeases } from './engine/leases.ts';
import { createQueue, type Queue } from './engine/queue.ts';
import { createSweep } from './engine/sweep.ts';
import { type Api, createApi } from './http/create-api.ts';
import { createHandler } from './http/create-handler.ts';
import { type CountersignOptions, type ResolvedOptions, resolveOptions } from './options.ts';
import { createModelProposer } from './proposers/model/create-model-proposer.ts';
import type { Proposer } from './proposers/proposer.ts';
import { createRulesProposer } from './proposers/rules/create-rules-proposer.ts';
import { createRegistry } from './registry.ts';
import { createScheduler } from './schedules/create-scheduler.ts';
import { requireSchedules } from './schedules/require-schedules.ts';
import { completeGoal, type GoalCompletion } from './sessions/complete-goal.ts';
import { createRoleCheck } from './store/check-role.ts';
import type { Sql } from './store/database.ts';
import { withTenant } from './store/open-transaction.ts';
import { createNotifier, type Notifier } from './stream/notifier.ts';

/** The agent layer of one process. */
export interface Countersign {
  /** Answers everything under `basePath`. */
  handler(request: Request): Promise<Response>;
  /** Advances runs. Without it this process only takes requests, and others do the work. */
  worker: { start(): Promise<void>; stop(): Promise<void> };
  /** What HTTP offers, for the host's own code and for tests. @example countersign.api.startRun(principal, { agent: 'copilot', task: 'Find Jordan.' }) */
  api: Api;
  /** Tells a session, in the host's own transaction, that the record of an opened panel was saved. */
  completeGoal(principal: Principal, goal: GoalCompletion, sql: Sql): Promise<void>;
  /** What answers just now: the database, and this process's worker. */
  checkHealth(): Promise<{ database: boolean; worker: boolean }>;
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
  const sweep = createSweep(ctx, pool);
  const watch = createCallWatch(ctx);
  requireSchedules(options.schedules, ctx.registry, queue.occurrences);
  const scheduler = createScheduler(ctx, queue);
  const { concurrency } = options.worker;
  let isWorking = false;

  return {
    handler: createHandler(ctx),
    api: createApi(ctx),
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
    watch: (tenantId, sessionId, signal) => notifier.watch(tenantId, sessionId, signal),
  };
  const dispatcher = createDispatcher((tenantId, runId) => advanceRun(ctx, tenantId, runId), options.worker, options.logger);
  return { ctx, dispatcher };
}

/** Rules alone, or rules with models for what they do not understand. */
function createProposer({ models, country }: ResolvedOptions, agent: Agent): Proposer {
  const rules = createRulesProposer({ agent, country });
  return models ? createModelProposer({ gateway: models, rules }) : rules;
}
