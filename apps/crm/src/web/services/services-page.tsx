import { Button, SegmentedControl } from '@mantine/core';
import { IconListDetails, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type ServiceSort, serviceSorts, serviceStates } from '../../shared/service.ts';
import page from '../app/page.module.css';
import { PageHead } from '../app/page-head.tsx';
import { useCan, useMe } from '../auth/me-query.ts';
import { EmptyList } from '../list/empty-list.tsx';
import classes from '../list/list.module.css';
import { RecordList, toCount } from '../list/record-list.tsx';
import { RecordTable } from '../list/record-table.tsx';
import { SearchField } from '../list/search-field.tsx';
import { usePanel } from '../panels/panel-state.tsx';
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
  const canWrite = useCan('services:write');
  const { currency } = useMe().shop;
  const columns = useMemo(() => createServiceColumns(currency), [currency]);
  const panel = usePanel();
  const query = useInfiniteQuery(servicesQuery(q, state, sort));
  const services = query.data?.pages.flatMap((one) => one.services) ?? [];
  const total = query.data?.pages.at(-1)?.total;
  const setSearch = (change: { q?: string; sort?: ServiceSort; state?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  const add = () => void panel.open({ panel: 'service' }, { by: 'user' });
  return (
    <div className={page.page}>
      <PageHead title="Services" note={<span role="status">{total === undefined ? 'Loading…' : toCount(total, 'service', q)}</span>}>
        {canWrite && (
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={add}>
            New service
          </Button>
        )}
      </PageHead>
      <div className={`${classes.bar} ${classes.filters}`}>
        <SearchField value={q} onSearch={(text) => setSearch({ q: text })} label="Search services" placeholder="Search the catalogue" />
        <SegmentedControl
          aria-label="Which services"
          value={state}
          onChange={(next) => setSearch({ state: next === 'all' ? '' : next })}
          data={serviceStates.map((value) => ({ value, label: states[value] }))}
        />
      </div>
      <RecordList
        noun="services"
        query={query}
        shown={services.length}
        total={total}
        empty={
          <EmptyList
            noun="service"
            icon={IconListDetails}
            q={q}
            hint="Try another word of its name or description."
            description="What your shop offers will be listed here, with a price for each size of vehicle."
            onClear={() => setSearch({ q: '' })}
            onAdd={canWrite ? add : undefined}
          />
        }
      >
        <RecordTable
          panel="service"
          rows={services}
          columns={columns}
          sort={sort}
          onSort={(next) => setSearch({ sort: next })}
          isStale={query.isPlaceholderData}
        />
      </RecordList>
    </div>
  );
}
