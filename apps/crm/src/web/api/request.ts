import { z } from 'zod';
import { ApiError } from '../../shared/api-error.ts';
import { ApiFailure } from './api-failure.ts';

interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

/**
 * Asks the CRM's API and parses the answer.
 *
 * @throws {ApiFailure} when the server refuses, cannot be reached, or answers with something else than promised
 */
export async function request<T extends z.ZodType>(schema: T, path: string, options: RequestOptions = {}): Promise<z.output<T>> {
  const response = await send(path, options);
  const body = await readJson(response);
  if (!response.ok) throw toFailure(response.status, body);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ApiFailure({
    status: response.status,
    code: 'invalid_output',
    message: 'The server sent an answer this page does not understand. Reload the page.',
    cause: parsed.error,
  });
}

async function send(path: string, { method = 'GET', body, headers, signal }: RequestOptions): Promise<Response> {
  const init: RequestInit = {
    method,
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
  };
  if (body !== undefined) init.body = JSON.stringify(body);
  if (signal) init.signal = signal;
  try {
    return await fetch(path, init);
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiFailure({ status: 0, code: 'offline', message: 'The server cannot be reached. Check the connection and try again.', cause });
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    // A proxy's error page: the status still says what happened.
    return null;
  }
}

/** better-auth answers `{ code, message }`, our own API `{ error: { code, message, details } }`. */
const BareError = z.object({ code: z.string(), message: z.string() });

function toFailure(status: number, body: unknown): ApiFailure {
  const ours = ApiError.safeParse(body);
  if (ours.success) return new ApiFailure({ status, ...ours.data.error });
  const bare = BareError.safeParse(body);
  if (bare.success) return new ApiFailure({ status, code: bare.data.code.toLowerCase(), message: bare.data.message });
  return new ApiFailure({ status, code: 'internal', message: `The server answered with an error (${status}). Please try again.` });
}

/** Builds a query string from what is set. @example toQuery({ q: 'jo', cursor: undefined }) // '?q=jo' */
export function toQuery(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined && value !== '') query.set(name, String(value));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
