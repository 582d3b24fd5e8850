import { Button } from '@mantine/core';
import { IconCar, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type VehicleSort, vehicleSorts } from '../../shared/vehicle.ts';
import page from '../app/page.module.css';
import { PageHead } from '../app/page-head.tsx';
import { useCan } from '../auth/me-query.ts';
import { EmptyList } from '../list/empty-list.tsx';
import classes from '../list/list.module.css';
import { RecordList, toCount } from '../list/record-list.tsx';
import { RecordTable } from '../list/record-table.tsx';
import { SearchField } from '../list/search-field.tsx';
import { usePanel } from '../panels/panel-state.tsx';
import { vehicleColumns } from './vehicle-columns.tsx';
import { vehiclesQuery } from './vehicle-queries.ts';

const route = getRouteApi('/shell/vehicles');

/** The list of the cars that the shop takes care of. */
export function VehiclesPage() {
  const search = route.useSearch();
  const q = search.q ?? '';
  const sort = vehicleSorts.find((known) => known === search.sort) ?? 'name';
  const navigate = route.useNavigate();
  const canWrite = useCan('vehicles:write');
  const panel = usePanel();
  const query = useInfiniteQuery(vehiclesQuery(q, sort));
  const vehicles = query.data?.pages.flatMap((one) => one.vehicles) ?? [];
  const total = query.data?.pages.at(-1)?.total;
  const setSearch = (change: { q?: string; sort?: VehicleSort }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  const add = () => void panel.open({ panel: 'vehicle' }, { by: 'user' });
  return (
    <div className={page.page}>
      <PageHead title="Vehicles" note={<span role="status">{total === undefined ? 'Loading…' : toCount(total, 'vehicle', q)}</span>}>
        {canWrite && (
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={add}>
            New vehicle
          </Button>
        )}
      </PageHead>
      <div className={classes.bar}>
        <SearchField value={q} onSearch={(text) => setSearch({ q: text })} label="Search vehicles" placeholder="Search by car, color, plate or owner" />
      </div>
      <RecordList
        noun="vehicles"
        query={query}
        shown={vehicles.length}
        total={total}
        empty={
          <EmptyList
            noun="vehicle"
            icon={IconCar}
            q={q}
            hint="Try a part of the make, the model, the plate or the owner's name."
            description="The cars of your clients will be listed here."
            onClear={() => setSearch({ q: '' })}
            onAdd={canWrite ? add : undefined}
          />
        }
      >
        <RecordTable
          panel="vehicle"
          rows={vehicles}
          columns={vehicleColumns}
          sort={sort}
          onSort={(next) => setSearch({ sort: next })}
          isStale={query.isPlaceholderData}
        />
      </RecordList>
    </div>
  );
}
