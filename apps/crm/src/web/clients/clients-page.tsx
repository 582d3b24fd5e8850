import { IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type ClientSort, clientSorts } from '../../shared/client.ts';
import { useMe } from '../auth/me-query.ts';
import { ListPage } from '../list/list-page.tsx';
import { createClientColumns } from './client-columns.tsx';
import { clientsQuery } from './client-queries.ts';

const route = getRouteApi('/shell/clients');

/** The list of the shop's clients. */
export function ClientsPage() {
  const search = route.useSearch();
  const q = search.q ?? '';
  const sort = clientSorts.find((known) => known === search.sort) ?? 'name';
  const navigate = route.useNavigate();
  const { timeZone } = useMe().shop;
  const columns = useMemo(() => createClientColumns(timeZone), [timeZone]);
  const query = useInfiniteQuery(clientsQuery(q, sort));
  const setSearch = (change: { q?: string; sort?: ClientSort }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  return (
    <ListPage
      panel="client"
      icon={IconUsers}
      query={query}
      rows={query.data?.pages.flatMap((one) => one.clients) ?? []}
      total={query.data?.pages.at(-1)?.total}
      columns={columns}
      sort={sort}
      q={q}
      placeholder="Search by name, phone or email"
      hint="Try a part of the name, the phone number or the email address."
      description="The people whose cars you take care of will be listed here."
      onSearch={setSearch}
      onClear={() => setSearch({ q: '' })}
    />
  );
}
