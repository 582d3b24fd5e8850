import { CreateVehicle, UpdateVehicle, VehicleView, vehicleName } from '../../../shared/vehicle.ts';
import { vehicleFields, vehiclePanel } from '../../kinds/vehicle-panel.ts';
import type { OpenPanel } from '../../panels/panel-state.tsx';
import { RecordPanelBody } from '../../panels/record-panel-body.tsx';
import type { RecordSpec } from '../../panels/record-spec.ts';
import { VehicleFields } from './vehicle-fields.tsx';
import { toValues, type VehicleValues } from './vehicle-values.ts';

const spec: RecordSpec<VehicleView, VehicleValues> = {
  panel: 'vehicle',
  kind: vehiclePanel,
  path: '/api/vehicles',
  view: VehicleView,
  title: vehicleName,
  create: CreateVehicle,
  change: UpdateVehicle.omit({ version: true }).extend({ clientId: CreateVehicle.shape.clientId }),
  fixed: ['clientId'],
  empty: { clientId: '', year: '', make: '', model: '', color: '', plate: '', size: 'medium' },
  toValues,
  toParsed: (vehicle) => ({ ...vehicle }),
  isValid: (name, value) => {
    const field = Object.hasOwn(vehicleFields, name) ? (name as keyof VehicleValues) : undefined;
    return field !== undefined && CreateVehicle.shape[field].safeParse(value).success;
  },
};

export function VehicleForm({ panel }: { panel: OpenPanel }) {
  return (
    <RecordPanelBody spec={spec} panel={panel}>
      {(fields) => <VehicleFields {...fields} isClientFixed={panel.target.recordId !== undefined} />}
    </RecordPanelBody>
  );
}
