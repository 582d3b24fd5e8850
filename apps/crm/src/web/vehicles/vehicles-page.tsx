import { IconCar } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type VehicleSort, vehicleSorts } from '../../shared/vehicle.ts';
import { ListPage } from '../list/list-page.tsx';
import { vehicleColumns } from './vehicle-columns.tsx';
import { vehiclesQuery } from './vehicle-queries.ts';

const route = getRouteApi('/shell/vehicles');

/** The list of the cars that the shop takes care of. */
export function VehiclesPage() {
  const search = route.useSearch();
  const q = search.q ?? '';
  const sort = vehicleSorts.find((known) => known === search.sort) ?? 'name';
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(vehiclesQuery(q, sort));
  const setSearch = (change: { q?: string; sort?: VehicleSort }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  return (
    <ListPage
      panel="vehicle"
      icon={IconCar}
      query={query}
      rows={query.data?.pages.flatMap((one) => one.vehicles) ?? []}
      total={query.data?.pages.at(-1)?.total}
      columns={vehicleColumns}
      sort={sort}
      q={q}
      placeholder="Search by car, color, plate or owner"
      hint="Try a part of the make, the model, the plate or the owner's name."
      description="The cars of your clients will be listed here."
      onSearch={setSearch}
      onClear={() => setSearch({ q: '' })}
    />
  );
}
