import { infiniteQueryOptions, queryOptions, useQuery } from '@tanstack/react-query';
import { agentClient } from '../api/agent-client.ts';

const PAGE_SIZE = 20;
/** How often a page that is looked at asks what is unusual now, in milliseconds. */
const FRESH_MS = 4_000;
const COUNT_MS = 20_000;

/** What was unusual in the shop, the newest first. */
export const alertsQuery = (status: 'open' | 'all') =>
  infiniteQueryOptions({
    queryKey: ['alerts', status],
    queryFn: ({ pageParam, signal }) => agentClient.listAlerts({ status, cursor: pageParam, limit: PAGE_SIZE }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: FRESH_MS,
    staleTime: 0,
  });

const countQuery = queryOptions({
  queryKey: ['alerts', 'count'],
  queryFn: ({ signal }) => agentClient.listAlerts({ limit: 100 }, { signal }),
  select: ({ alerts }) => alerts.length,
  refetchInterval: COUNT_MS,
});

/** How many alerts nobody has acknowledged. Where they are looked at, it is asked as often as for them. */
export function useAlertCount(isAsked: boolean, isLookedAt = false): number {
  const { data } = useQuery({ ...countQuery, enabled: isAsked, ...(isLookedAt && { refetchInterval: FRESH_MS }) });
  return isAsked ? (data ?? 0) : 0;
}
