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

/** Cached under the name of its panel, where the form looks for it. */
export const clientQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['client', clientId],
    queryFn: ({ signal }) => request(ClientView, `/api/clients/${encodeURIComponent(clientId)}`, { signal }),
  });

/** How many clients a field proposes. */
const CHOICES = 20;

/** The clients that match what was typed into a field that names one. */
export const clientChoicesQuery = (q: string) =>
  queryOptions({
    queryKey: ['clients', 'choices', q],
    queryFn: async ({ signal }) => (await request(ClientPage, `/api/clients${toQuery({ q, limit: CHOICES })}`, { signal })).clients,
    placeholderData: keepPreviousData,
  });
