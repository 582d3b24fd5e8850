import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ClientPage, type ClientSort, ClientView } from '../../shared/client.ts';
import { request, toQuery } from '../api/request.ts';

const PAGE_SIZE = 50;

/** The list, page after page, for a search and an order. */
export const clientsQuery = (q: string, sort: ClientSort) =>
  infiniteQueryOptions({
    queryKey: ['clients', { q, sort }],
    queryFn: ({ pageParam, signal }) => request(ClientPage, `/api/clients${toQuery({ q, sort, cursor: pageParam, limit: PAGE_SIZE })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const clientQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['client', clientId],
    queryFn: ({ signal }) => request(ClientView, `/api/clients/${encodeURIComponent(clientId)}`, { signal }),
  });
