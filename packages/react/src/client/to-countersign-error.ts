import { CountersignError } from '@countersign/core';

/** Gives what was thrown the one error class; what was not ours is a fault of this client. */
export function toCountersignError(cause: unknown): CountersignError {
  return cause instanceof CountersignError ? cause : new CountersignError('internal', 'Something went wrong in this client. Reload the page.', { cause });
}
