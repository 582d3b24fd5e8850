import { CountersignError } from '@countersign/core';
import type { Logger } from '../options.ts';

/** What is known of a request when it fails. Never its body, cookies, query or authorization. */
export interface FailedRequest {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
}

/**
 * Turns whatever was thrown into the one error shape, `{ error: { code, message, details } }`.
 *
 * Whatever is not a CountersignError, or carries status 500, is a defect: it is logged, and the caller learns a request
 * id to ask for and nothing else.
 */
export function toErrorResponse(thrown: unknown, request: FailedRequest, logger: Logger): Response {
  const error = toSafeError(thrown, request, logger);
  const response = Response.json({ error: { code: error.code, message: error.message, details: error.details ?? null } }, { status: error.status });
  const details = error.details as { retryAfterSeconds?: unknown; allow?: unknown } | undefined;
  if (typeof details?.retryAfterSeconds === 'number') response.headers.set('Retry-After', String(details.retryAfterSeconds));
  if (Array.isArray(details?.allow)) response.headers.set('Allow', details.allow.join(', '));
  return response;
}

function toSafeError(thrown: unknown, request: FailedRequest, logger: Logger): CountersignError {
  if (thrown instanceof CountersignError && thrown.status !== 500) {
    if (thrown.status >= 500) logger.warn({ ...request, code: thrown.code, err: thrown }, 'request could not be served');
    return thrown;
  }
  logger.error({ ...request, err: thrown }, 'request failed unexpectedly');
  return new CountersignError('internal', `Something went wrong on our side. Ask for it under the request id ${request.requestId}.`, {
    details: { requestId: request.requestId },
  });
}
