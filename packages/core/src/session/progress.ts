import { z } from 'zod';
import type { CallResult } from '../run/call-result.ts';
import type { NodeProps } from './events.ts';

/** What a plan says about its calls, so that people can be shown how far it is. What became of them it does not say: that is counted. */
export const PlannedProgress = z.object({
  /** Calls of this tool in this run are counted. */
  tool: z.string(),
  /** How many of them the whole plan makes, over all its steps. */
  total: z.int().positive(),
  /** What is being done, as a heading. */
  title: z.string().min(1).max(200),
  /** For the count: `{ one: 'reminder', many: 'reminders', done: 'sent' }` reads "8 of 9 reminders sent". */
  words: z.object({ one: z.string(), many: z.string(), done: z.string() }),
});
export type PlannedProgress = z.infer<typeof PlannedProgress>;

type Progress = NodeProps<'progress'>;

/** What is known of the plan's calls besides the results: those that nobody knows the end of, and the one being made. */
export interface OpenCalls {
  inDoubt: number;
  current: string | null;
}

/**
 * Counts how far a plan is. Pure: from the results of the run and nothing else.
 *
 * @example toProgress({ tool: 'send', total: 9, title: 'Reminders', words: { one: 'reminder', many: 'reminders', done: 'sent' } }, results, open).text
 *   // '8 of 9 reminders sent, 1 denied'
 */
export function toProgress(plan: PlannedProgress, results: readonly CallResult[], { inDoubt, current }: OpenCalls): Progress {
  const own = results.filter(({ tool }) => tool === plan.tool);
  const done = own.filter((result) => result.ok);
  const codes = own.flatMap((result) => (result.ok ? [] : [result.error.code]));
  const expired = codes.filter((code) => code === 'approval_expired').length;
  const denied = codes.filter(isDenial).length;
  const counts = {
    done: done.length,
    repeated: done.filter(({ replayed }) => replayed === true).length,
    failed: codes.length - denied - expired,
    denied,
    expired,
    inDoubt,
  };
  return { title: plan.title, total: plan.total, ...counts, current, text: toText(plan, counts) };
}

const isDenial = (code: string) => code === 'approval_denied' || code === 'permission_denied' || code === 'policy_denied';

function toText({ total, words }: PlannedProgress, counts: Omit<Progress, 'title' | 'total' | 'current' | 'text'>): string {
  const rest = [
    [counts.repeated, 'of them earlier, not again'],
    [counts.denied, 'denied'],
    [counts.expired, 'not decided in time'],
    [counts.failed, 'failed'],
    [counts.inDoubt, 'not known'],
  ] as const;
  const others = rest.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return [`${counts.done} of ${total} ${total === 1 ? words.one : words.many} ${words.done}`, ...others].join(', ');
}
