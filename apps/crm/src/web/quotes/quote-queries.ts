import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type ListQuotes, QuotePage, type QuoteSort, QuoteView } from '../../shared/quote.ts';
import { request, toQuery } from '../api/request.ts';

const PAGE_SIZE = 50;
/** How many are shown on the page of a client or a vehicle. */
const OF_ONE = 10;

/** The list, page after page, for a search, a status and an order. */
export const quotesQuery = (q: string, status: ListQuotes['status'], sort: QuoteSort) =>
  infiniteQueryOptions({
    queryKey: ['quotes', { q, status, sort }],
    queryFn: ({ pageParam, signal }) => request(QuotePage, `/api/quotes${toQuery({ q, status, sort, cursor: pageParam, limit: PAGE_SIZE })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** The latest quotes of a client or for a vehicle. */
export const quotesOfQuery = (of: { clientId: string } | { vehicleId: string }) =>
  queryOptions({
    queryKey: ['quotes', 'of', of],
    queryFn: ({ signal }) => request(QuotePage, `/api/quotes${toQuery({ ...of, limit: OF_ONE })}`, { signal }),
  });

/** Cached under the name of its panel, where the form looks for it. */
export const quoteQuery = (quoteId: string) =>
  queryOptions({
    queryKey: ['quote', quoteId],
    queryFn: ({ signal }) => request(QuoteView, `/api/quotes/${encodeURIComponent(quoteId)}`, { signal }),
  });
