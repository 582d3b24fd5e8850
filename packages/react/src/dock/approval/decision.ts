import type { ApprovalScope, NodeProps } from '@countersign/core';

/** A call that waits for an answer. A queue knows the reason that was given for it, too. */
export type ApprovalItem = NodeProps<'approval'>['items'][number] & { reason?: string };

export interface ApprovalDecision {
  itemId: string;
  decision: 'approve' | 'deny' | 'happened' | 'not_happened';
  scope?: ApprovalScope;
  reason?: string;
}
