import { infiniteQueryOptions, keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { ConversationPage, ConversationView, type ListConversations, WaitingCount } from '../../shared/message.ts';
import { request, toQuery } from '../api/request.ts';
import { useCan } from '../auth/me-query.ts';

const PAGE_SIZE = 30;
/** How often a page that is looked at asks for what came in, in milliseconds. */
const FRESH_MS = 15_000;
const COUNT_MS = 30_000;

/** The address of a conversation. */
export const toConversationPath = (id: string) => `/api/conversations/${encodeURIComponent(id)}`;

/** The conversations of the shop, page after page: those in which somebody waits first. */
export const conversationsQuery = (show: ListConversations['show'], q: string) =>
  infiniteQueryOptions({
    queryKey: ['conversations', { show, q }],
    queryFn: ({ pageParam, signal }) => request(ConversationPage, `/api/conversations${toQuery({ show, q, cursor: pageParam, limit: PAGE_SIZE })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: FRESH_MS,
  });

/** One conversation from its end backwards, page after page. */
export const conversationQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['conversation', id],
    queryFn: ({ pageParam, signal }) => request(ConversationView, `${toConversationPath(id)}${toQuery({ cursor: pageParam, limit: PAGE_SIZE })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: FRESH_MS,
    staleTime: 0,
  });

/** The end of the conversation with a client, for their page. */
export const latestMessagesQuery = (clientId: string, limit: number) =>
  queryOptions({
    queryKey: ['conversation', clientId, 'latest', limit],
    queryFn: ({ signal }) => request(ConversationView, `${toConversationPath(clientId)}${toQuery({ limit })}`, { signal }),
    staleTime: 0,
  });

const waitingQuery = queryOptions({
  queryKey: ['conversations', 'waiting'],
  queryFn: ({ signal }) => request(WaitingCount, '/api/conversations/waiting', { signal }),
  refetchInterval: COUNT_MS,
});

/** In how many conversations somebody waits for an answer; 0 also for those who may not know. */
export function useWaitingCount(isAsked: boolean): number {
  const canRead = useCan('messages:read');
  const { data } = useQuery({ ...waitingQuery, enabled: isAsked && canRead });
  // Others may have asked: what they know is in the cache for everybody.
  return isAsked && canRead ? (data?.conversations ?? 0) : 0;
}
