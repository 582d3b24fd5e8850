import type { CallWatch } from './consent/anomalies/count-calls.ts';
import type { ResolvedOptions } from './options.ts';
import type { PolicyCache } from './consent/policies/policy-cache.ts';
import type { RateCredit } from './consent/policies/rate-credit.ts';
import type { Proposer } from './proposers/proposer.ts';
import type { Leases } from './engine/leases.ts';
import type { Sql } from './store/database.ts';
import type { Registry } from './registry.ts';

/** Waits for a session's log to grow. */
export interface LogWatcher {
  /** Resolves when the session was touched since the last call, when it is time to poll, or when the signal aborts. */
  next(): Promise<void>;
  /** True once the node has stopped since: whoever reads on would keep it from ending. */
  readonly isOver: boolean;
  close(): void;
}

/** What every capability of the runtime is handed: options, registry and the few objects that have a life. */
export interface Context {
  readonly options: ResolvedOptions;
  readonly registry: Registry;
  readonly leases: Leases;
  readonly policies: PolicyCache;
  readonly rates: RateCredit;
  readonly calls: CallWatch;
  readonly proposers: ReadonlyMap<string, Proposer>;
  /** Runs `fn` in a transaction of the runtime in which only this tenant's rows exist. */
  tenant<T>(tenantId: string, fn: (sql: Sql) => Promise<T>): Promise<T>;
  /** Enqueues a wake-up in the transaction of the fact that causes it. Call `kick` after the commit. */
  enqueueWake(sql: Sql, tenantId: string, runId: string): Promise<void>;
  /** Offers a run to this process's own worker, now. Losing the offer is harmless: the enqueued wake-up stands. */
  kick(tenantId: string, runId: string): void;
  /** True while this process's worker is being stopped: it hands its runs back after the step in hand. */
  isStopping(): boolean;
  /** Tells listeners, here and on other nodes, that a session's log has grown. Call it after the commit. */
  touched(tenantId: string, sessionId: string): void;
  /** The same from inside a transaction of the host, whose commit we do not see. */
  touchedIn(sql: Sql, tenantId: string, sessionId: string): Promise<void>;
  /** Waits for a session's log to grow, here or on another node. */
  watch(tenantId: string, sessionId: string, signal: AbortSignal): LogWatcher;
}
