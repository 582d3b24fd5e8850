import { Select, type SelectProps } from '@mantine/core';
import { type VehicleView, vehicleName } from '../../shared/vehicle.ts';

interface VehicleSelectProps extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  /** The id of the vehicle, or ''. */
  value: string;
  onChange: (vehicleId: string) => void;
  /** Those of the client, once they are known. */
  vehicles: readonly VehicleView[] | undefined;
  hasClient: boolean;
}

/** Names one of a client's cars. */
export function VehicleSelect({ value, onChange, vehicles, hasClient, ...props }: VehicleSelectProps) {
  return (
    <Select
      {...props}
      value={value === '' ? null : value}
      onChange={(next) => onChange(next ?? '')}
      data={(vehicles ?? []).map((vehicle) => ({ value: vehicle.id, label: [vehicleName(vehicle), vehicle.color, vehicle.plate].filter(Boolean).join(', ') }))}
      disabled={!hasClient}
      placeholder={toPlaceholder(hasClient, vehicles?.length)}
    />
  );
}

function toPlaceholder(hasClient: boolean, count: number | undefined): string {
  if (!hasClient) return 'Choose the client first';
  if (count === undefined) return 'Loading…';
  return count === 0 ? 'This client has no vehicle on file' : 'Choose the vehicle';
}
