import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type ListServices, ServicePage, type ServiceSort, ServiceView } from '../../shared/service.ts';
import { request, toQuery } from '../api/request.ts';

const PAGE_SIZE = 50;

/** The list, page after page, for a search, a state and an order. */
export const servicesQuery = (q: string, state: ListServices['state'], sort: ServiceSort) =>
  infiniteQueryOptions({
    queryKey: ['services', { q, state, sort }],
    queryFn: ({ pageParam, signal }) => request(ServicePage, `/api/services${toQuery({ q, state, sort, cursor: pageParam, limit: PAGE_SIZE })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** Cached under the name of its panel, where the form looks for it. */
export const serviceQuery = (serviceId: string) =>
  queryOptions({
    queryKey: ['service', serviceId],
    queryFn: ({ signal }) => request(ServiceView, `/api/services/${encodeURIComponent(serviceId)}`, { signal }),
  });

/** More than any shop offers. */
const WHOLE_CATALOGUE = 200;

/** Everything there is, also what is no longer offered: quotes may still have it. */
export const catalogueQuery = queryOptions({
  queryKey: ['services', 'catalogue'],
  queryFn: async ({ signal }) => (await request(ServicePage, `/api/services${toQuery({ limit: WHOLE_CATALOGUE })}`, { signal })).services,
});
