import { CountersignError } from '@countersign/core';
import pg from 'pg';

function describeFailure(url: string, error: { code?: string; message: string }): { code: 'unavailable' | 'invalid_options'; message: string } | null {
  const { host, port, database, user } = new pg.Client({ connectionString: url });
  const server = `${host}:${port}`;
  switch (error.code) {
    case '28P01':
      return { code: 'invalid_options', message: `The PostgreSQL at ${server} does not accept the password of "${user}". Correct the URL.` };
    case '28000':
      return {
        code: 'invalid_options',
        message: `The PostgreSQL at ${server} does not let "${user}" in: ${error.message}. Correct the URL or the server's pg_hba.conf.`,
      };
    case '3D000':
      return { code: 'invalid_options', message: `The PostgreSQL at ${server} has no database "${database}". Create it or correct the URL.` };
    case '42501':
      return { code: 'invalid_options', message: `"${user}" lacks a permission at ${server}/${database}: ${error.message}.` };
    case '53300':
      return { code: 'unavailable', message: `The PostgreSQL at ${server} has no connection left (${error.message}). Close some or raise max_connections.` };
    case '57P03':
      return { code: 'unavailable', message: `The PostgreSQL at ${server} is starting or shutting down. Try again in a moment.` };
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'ENOTFOUND':
    case 'ENOENT':
    case 'EAI_AGAIN':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return { code: 'unavailable', message: `No PostgreSQL answers at ${server} (${error.code}). Start it or correct the URL.` };
    default:
      if (/password must be a string|no password|SASL/i.test(error.message))
        return { code: 'invalid_options', message: `The PostgreSQL at ${server} asks "${user}" for a password and the URL has none. Add it.` };
      if (/timeout|terminated/i.test(error.message))
        return { code: 'unavailable', message: `No PostgreSQL answers at ${server} (${error.message}). Start it or correct the URL.` };
      return null;
  }
}

/** One clear sentence for what goes wrong between us and a database; anything unexpected is passed on as it is. */
function toDatabaseError(url: string, error: unknown): Error {
  if (error instanceof CountersignError) return error;
  const known = error instanceof Error ? describeFailure(url, error as Error & { code?: string }) : null;
  return known ? new CountersignError(known.code, known.message, { cause: error }) : (error as Error);
}

/**
 * Opens one connection, hands it to `fn` and closes it.
 * @throws {CountersignError} `unavailable` or `invalid_options` with one sentence; never with a password in it
 */
export async function withClient<T>(url: string, fn: (client: pg.Client) => Promise<T>): Promise<T> {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol))
    throw new CountersignError('invalid_options', 'The database URL is not one: it looks like postgres://user:password@host:5432/database.');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: 'countersign-setup' });
  // A connection that breaks while idle reports it as an event; the next statement fails with it, which is what we look at.
  client.on('error', () => {});
  try {
    await client.connect();
    return await fn(client);
  } catch (error) {
    throw toDatabaseError(url, error);
  } finally {
    await client.end();
  }
}

/* Out of reach, shutting down, out of connections: https://www.postgresql.org/docs/current/errcodes-appendix.html classes 08, 53 and 57P. */
const unreachable = /^(?:08...|53300|57P0[1-5]|ECONN\w+|ENOTFOUND|ENOENT|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE)$/;

/** An error that means "not now" instead of "wrong" becomes one that says so; any other is passed on as it is. */
export function toUnavailable(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof CountersignError) return error;
  const { code } = error as Error & { code?: string };
  const isUnreachable =
    code === undefined
      ? /timeout exceeded when trying to connect|connection terminated|client has encountered a connection error/i.test(error.message)
      : unreachable.test(code);
  if (!isUnreachable) return error;
  return new CountersignError('unavailable', 'The database does not answer just now. Try again in a moment.', { cause: error });
}
