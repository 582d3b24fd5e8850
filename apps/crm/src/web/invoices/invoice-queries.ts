import { infiniteQueryOptions, keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { ClientBalance, InvoicePage, type InvoiceSort, InvoiceView, type ListInvoices } from '../../shared/invoice.ts';
import { request, toQuery } from '../api/request.ts';

const PAGE_SIZE = 50;
/** How many are shown on the page of a client or a quote. */
const OF_ONE = 10;

/** The list, page after page, for a search, a state and an order. */
export const invoicesQuery = (q: string, status: ListInvoices['status'], sort: InvoiceSort) =>
  infiniteQueryOptions({
    queryKey: ['invoices', { q, status, sort }],
    queryFn: ({ pageParam, signal }) => request(InvoicePage, `/api/invoices${toQuery({ q, status, sort, cursor: pageParam, limit: PAGE_SIZE })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** The latest invoices of a client, or those of a quote or a job. */
export const invoicesOfQuery = (of: { clientId: string } | { quoteId: string } | { jobId: string }) =>
  queryOptions({
    queryKey: ['invoices', 'of', of],
    queryFn: ({ signal }) => request(InvoicePage, `/api/invoices${toQuery({ ...of, limit: OF_ONE })}`, { signal }),
  });

/** What a client owes. */
export const clientBalanceQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['invoices', 'balance', clientId],
    queryFn: ({ signal }) => request(ClientBalance, `/api/invoices/balance/${encodeURIComponent(clientId)}`, { signal }),
  });

/** Cached under the name of its panel, where the form looks for it. */
export const invoiceQuery = (invoiceId: string) =>
  queryOptions({
    queryKey: ['invoice', invoiceId],
    queryFn: ({ signal }) => request(InvoiceView, `/api/invoices/${encodeURIComponent(invoiceId)}`, { signal }),
  });

/** Shows an invoice as the server has just returned it, and fetches anew what else may have changed with it. */
export function showInvoice(queryClient: QueryClient, changed: InvoiceView): void {
  queryClient.setQueryData(invoiceQuery(changed.id).queryKey, changed);
  void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' && queryKey[0] !== 'invoice' });
}
