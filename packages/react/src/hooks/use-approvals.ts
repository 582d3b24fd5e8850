import { type CountersignError, type NodeProps, readNode } from '@countersign/core';
import { useMemo } from 'react';
import type { SessionState } from '../client/session-state.ts';
import type { SessionStore } from '../client/session-store.ts';
import { useWiring } from './provider.tsx';
import { useSessionState } from './use-session.ts';

/** An item offers in `grants` what a yes may be given for beyond its call, each in a sentence to show; `asking` names the policies that ask. */
export type PendingApproval = NodeProps<'approval'> & { key: string; runId?: string };

export interface Approvals extends Pick<SessionStore, 'decide'> {
  /** The requests of this conversation that wait for an answer, oldest first. One just answered is no longer among them. */
  pending: readonly PendingApproval[];
  isDeciding: boolean;
  /** Why the last answer was not taken, while its request still waits. */
  error: CountersignError | undefined;
}

/**
 * The approval requests of this conversation. Each decision carries its reason and, where the item offers it, how far the yes
 * reaches: `decide(requestId, [{ itemId, decision: 'approve', scope: 'run', reason: 'Same client.' }])`. Any principal with the
 * permission may answer; others are refused by the server.
 */
export function useApprovals(): Approvals {
  const { store } = useWiring();
  const { view, decisions } = useSessionState();
  return useMemo(() => {
    const pending = findPending(view.nodes, decisions);
    const present = pending.map(({ requestId }) => decisions[requestId]);
    const failed = present.find((decision) => decision?.state === 'failed');
    return {
      pending,
      decide: store.decide,
      isDeciding: present.some((decision) => decision?.state === 'deciding'),
      error: failed?.state === 'failed' ? failed.error : undefined,
    };
  }, [store, view.nodes, decisions]);
}

function findPending(nodes: SessionState['view']['nodes'], decisions: SessionState['decisions']): PendingApproval[] {
  return nodes.flatMap((node): PendingApproval[] => {
    const approval = readNode('approval', node);
    if (approval?.status !== 'pending' || decisions[approval.requestId]?.state === 'decided') return [];
    const base = { ...approval, key: node.key };
    return [node.runId === undefined ? base : { ...base, runId: node.runId }];
  });
}
