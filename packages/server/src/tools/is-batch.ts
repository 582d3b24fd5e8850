import type { AnyTool } from '@countersign/core';
import { isApprovalRequired } from '@countersign/core/internal';
import type { CallInHand, RunInHand } from '../runs/run.ts';

/**
 * Does this call, with all that its run has deleted, messaged or otherwise taken to and still means to, take to more records than
 * its contract lets pass unseen? Split into many calls, into many steps or over many tools, it is the same batch.
 */
export function isBatch(run: RunInHand, call: CallInHand, tool: AnyTool): boolean {
  if (!isGrave(tool)) return false;
  const meant = (run.step?.calls ?? []).filter(({ callIndex, status }) => callIndex !== call.callIndex && isOpen.has(status));
  const records = [call, ...meant].reduce((sum, one) => sum + countRecords(one), run.recordsTaken);
  return records > tool.limits.maxUnseenRecords;
}

/** How many records a call takes to, if it is one that counts. One that was found done takes to none. */
export function countRecords({ tool, impact, isReplayed }: CallInHand): number {
  return tool && isGrave(tool) && !isReplayed ? (impact?.records ?? 1) : 0;
}

/** What destroys, cannot be taken back or leaves the tenant. */
function isGrave(tool: AnyTool): boolean {
  return isApprovalRequired(tool) || tool.reach === 'outward';
}

const isOpen: ReadonlySet<CallInHand['status']> = new Set<CallInHand['status']>(['proposed', 'awaiting_approval', 'approved', 'started']);
