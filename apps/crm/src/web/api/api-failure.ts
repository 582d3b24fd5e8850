import { CountersignError } from '@countersign/core';

/** A request that did not succeed: what the server said, or `offline` when it said nothing. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly code: string;
  readonly details: unknown;

  constructor(failure: { status: number; code: string; message: string; details?: unknown; cause?: unknown }) {
    super(failure.message, { cause: failure.cause });
    this.status = failure.status;
    this.code = failure.code;
    this.details = failure.details;
  }
}

/** What a request fails with: one to the CRM's own API, or one that the agent's client sent. */
export function isFailure(error: unknown): error is ApiFailure | CountersignError {
  return error instanceof ApiFailure || error instanceof CountersignError;
}

/** A sentence for people, whatever was thrown. */
export function toSentence(error: unknown): string {
  return isFailure(error) ? error.message : 'Something unexpected happened. Please try again.';
}
