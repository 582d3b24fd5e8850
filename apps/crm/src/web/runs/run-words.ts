import type { InvocationView, RunStatus, RunSummary } from '@countersign/core';
import { z } from 'zod';

/** What people read. A run in which something failed never reads as done. */
export const runLabels: Readonly<Record<RunStatus, string>> = {
  pending: 'Waiting to start',
  running: 'At work',
  awaiting_approval: 'Needs your approval',
  awaiting_human: 'Needs your answer',
  paused: 'Paused',
  completed: 'Finished',
  completed_with_failures: 'Not everything was done',
  failed: 'Failed',
  cancelled: 'Cancelled',
  budget_exceeded: 'Stopped at its limit',
  timed_out: 'Ran out of time',
};

export const callLabels: Readonly<Record<InvocationView['status'], string>> = {
  proposed: 'Not made yet',
  awaiting_approval: 'Waits for approval',
  approved: 'Approved',
  started: 'Under way',
  succeeded: 'Done',
  failed: 'Failed',
  denied: 'Denied',
  in_doubt: 'Nobody knows',
  compensated: 'Taken back',
  cancelled: 'Not made',
};

const Cause = z.object({
  task: z.string().optional(),
  text: z.string().optional(),
  title: z.string().optional(),
  schedule: z.object({ name: z.string() }).optional(),
});

/** What was asked for, in the words it was asked in. */
export function toTask({ cause }: Pick<RunSummary, 'cause'>): string {
  const { task, text, title } = Cause.safeParse(cause).data ?? {};
  return task ?? title ?? text ?? 'A task';
}

/** Who started it: a person, or a schedule of theirs. */
export function toStarter({ cause }: Pick<RunSummary, 'cause'>): string {
  const { schedule } = Cause.safeParse(cause).data ?? {};
  return schedule ? `By the schedule ${schedule.name.replaceAll(/[_-]/g, ' ')}` : 'By you';
}

/** @example toCost(1_234) // '$0.0012' */
export function toCost(micros: number): string {
  if (micros === 0) return 'Nothing';
  const dollars = micros / 1_000_000;
  return dollars < 0.0001 ? 'Less than $0.0001' : `$${dollars.toFixed(dollars < 0.1 ? 4 : 2)}`;
}

/** @example toToolWords('find_clients') // 'Find clients' */
export function toToolWords(tool: string): string {
  const words = tool.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
