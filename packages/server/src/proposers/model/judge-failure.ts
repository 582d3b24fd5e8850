import { APICallError } from '@ai-sdk/provider';
import { readRetryAfter } from './retry-after.ts';

/** Why an attempt gave no reply. */
export type FailureKind =
  | 'rate_limited'
  | 'overloaded'
  | 'server_error'
  | 'timed_out'
  /** The stream ended, or stopped making sense, before the reply was complete. */
  | 'cut'
  | 'unreachable'
  | 'unauthorised'
  /** The provider does not take this request: it would not take it again. */
  | 'rejected';

export interface Failure {
  kind: FailureKind;
  /** May the same request succeed at the same model? */
  isRetryable: boolean;
  /** True: the provider turned the call away before any work was done, so that it costs nothing. */
  isFree: boolean;
  status?: number;
  retryAfterMs?: number;
  /** For the log; never the request, and never a key. */
  message: string;
}

/** The time for the first byte, or for the whole call, was over. */
export class AttemptTimeoutError extends Error {
  override readonly name = 'AttemptTimeoutError';
}

/** The stream reported an error, or ended without saying that it was complete. */
export class StreamCutError extends Error {
  override readonly name = 'StreamCutError';
}

/** Judges what an attempt threw. */
export function judgeFailure(error: unknown, nowMs: number): Failure {
  const message = toMessage(error);
  if (error instanceof AttemptTimeoutError) return { kind: 'timed_out', isRetryable: true, isFree: false, message };
  if (!APICallError.isInstance(error)) return { kind: 'cut', isRetryable: true, isFree: false, message };
  const { statusCode: status, responseHeaders = {} } = error;
  if (status === undefined) return { kind: 'unreachable', isRetryable: true, isFree: wasNeverConnected(error), message };
  const retryAfterMs = readRetryAfter(responseHeaders, nowMs);
  const base = { status, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  if (status === 429) return { ...base, kind: 'rate_limited', isRetryable: true, isFree: true };
  if (status === 529 || status === 503) return { ...base, kind: 'overloaded', isRetryable: true, isFree: true };
  if (status === 401 || status === 403) return { ...base, kind: 'unauthorised', isRetryable: false, isFree: true };
  if (status === 408 || status === 409) return { ...base, kind: 'server_error', isRetryable: true, isFree: true };
  if (status >= 400 && status < 500) return { ...base, kind: 'rejected', isRetryable: false, isFree: true };
  // 500, 502, 504: it may have worked on it. 200 with a body that is no stream: it may have cost, nobody says what.
  return { ...base, kind: status >= 500 ? 'server_error' : 'cut', isRetryable: true, isFree: false };
}

/** A refused or unresolved connection has carried nothing; of a reset one nobody can know. */
function wasNeverConnected(error: unknown): boolean {
  for (let cause = error; typeof cause === 'object' && cause !== null; cause = (cause as { cause?: unknown }).cause) {
    const { code } = cause as { code?: unknown };
    if (typeof code === 'string' && ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'].includes(code)) return true;
  }
  return false;
}

/** Providers quote keys in some of their messages ("Incorrect API key provided: sk-…"). */
function toMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : 'The provider reported an error.';
  return text.slice(0, 300).replaceAll(/\b(sk|key|pk)[-_][\w*.-]{4,}/gi, '$1-…');
}
