import type { ResolvedOptions } from './options.ts';
import type { Registry } from './registry.ts';
import type { Sql } from './store/database.ts';

/** Waits for a session's log to grow. */
export interface LogWatcher {
  /** Resolves when the session was touched since the last call, when it is time to poll, or when the signal aborts. */
  next(): Promise<void>;
  /** True once the node has stopped since: whoever reads on would keep it from ending. */
  readonly isOver: boolean;
  close(): void;
}

/** What every capability of the runtime is handed: options, registry, and how to reach the rows, the workers and whoever follows a log. */
export interface Context {
  readonly options: ResolvedOptions;
  readonly registry: Registry;
  /** Runs `fn` in a transaction of the runtime in which only this tenant's rows exist. */
  tenant<T>(tenantId: string, fn: (sql: Sql) => Promise<T>): Promise<T>;
  /** Enqueues a wake-up in the transaction of the fact that causes it. Call `wake` after the commit. */
  enqueueWake(sql: Sql, tenantId: string, runId: string): Promise<void>;
  /** Offers a run to this process's own worker, now. Losing the offer is harmless: the enqueued wake-up stands. */
  wake(tenantId: string, runId: string): void;
  /** Aborts this process's work on a run at once, where a cancel on this node knows before the heartbeat does. */
  abort(runId: string): void;
  /** Tells listeners, here and on other nodes, that a session's log has grown. Call it after the commit. */
  notify(tenantId: string, sessionId: string): void;
  /** The same from inside a transaction of the host, whose commit we do not see. */
  notifyIn(sql: Sql, tenantId: string, sessionId: string): Promise<void>;
  /** Waits for a session's log to grow, here or on another node. */
  watch(tenantId: string, sessionId: string, signal: AbortSignal): LogWatcher;
}
