import { Button, NativeSelect } from '@mantine/core';
import { IconFileInvoice, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type QuoteSort, quoteSorts } from '../../shared/quote.ts';
import { quoteStatuses, statusLabels } from '../../shared/quote-status.ts';
import page from '../app/page.module.css';
import { PageHead } from '../app/page-head.tsx';
import { useCan, useMe } from '../auth/me-query.ts';
import { EmptyList } from '../list/empty-list.tsx';
import classes from '../list/list.module.css';
import { RecordList, toCount } from '../list/record-list.tsx';
import { RecordTable } from '../list/record-table.tsx';
import { SearchField } from '../list/search-field.tsx';
import { usePanel } from '../panels/panel-state.tsx';
import { createQuoteColumns } from './quote-columns.tsx';
import { quotesQuery } from './quote-queries.ts';

const route = getRouteApi('/shell/quotes');
const states = [{ value: '', label: 'Every status' }, ...quoteStatuses.map((status) => ({ value: status, label: statusLabels[status] }))];

/** The list of quotes, the newest first. */
export function QuotesPage() {
  const search = route.useSearch();
  const q = search.q ?? '';
  const sort = quoteSorts.find((known) => known === search.sort) ?? '-number';
  const status = quoteStatuses.find((known) => known === search.state) ?? 'all';
  const navigate = route.useNavigate();
  const canWrite = useCan('quotes:write');
  const { currency } = useMe().shop;
  const columns = useMemo(() => createQuoteColumns(currency), [currency]);
  const panel = usePanel();
  const query = useInfiniteQuery(quotesQuery(q, status, sort));
  const quotes = query.data?.pages.flatMap((one) => one.quotes) ?? [];
  const total = query.data?.pages.at(-1)?.total;
  const setSearch = (change: { q?: string; sort?: QuoteSort; state?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  const add = () => void panel.open({ panel: 'quote' }, { by: 'user' });
  return (
    <div className={page.page}>
      <PageHead title="Quotes" note={<span role="status">{total === undefined ? 'Loading…' : toCount(total, 'quote', q)}</span>}>
        {canWrite && (
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={add}>
            New quote
          </Button>
        )}
      </PageHead>
      <div className={`${classes.bar} ${classes.filters}`}>
        <SearchField value={q} onSearch={(text) => setSearch({ q: text })} label="Search quotes" placeholder="Search by number, client or car" />
        <NativeSelect
          size="md"
          aria-label="Status"
          data={states}
          value={status === 'all' ? '' : status}
          onChange={(event) => setSearch({ state: event.currentTarget.value })}
        />
      </div>
      <RecordList
        noun="quotes"
        query={query}
        shown={quotes.length}
        total={total}
        empty={
          <EmptyList
            noun="quote"
            icon={IconFileInvoice}
            q={q || (status === 'all' ? '' : statusLabels[status])}
            hint="Try the number, the client's name, the car, or another status."
            description="What you offer to clients will be listed here."
            onClear={() => setSearch({ q: '', state: '' })}
            onAdd={canWrite ? add : undefined}
          />
        }
      >
        <RecordTable panel="quote" rows={quotes} columns={columns} sort={sort} onSort={(next) => setSearch({ sort: next })} isStale={query.isPlaceholderData} />
      </RecordList>
    </div>
  );
}
