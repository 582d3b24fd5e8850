import { type Agent, type AnomalyBounds, CountersignError, defaultAnomalyBounds, type Identity, type Principal } from '@countersign/core';
import { z } from 'zod';
import type { ModelGateway } from './proposers/model/model-gateway.ts';
import type { Proposer } from './proposers/proposer.ts';
import type { HostDatabase } from './store/database.ts';

/** Where the process can be made to die or stall in tests. Absent in production. */
export type FaultPoint = 'before_intent' | 'after_intent' | 'after_effect' | 'after_result';
export type Faults = (point: FaultPoint, call: { runId: string; tool: string }) => void | Promise<void>;

/** Structured log lines; a pino logger fits. Never handed secrets or message texts. */
export interface Logger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface WorkerOptions {
  /** Runs one process advances at a time. @default 16 */
  concurrency: number;
  /** How long a worker may be silent before others take its runs, in milliseconds. @default 10000 */
  leaseMs: number;
  /** How often leases are renewed, in milliseconds. @default 2500 */
  heartbeatMs: number;
  /** How often orphaned runs and expired approvals are looked for, in milliseconds. @default 2000 */
  sweepMs: number;
  /** How often schedules are looked at, in milliseconds: a tick may come this much late. From 1000 to 45000. @default 30000 */
  scheduleMs: number;
  /** How often the calls and refusals of the tenants at work are counted over all nodes, in milliseconds. @default 10000 */
  watchMs: number;
}

export interface LimitOptions {
  /** Largest request body, in bytes. @default 65536 */
  maxBodyBytes: number;
  /** Writing requests one user may make in a minute, per node. @default 240 */
  writesPerMinute: number;
  /** Reading requests one user may make in a minute, per node. @default 3000 */
  readsPerMinute: number;
  /** Event streams one user may hold open at once, per node. @default 20 */
  streamsPerUser: number;
}

/** One moment of a schedule in one time zone. */
export interface Tick {
  schedule: string;
  timeZone: string;
  /** The moment the expression names, not the one at which somebody got round to it. */
  at: Date;
}

/** A task that is given to an agent again and again, for people who did not have to ask. */
export interface Schedule {
  /** Stable: with the moment and the person it names a run, and it stands in the audit. Small letters, digits, `_` and `-`. */
  readonly name: string;
  /** Minute, hour, day, month, weekday: `0 8 * * *` is eight every morning. */
  readonly cron: string;
  /**
   * The IANA zone in which `cron` is read. A function names the zones of all tenants: each has a tick of its own, so that the
   * morning is everybody's own. It is asked when a worker starts and every five minutes. @default 'UTC'
   */
  readonly timeZone?: string | (() => Promise<readonly string[]> | readonly string[]);
  readonly agent: string;
  /** What is to be done, in words; shown in the run's log. */
  readonly task: string;
  /** The intent whose plan it is. Left out: the task is understood like one of `POST /runs`. */
  readonly intent?: string;
  /** Whom to do it for at this tick: a run each, with that person's permissions. Asked again when a tick is repeated. */
  readonly for: (tick: Tick) => Promise<readonly Identity[]> | readonly Identity[];
  /** Ticks that came while no worker ran: `once` makes up for the latest when one is back, `skip` for none. @default 'once' */
  readonly missed?: 'once' | 'skip';
  /**
   * What becomes of the run of an earlier tick that still waits for an approval when this one comes: `replace` cancels it, so
   * that nobody is asked twice about the same and the facts are today's; `keep` leaves both. @default 'replace'
   */
  readonly unanswered?: 'replace' | 'keep';
}

/** What `createCountersign` takes. */
export interface CountersignOptions {
  database: HostDatabase;
  agents: readonly Agent[];
  /** Path the handler is mounted under. @default '/agent' */
  basePath?: string;
  /** Reads the host's own session off a request; null means not signed in. */
  authenticate: (request: Request) => Promise<Identity | null> | Identity | null;
  /** Asked again at every tool call; null means the person may do nothing any more and ends the run. */
  resolvePrincipal: (identity: Identity) => Promise<Principal | null> | Principal | null;
  /** Asked at every tool call, with the input about to be used. */
  can: (principal: Principal, permission: string, input?: unknown) => Promise<boolean> | boolean;
  /** Language models, for what the rules do not understand. @default none: everything works by rules */
  models?: ModelGateway;
  /** @default the rules proposer over the agent's intents, and with `models` those for the rest */
  proposer?: (agent: Agent) => Proposer;
  /** Tasks given to agents by the clock. Their ticks are told once for all nodes with a worker. @default none */
  schedules?: readonly Schedule[];
  /** Origins besides the request's own that may send cookies with a POST. @default none */
  allowedOrigins?: readonly string[];
  /** Two-letter country whose phone numbers need no prefix. @default 'US' */
  country?: string;
  worker?: Partial<WorkerOptions>;
  limits?: Partial<LimitOptions>;
  /** From when on a run pauses as unusual. @default 10 times the usual hour beyond 1000 calls or 50 refusals, 10 denials or 8 equal failures in a row */
  anomalies?: Partial<AnomalyBounds>;
  logger?: Logger;
  /** @default () => new Date() */
  clock?: () => Date;
  faults?: Faults;
}

const workerDefaults = {
  concurrency: 16,
  leaseMs: 10_000,
  heartbeatMs: 2_500,
  sweepMs: 2_000,
  scheduleMs: 30_000,
  watchMs: 10_000,
} as const satisfies WorkerOptions;
export const limitDefaults = { maxBodyBytes: 65_536, writesPerMinute: 240, readsPerMinute: 3_000, streamsPerUser: 20 } as const satisfies LimitOptions;

const silent: Logger = { info() {}, warn() {}, error() {} };

/** Options with every default filled in. */
export type ResolvedOptions = Omit<Required<CountersignOptions>, 'worker' | 'limits' | 'anomalies' | 'models' | 'proposer' | 'faults'> & {
  worker: WorkerOptions;
  limits: LimitOptions;
  anomalies: AnomalyBounds;
  models?: ModelGateway;
  proposer?: (agent: Agent) => Proposer;
  faults?: Faults;
};

const positive = z.number().int().positive();
const Checked = z.object({
  basePath: z.string().regex(/^(\/[\w.~-]+)+$/, 'basePath must look like /agent: a leading slash, no trailing one.'),
  country: z.string().regex(/^[A-Z]{2}$/, 'country must be two capital letters, such as US.'),
  worker: z
    .object({
      concurrency: positive,
      leaseMs: positive,
      heartbeatMs: positive,
      sweepMs: positive,
      scheduleMs: z.number().int().min(1_000).max(45_000),
      watchMs: positive,
    })
    .refine((w) => w.heartbeatMs * 2 <= w.leaseMs, 'heartbeatMs must be at most half of leaseMs, or one late heartbeat loses the run.'),
  limits: z.object({ maxBodyBytes: positive, writesPerMinute: positive, readsPerMinute: positive, streamsPerUser: positive }),
  anomalies: z.object({
    timesUsual: z.number().positive(),
    minCallsPerHour: positive,
    minDenialsPerHour: positive,
    denialsInARow: positive,
    sameFailuresInARow: positive,
  }),
  agents: z.array(z.object({ name: z.string() })).min(1, 'At least one agent is needed.'),
});

/** Fills in defaults and checks what can be checked. @throws {CountersignError} `invalid_options` */
export function resolveOptions(options: CountersignOptions): ResolvedOptions {
  const resolved: ResolvedOptions = {
    basePath: '/agent',
    allowedOrigins: [],
    schedules: [],
    country: 'US',
    logger: silent,
    clock: () => new Date(),
    ...options,
    worker: { ...workerDefaults, ...options.worker },
    limits: { ...limitDefaults, ...options.limits },
    anomalies: { ...defaultAnomalyBounds, ...options.anomalies },
  };
  const checked = Checked.safeParse(resolved);
  if (!checked.success) throw new CountersignError('invalid_options', z.prettifyError(checked.error));
  return resolved;
}
