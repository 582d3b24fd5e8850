import type { Principal } from '@countersign/core';
import type { HostTx } from '@countersign/core/internal';
import type pg from 'pg';

/** Runs one parameterised statement on the connection of a transaction. */
export type Sql = <Row extends pg.QueryResultRow = pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<pg.QueryResult<Row>>;

/** How the runtime reaches the database. The host opens the transactions that its services use. */
export interface HostDatabase {
  /** Connections of the least-privileged role `countersign_app`, for the runtime's own rows. A worker keeps two of them, so it asks for at least four. */
  readonly pool: pg.Pool;
  /**
   * True when `transaction` rejects if any statement sent on it failed, also one nobody waited for. The runtime then sends
   * its last statement and the commit in one flight. @default false
   */
  readonly reportsEveryFailure?: boolean;
  /**
   * Opens a transaction of the host for a principal, hands it to `fn` together with a way to run our statements on the
   * same connection, commits when `fn` resolves and rolls back when it rejects. The setting `countersign.tenant` must be
   * local to it, and with `statementTimeoutMs` so must the setting `statement_timeout`.
   */
  transaction<T>(principal: Principal, fn: (tx: HostTx, sql: Sql) => Promise<T>, options?: { statementTimeoutMs?: number }): Promise<T>;
}
