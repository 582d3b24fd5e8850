/** Every state a run can be in. */
export const runStatuses = [
  'pending',
  'running',
  'awaiting_approval',
  'awaiting_human',
  'paused',
  'completed',
  'completed_with_failures',
  'failed',
  'cancelled',
  'budget_exceeded',
  'timed_out',
] as const;
export type RunStatus = (typeof runStatuses)[number];

const finalStatuses: ReadonlySet<RunStatus> = new Set(['completed', 'completed_with_failures', 'failed', 'cancelled', 'budget_exceeded', 'timed_out']);

/** True when nothing will happen in the run any more. */
export function isFinal(status: RunStatus): boolean {
  return finalStatuses.has(status);
}

/** Every state a call can be in. `denied` covers permission, policy and a human's no. */
export const invocationStatuses = [
  'proposed',
  'awaiting_approval',
  'approved',
  'started',
  'succeeded',
  'failed',
  'denied',
  'in_doubt',
  'compensated',
  'cancelled',
] as const;
export type InvocationStatus = (typeof invocationStatuses)[number];

const settledStatuses: ReadonlySet<InvocationStatus> = new Set(['succeeded', 'failed', 'denied', 'compensated', 'cancelled']);

/** True when the call has a result that will not change by itself. */
export function isSettled(status: InvocationStatus): boolean {
  return settledStatuses.has(status);
}
