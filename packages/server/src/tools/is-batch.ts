import { type AnyTool, isApprovalRequired } from '@countersign/core';
import type { CallInHand, RunInHand } from '../runs/run-in-hand.ts';

/**
 * Does this call, with those to the same tool that its run has made and still means to make, delete or message more records than
 * the contract lets pass unseen? Split into many calls, or into many steps, it is the same batch.
 */
export function isBatch(run: RunInHand, call: CallInHand, tool: AnyTool): boolean {
  if (!isApprovalRequired(tool) && tool.reach !== 'outward') return false;
  const made = run.results.filter((result) => result.ok && result.tool === tool.name).length;
  const meant = (run.step?.calls ?? []).filter(
    ({ callIndex, toolName, status }) => callIndex !== call.callIndex && toolName === tool.name && isOpen.has(status),
  );
  const records = [call, ...meant].reduce((sum, { impact }) => sum + (impact?.records ?? 1), made);
  return records > tool.maxUnseenRecords;
}

const isOpen: ReadonlySet<CallInHand['status']> = new Set<CallInHand['status']>(['proposed', 'awaiting_approval', 'approved', 'started']);
