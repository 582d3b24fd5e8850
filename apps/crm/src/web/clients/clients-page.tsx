import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type ClientSort, clientSorts } from '../../shared/client.ts';
import page from '../app/page.module.css';
import { PageHead } from '../app/page-head.tsx';
import { Trouble } from '../app/trouble.tsx';
import { useCan } from '../auth/me-query.ts';
import { clientsQuery } from './client-queries.ts';
import classes from './clients.module.css';
import { ClientsTable } from './clients-table.tsx';
import { EmptyClients } from './empty-clients.tsx';
import { useClientPanel } from './panel/panel-state.tsx';
import { SearchField } from './search-field.tsx';
import { SkeletonRows } from './skeleton-rows.tsx';

const route = getRouteApi('/shell/clients');

/** The list of the shop's clients. Search and order live in the address, so that a view can be shared and gone back to. */
export function ClientsPage() {
  const search = route.useSearch();
  const q = search.q ?? '';
  const sort = clientSorts.find((known) => known === search.sort) ?? 'name';
  const navigate = route.useNavigate();
  const canWrite = useCan('clients:write');
  const panel = useClientPanel();
  const query = useInfiniteQuery(clientsQuery(q, sort));
  const clients = query.data?.pages.flatMap((one) => one.clients) ?? [];
  const total = query.data?.pages.at(-1)?.total;
  const setSearch = (change: { q?: string; sort?: ClientSort }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  return (
    <div className={page.page}>
      <PageHead title="Clients" note={<span role="status">{total === undefined ? 'Loading…' : toCount(total, q)}</span>}>
        {canWrite && (
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => void panel.open({ mode: 'create' }, { by: 'user' })}>
            New client
          </Button>
        )}
      </PageHead>
      <div className={classes.bar}>
        <SearchField value={q} onSearch={(text) => setSearch({ q: text })} />
      </div>
      {query.isPending ? (
        <SkeletonRows />
      ) : query.isError && clients.length === 0 ? (
        <Trouble title="The clients could not be loaded" error={query.error} isRetrying={query.isFetching} onRetry={() => void query.refetch()} />
      ) : clients.length === 0 ? (
        <EmptyClients q={q} onClear={() => setSearch({ q: '' })} />
      ) : (
        <div className={classes.frame}>
          <ClientsTable clients={clients} sort={sort} onSort={(next) => setSearch({ sort: next })} isStale={query.isPlaceholderData} />
          <More query={query} shown={clients.length} total={total} />
        </div>
      )}
    </div>
  );
}

const toCount = (total: number, q: string) => `${total.toLocaleString('en-US')} ${total === 1 ? 'client' : 'clients'}${q ? ` found for “${q}”` : ''}`;

/** The end of the list: how much of it is shown, and the next page. */
function More({ query, shown, total }: { query: ReturnType<typeof useInfiniteQuery<unknown>>; shown: number; total: number | undefined }) {
  if (query.isFetchNextPageError) {
    return (
      <div className={classes.more}>
        <Trouble
          title="The next page could not be loaded"
          error={query.error}
          isRetrying={query.isFetchingNextPage}
          onRetry={() => void query.fetchNextPage()}
        />
      </div>
    );
  }
  if (!query.hasNextPage) return null;
  return (
    <div className={classes.more}>
      {total !== undefined && `${shown} of ${total.toLocaleString('en-US')}`}
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        Show more
      </Button>
    </div>
  );
}
