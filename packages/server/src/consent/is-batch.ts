import { type AnyTool, isApprovalRequired } from '@countersign/core';
import type { Call, Run } from '../runs/run.ts';
import { countRecords } from '../runs/settle-call.ts';

/**
 * Does this call, with all that its run has deleted, messaged or otherwise taken to and still means to, take to more records than
 * its contract lets pass unseen? Split into many calls, into many steps or over many tools, it is the same batch.
 */
export function isBatch(run: Run, call: Call, tool: AnyTool): boolean {
  if (!isApprovalRequired(tool) && tool.reach !== 'outward') return false;
  const meant = (run.step?.calls ?? []).filter(({ callIndex, status }) => callIndex !== call.callIndex && isOpen.has(status));
  const records = [call, ...meant].reduce((sum, one) => sum + countRecords(one), run.recordsTaken);
  return records > tool.maxUnseenRecords;
}

const isOpen: ReadonlySet<Call['status']> = new Set<Call['status']>(['proposed', 'awaiting_approval', 'approved', 'started']);
