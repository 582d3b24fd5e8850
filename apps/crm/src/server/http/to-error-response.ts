import { CountersignError } from '@countersign/core';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { findSqlError } from '../db/find-sql-error.ts';
import type { Log } from '../log.ts';

/** Answers with `{ error: { code, message, details } }`, whatever was thrown. What is our defect is logged, and says nothing. */
export function toErrorResponse(thrown: unknown, c: Context, log: Log): Response {
  const error = toKnownError(thrown);
  if (error.status >= 500) log.error({ method: c.req.method, path: c.req.path, error: thrown }, 'a request failed');
  return c.json({ error: { code: error.code, message: error.message, ...(error.details !== undefined && { details: error.details }) } }, error.status as 500);
}

function toKnownError(thrown: unknown): CountersignError {
  if (thrown instanceof CountersignError) return thrown.status === 500 ? new CountersignError('internal', INTERNAL) : thrown;
  if (thrown instanceof HTTPException && thrown.status < 500) return new CountersignError('invalid_request', thrown.message || 'The request is not valid.');
  const state = findSqlError(thrown)?.code;
  // Class 22: a value Postgres cannot hold. Schemas should have said so; the caller can still do something about it.
  if (state?.startsWith('22')) return new CountersignError('invalid_request', 'The request contains a value that cannot be stored.', { cause: thrown });
  if (isDatabaseAway(thrown, state))
    return new CountersignError('unavailable', 'The database does not answer at the moment. Try again shortly.', { cause: thrown });
  return new CountersignError('internal', INTERNAL, { cause: thrown });
}

const INTERNAL = 'Something went wrong on our side. It has been logged.';

function isDatabaseAway(thrown: unknown, state: string | undefined): boolean {
  if (state && (/^(08|57P|53)/.test(state) || ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(state))) return true;
  return thrown instanceof Error && /Connection terminated|timeout exceeded when trying to connect/.test(thrown.message);
}
