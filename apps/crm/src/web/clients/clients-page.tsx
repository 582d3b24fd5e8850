import { Button } from '@mantine/core';
import { IconPlus, IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type ClientSort, clientSorts } from '../../shared/client.ts';
import page from '../app/page.module.css';
import { PageHead } from '../app/page-head.tsx';
import { useCan, useMe } from '../auth/me-query.ts';
import { EmptyList } from '../list/empty-list.tsx';
import classes from '../list/list.module.css';
import { RecordList, toCount } from '../list/record-list.tsx';
import { RecordTable } from '../list/record-table.tsx';
import { SearchField } from '../list/search-field.tsx';
import { usePanel } from '../panels/panel-state.tsx';
import { createClientColumns } from './client-columns.tsx';
import { clientsQuery } from './client-queries.ts';

const route = getRouteApi('/shell/clients');

/** The list of the shop's clients. Search and order live in the address, so that a view can be shared and gone back to. */
export function ClientsPage() {
  const search = route.useSearch();
  const q = search.q ?? '';
  const sort = clientSorts.find((known) => known === search.sort) ?? 'name';
  const navigate = route.useNavigate();
  const canWrite = useCan('clients:write');
  const panel = usePanel();
  const { timeZone } = useMe().shop;
  const columns = useMemo(() => createClientColumns(timeZone), [timeZone]);
  const query = useInfiniteQuery(clientsQuery(q, sort));
  const clients = query.data?.pages.flatMap((one) => one.clients) ?? [];
  const total = query.data?.pages.at(-1)?.total;
  const setSearch = (change: { q?: string; sort?: ClientSort }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  const add = () => void panel.open({ panel: 'client' }, { by: 'user' });
  return (
    <div className={page.page}>
      <PageHead title="Clients" note={<span role="status">{total === undefined ? 'Loading…' : toCount(total, 'client', q)}</span>}>
        {canWrite && (
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={add}>
            New client
          </Button>
        )}
      </PageHead>
      <div className={classes.bar}>
        <SearchField value={q} onSearch={(text) => setSearch({ q: text })} label="Search clients" placeholder="Search by name, phone or email" />
      </div>
      <RecordList
        noun="clients"
        query={query}
        shown={clients.length}
        total={total}
        empty={
          <EmptyList
            noun="client"
            icon={IconUsers}
            q={q}
            hint="Try a part of the name, the phone number or the email address."
            description="The people whose cars you take care of will be listed here."
            onClear={() => setSearch({ q: '' })}
            onAdd={canWrite ? add : undefined}
          />
        }
      >
        <RecordTable
          panel="client"
          rows={clients}
          columns={columns}
          sort={sort}
          onSort={(next) => setSearch({ sort: next })}
          isStale={query.isPlaceholderData}
        />
      </RecordList>
    </div>
  );
}
