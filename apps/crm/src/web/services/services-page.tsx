import { SegmentedControl } from '@mantine/core';
import { IconListDetails } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type ServiceSort, serviceSorts, serviceStates } from '../../shared/service.ts';
import { useMe } from '../auth/me-query.ts';
import { ListPage } from '../list/list-page.tsx';
import { createServiceColumns } from './service-columns.tsx';
import { servicesQuery } from './service-queries.ts';

const route = getRouteApi('/shell/services');
const states = { all: 'All', active: 'Offered', inactive: 'No longer' } as const;

/** The catalogue: what the shop does, how long it takes and what it costs. */
export function ServicesPage() {
  const search = route.useSearch();
  const q = search.q ?? '';
  const sort = serviceSorts.find((known) => known === search.sort) ?? 'name';
  const state = serviceStates.find((known) => known === search.state) ?? 'all';
  const navigate = route.useNavigate();
  const { currency } = useMe().shop;
  const columns = useMemo(() => createServiceColumns(currency), [currency]);
  const query = useInfiniteQuery(servicesQuery(q, state, sort));
  const setSearch = (change: { q?: string; sort?: ServiceSort; state?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  return (
    <ListPage
      panel="service"
      icon={IconListDetails}
      query={query}
      rows={query.data?.pages.flatMap((one) => one.services) ?? []}
      total={query.data?.pages.at(-1)?.total}
      columns={columns}
      sort={sort}
      q={q}
      placeholder="Search the catalogue"
      filters={
        <SegmentedControl
          aria-label="Which services"
          value={state}
          onChange={(next) => setSearch({ state: next === 'all' ? '' : next })}
          data={serviceStates.map((value) => ({ value, label: states[value] }))}
        />
      }
      hint="Try another word of its name or description."
      description="What your shop offers will be listed here, with a price for each size of vehicle."
      onSearch={setSearch}
      onClear={() => setSearch({ q: '' })}
    />
  );
}
