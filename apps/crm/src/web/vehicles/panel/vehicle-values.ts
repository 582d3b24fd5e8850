import type { VehicleView } from '../../../shared/vehicle.ts';
import type { vehicleFields } from '../../kinds/vehicle-panel.ts';

export type VehicleField = keyof typeof vehicleFields;

/** What the inputs hold. */
export type VehicleValues = Record<VehicleField, string>;

/** A saved car as the inputs show it. */
export function toValues({ clientId, year, make, model, color, plate, size }: VehicleView): VehicleValues {
  return { clientId, year: year === null ? '' : String(year), make, model, color: color ?? '', plate: plate ?? '', size };
}
