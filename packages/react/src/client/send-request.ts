import { CountersignError, type ErrorCode } from '@countersign/core';
import { ErrorResponse, errorTable, type Route } from '@countersign/core/internal';
import type { z } from 'zod';

/** Where requests go and how. */
export interface Transport {
  baseUrl: string;
  fetch: typeof fetch;
  /** Read for every request, so a token may change. */
  headers: () => HeadersInit;
}

export interface RequestOptions {
  /** @default 'get' */
  method?: Route['method'];
  /** Below the base URL. */
  path: string;
  body?: unknown;
  query?: Readonly<Record<string, unknown>>;
  accept?: string;
  signal?: AbortSignal | undefined;
  /** Lets the request outlive the page, for what the user did last. */
  keepalive?: boolean;
}

/** How long a request that is no stream may take. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Browsers refuse to keep more than 64 KiB of bodies alive beyond the page. */
const MAX_KEEPALIVE_CHARS = 16_000;

/**
 * Sends a request and parses its answer.
 *
 * @throws CountersignError with the server's code, `unavailable` when there was no usable answer, `cancelled` when `signal` aborted
 */
export async function sendRequest<T extends z.ZodType>(transport: Transport, answer: T, options: RequestOptions): Promise<z.output<T>> {
  const { path } = options;
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const response = await openResponse(transport, { ...options, signal });
  const body = await readJson(response, path, signal);
  const parsed = answer.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new CountersignError('internal', `The answer of ${path} is not of the form this client knows. Update the client or the server.`, {
    details: parsed.error.issues,
  });
}

/** Sends a request and hands over the response, its body unread. Errors are thrown as in `sendRequest`. */
export async function openResponse(transport: Transport, options: RequestOptions): Promise<Response> {
  const { path } = options;
  const headers = new Headers(transport.headers());
  headers.set('accept', options.accept ?? 'application/json');
  if (options.body !== undefined) headers.set('content-type', 'application/json');
  const init: RequestInit = { method: (options.method ?? 'get').toUpperCase(), headers, cache: 'no-store', signal: options.signal ?? null };
  if (options.body !== undefined) {
    init.body = JSON.stringify(options.body);
    init.keepalive = options.keepalive === true && init.body.length < MAX_KEEPALIVE_CHARS;
  }
  let response: Response;
  try {
    response = await transport.fetch(transport.baseUrl + path + toQuery(options.query), init);
  } catch (cause) {
    throw toNetworkError(cause, path, options.signal);
  }
  if (response.ok) return response;
  throw toServerError(response.status, path, await readErrorBody(response));
}

/** Turns what `fetch` or a body reader threw into the one error class. */
export function toNetworkError(cause: unknown, path: string, signal?: AbortSignal): CountersignError {
  const reason: unknown = signal?.aborted ? signal.reason : cause;
  const name = reason instanceof Error || reason instanceof DOMException ? reason.name : '';
  if (name === 'TimeoutError') return new CountersignError('unavailable', 'The server did not answer in time. Try again.', { details: { path }, cause });
  if (signal?.aborted) return new CountersignError('cancelled', `The request to ${path} was given up by this client.`, { cause });
  return new CountersignError('unavailable', 'The server cannot be reached. Check the connection and try again.', { details: { path }, cause });
}

async function readJson(response: Response, path: string, signal: AbortSignal): Promise<unknown> {
  let text: string;
  try {
    text = await response.text();
  } catch (cause) {
    throw toNetworkError(cause, path, signal);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CountersignError('unavailable', `${path} answered with something other than JSON. Is a proxy in between?`, { cause });
  }
}

async function readErrorBody(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    // Not ours: a proxy's page or a cut body. The status alone decides then.
    return undefined;
  }
}

function toServerError(status: number, path: string, body: unknown): CountersignError {
  const parsed = ErrorResponse.safeParse(body);
  if (!parsed.success) return new CountersignError(toErrorCode(status), `${path} answered with status ${status}.`);
  const { code, message, details } = parsed.data.error;
  return new CountersignError(isErrorCode(code) ? code : toErrorCode(status), message, { details });
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code);
}

const codeByStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthenticated',
  403: 'permission_denied',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'conflict',
  410: 'expired',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  422: 'invalid_input',
  429: 'rate_limited',
  500: 'internal',
};

/** The code of an answer that does not name one: what stands before the server answers with statuses alone. */
function toErrorCode(status: number): ErrorCode {
  return codeByStatus[status] ?? (status >= 500 || status === 408 ? 'unavailable' : 'invalid_request');
}

function toQuery(query: RequestOptions['query']): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  if (pairs.length === 0) return '';
  return `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString()}`;
}
