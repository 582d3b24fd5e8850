import pg from 'pg';

export interface PoolOptions {
  url: string;
  /** Most connections at once. @default 20 */
  max?: number;
  /** Told of idle connections that broke; the pool has already dropped them. @default nobody is told */
  onError?: (error: Error) => void;
}

/**
 * A pool as the runtime likes it: pipelined, so that the opening of a transaction travels with its first statement, and
 * with a listener for idle connections that break, without which a restart of the database would end the process.
 */
export function createPool({ url, max = 20, onError = () => {} }: PoolOptions): pg.Pool {
  const config: pg.PoolConfig & { pipeline: boolean } = {
    connectionString: url,
    max,
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    application_name: 'countersign',
  };
  const pool = new pg.Pool(config);
  pool.on('error', onError);
  return pool;
}
