import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { VehiclePage, type VehicleSort, VehicleView } from '../../shared/vehicle.ts';
import { request, toQuery } from '../api/request.ts';

const PAGE_SIZE = 50;
/** Nobody has more cars than this. */
const OF_ONE_CLIENT = 100;

/** The list, page after page, for a search and an order. */
export const vehiclesQuery = (q: string, sort: VehicleSort) =>
  infiniteQueryOptions({
    queryKey: ['vehicles', { q, sort }],
    queryFn: ({ pageParam, signal }) => request(VehiclePage, `/api/vehicles${toQuery({ q, sort, cursor: pageParam, limit: PAGE_SIZE })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const clientVehiclesQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['vehicles', 'of', clientId],
    queryFn: async ({ signal }) => (await request(VehiclePage, `/api/vehicles${toQuery({ clientId, limit: OF_ONE_CLIENT })}`, { signal })).vehicles,
  });

/** Cached under the name of its panel, where the form looks for it. */
export const vehicleQuery = (vehicleId: string) =>
  queryOptions({
    queryKey: ['vehicle', vehicleId],
    queryFn: ({ signal }) => request(VehicleView, `/api/vehicles/${encodeURIComponent(vehicleId)}`, { signal }),
  });
