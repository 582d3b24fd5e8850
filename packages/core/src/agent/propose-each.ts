import type { CallResult } from '../run/call-result.ts';
import type { PlannedProgress } from '../session/progress.ts';
import type { ProposalInput } from './proposal.ts';

/** Calls in one step, and so items in one approval request. */
const PAGE_OF_CALLS = 50;

/** Many calls of one tool, as a plan in code wants them made. */
export interface EachCall {
  tool: string;
  /** In the order in which they are made. The same at every step: take them from an earlier result, not from the clock. */
  inputs: readonly unknown[];
  /** What is shown of it; `total` is the number of inputs. */
  progress: Pick<PlannedProgress, 'title' | 'words'>;
  /** Calls in one step. @default 50 */
  pageSize?: number;
}

/**
 * The next step of a plan that makes a call for each of many inputs: the next page of those without a result yet, whatever
 * became of the others. Undefined when all have theirs. The results are the whole state, so that after a crash the plan
 * goes on where it was.
 *
 * @example proposeEach(turn, { tool: 'send_reminder', inputs: invoices.map(({ id }) => ({ invoiceId: id })), progress }) ?? { isFinal: true }
 */
export function proposeEach({ results }: { readonly results: readonly CallResult[] }, each: EachCall): ProposalInput | undefined {
  const { tool, inputs, progress, pageSize = PAGE_OF_CALLS } = each;
  // Every call gets one result before the proposer is asked again, so their number says where the plan is.
  const made = results.filter((result) => result.tool === tool).length;
  const page = inputs.slice(made, made + pageSize);
  if (page.length === 0) return undefined;
  return {
    calls: page.map((input) => ({ tool, input })),
    progress: { tool, total: inputs.length, ...progress },
    isFinal: made + page.length === inputs.length,
  };
}
