import type { ApprovalView } from '@countersign/core';
import { infiniteQueryOptions, queryOptions, useQuery } from '@tanstack/react-query';
import { agentClient } from '../api/agent-client.ts';

const PAGE_SIZE = 20;
/** How often a page that is looked at asks what waits now, in milliseconds. */
const FRESH_MS = 4_000;
const COUNT_MS = 20_000;

/** Requests that this person may decide, of all conversations and tasks, the newest first. */
export const approvalsQuery = (status: 'pending' | 'all') =>
  infiniteQueryOptions({
    queryKey: ['approvals', status],
    queryFn: ({ pageParam, signal }) => agentClient.listApprovals({ status, cursor: pageParam, limit: PAGE_SIZE }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: FRESH_MS,
    staleTime: 0,
  });

const countQuery = queryOptions({
  queryKey: ['approvals', 'count'],
  queryFn: ({ signal }) => agentClient.listApprovals({ limit: 100 }, { signal }),
  select: ({ approvals }) => approvals.length,
  refetchInterval: COUNT_MS,
});

/** How many requests wait for this person. */
export function usePendingCount(isAsked: boolean): number {
  const { data } = useQuery({ ...countQuery, enabled: isAsked });
  return isAsked ? (data ?? 0) : 0;
}

/** Does somebody still have to answer? */
export function isWaiting({ items, expiresAt }: ApprovalView, now: Date): boolean {
  return items.some(({ status }) => status === 'pending') && (expiresAt === null || Date.parse(expiresAt) > now.getTime());
}

/** What may be done without asking, the newest first. */
export const grantsQuery = infiniteQueryOptions({
  queryKey: ['grants'],
  queryFn: ({ pageParam, signal }) => agentClient.listGrants({ cursor: pageParam, limit: PAGE_SIZE }, { signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
  refetchInterval: FRESH_MS,
  staleTime: 0,
});
