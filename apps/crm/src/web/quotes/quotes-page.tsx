import { IconFileInvoice } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type QuoteSort, quoteSorts } from '../../shared/quote.ts';
import { quoteStatuses, statusLabels } from '../../shared/quote-status.ts';
import { useMe } from '../auth/me-query.ts';
import { ListPage } from '../list/list-page.tsx';
import { StateFilter } from '../list/state-filter.tsx';
import { createQuoteColumns } from './quote-columns.tsx';
import { quotesQuery } from './quote-queries.ts';

const route = getRouteApi('/shell/quotes');

/** The list of quotes, the newest first. */
export function QuotesPage() {
  const search = route.useSearch();
  const q = search.q ?? '';
  const sort = quoteSorts.find((known) => known === search.sort) ?? '-number';
  const status = quoteStatuses.find((known) => known === search.state) ?? 'all';
  const navigate = route.useNavigate();
  const { currency } = useMe().shop;
  const columns = useMemo(() => createQuoteColumns(currency), [currency]);
  const query = useInfiniteQuery(quotesQuery(q, status, sort));
  const setSearch = (change: { q?: string; sort?: QuoteSort; state?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  return (
    <ListPage
      panel="quote"
      icon={IconFileInvoice}
      query={query}
      rows={query.data?.pages.flatMap((one) => one.quotes) ?? []}
      total={query.data?.pages.at(-1)?.total}
      columns={columns}
      sort={sort}
      q={q}
      placeholder="Search by number, client or car"
      filters={<StateFilter states={quoteStatuses} labels={statusLabels} value={status} onChange={(state) => setSearch({ state })} />}
      narrowedTo={status === 'all' ? '' : statusLabels[status]}
      hint="Try the number, the client's name, the car, or another status."
      description="What you offer to clients will be listed here."
      onSearch={setSearch}
      onClear={() => setSearch({ q: '', state: '' })}
    />
  );
}
