import { infiniteQueryOptions } from '@tanstack/react-query';
import { OutboxPage } from '../../shared/outbox.ts';
import { request, toQuery } from '../api/request.ts';

const PAGE_SIZE = 50;

/** Everything that was sent, the newest first, page after page. */
export const outboxQuery = infiniteQueryOptions({
  queryKey: ['outbox', 'all'],
  queryFn: ({ pageParam, signal }) => request(OutboxPage, `/api/outbox${toQuery({ cursor: pageParam, limit: PAGE_SIZE })}`, { signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
  staleTime: 0,
});
