import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type VehicleView, vehicleName } from '../../../shared/vehicle.ts';
import { baysQuery } from '../job-queries.ts';

/** Says values of the form, which are ids and the like, as people name them. Undefined: as they are. */
export function useJobWords(): (field: string, value: unknown) => string | undefined {
  const bays = useQuery(baysQuery).data;
  const queryClient = useQueryClient();
  const findVehicle = (id: unknown) =>
    queryClient
      .getQueriesData<VehicleView[]>({ queryKey: ['vehicles', 'of'] })
      .flatMap(([, vehicles]) => vehicles ?? [])
      .find((vehicle) => vehicle.id === id);
  return (field, value) => {
    if (field === 'bayId') return value === '' ? 'First free bay' : bays?.find((bay) => bay.id === value)?.name;
    if (field === 'startsAt') return String(value).replace('T', ' ');
    if (field === 'lines' && Array.isArray(value)) return `${value.length} ${value.length === 1 ? 'service' : 'services'}`;
    const vehicle = field === 'vehicleId' ? findVehicle(value) : undefined;
    return vehicle && vehicleName(vehicle);
  };
}
