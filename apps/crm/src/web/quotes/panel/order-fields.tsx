import { useQuery } from '@tanstack/react-query';
import { type ComponentProps, useMemo } from 'react';
import { Controller, type FieldValues, useWatch } from 'react-hook-form';
import { ClientSelect } from '../../clients/client-select.tsx';
import type { RecordFieldsProps } from '../../panels/record-form.tsx';
import type { RecordFormApi } from '../../panels/record-spec.ts';
import { catalogueQuery } from '../../services/service-queries.ts';
import { clientVehiclesQuery } from '../../vehicles/vehicle-queries.ts';
import { VehicleSelect } from '../../vehicles/vehicle-select.tsx';
import { LineFields } from './line-fields.tsx';
import { type QuoteValues, reprice } from './quote-values.ts';

/** What a quote, a job and an invoice have in common: whose car, and what is done to it. */
type OrderValues = Pick<QuoteValues, 'clientId' | 'vehicleId' | 'lines'>;
type Order = ReturnType<typeof useOrder>;

/** The common part of such a form, as it stands. Another client has other cars, and another size of car other prices. */
export function useOrder<Values extends OrderValues & FieldValues>(props: RecordFieldsProps<Values>) {
  // Every such form has these three names; the type of a form cannot say so, since it takes values as well as it gives them.
  const { control, setValue, getValues } = props.form as unknown as RecordFormApi<OrderValues>;
  const [clientId, vehicleId, lines] = useWatch({ control, name: ['clientId', 'vehicleId', 'lines'] });
  const vehicles = useQuery({ ...clientVehiclesQuery(clientId), enabled: clientId !== '' }).data;
  const { data: catalogue = [] } = useQuery(catalogueQuery);
  const services = useMemo(() => new Map(catalogue.map((service) => [service.id, service])), [catalogue]);
  const size = vehicles?.find((vehicle) => vehicle.id === vehicleId)?.size;
  return {
    control,
    clientId,
    lines,
    vehicles,
    catalogue,
    services,
    size,
    isAgentFilled: props.agentFilled.has('lines'),
    setVehicle: (next: string) => {
      setValue('lines', reprice(getValues('lines'), services, size), { shouldDirty: true });
      setValue('vehicleId', next, { shouldDirty: true, shouldValidate: true });
    },
    setClient: (next: string) => {
      setValue('clientId', next, { shouldDirty: true, shouldValidate: true });
      if (next !== clientId) setValue('vehicleId', '', { shouldDirty: true });
    },
  };
}

type ClientFieldProps = Omit<ComponentProps<typeof ClientSelect>, 'value' | 'onChange'> & { order: Order };

export function ClientField({ order: { control, setClient }, ...props }: ClientFieldProps) {
  return (
    <div data-field="clientId">
      <Controller control={control} name="clientId" render={({ field }) => <ClientSelect {...props} {...field} onChange={setClient} withAsterisk required />} />
    </div>
  );
}

type VehicleFieldProps = Omit<ComponentProps<typeof VehicleSelect>, 'value' | 'onChange' | 'vehicles' | 'hasClient'> & { order: Order };

export function VehicleField({ order: { control, clientId, vehicles, setVehicle }, ...props }: VehicleFieldProps) {
  return (
    <div data-field="vehicleId">
      <Controller
        control={control}
        name="vehicleId"
        render={({ field }) => <VehicleSelect {...props} {...field} onChange={setVehicle} vehicles={vehicles} hasClient={clientId !== ''} />}
      />
    </div>
  );
}

/** The services, with the prices of the catalogue for the car. */
export function LinesField({ order: { control, catalogue, size, isAgentFilled } }: { order: Order }) {
  return (
    <div data-field="lines">
      <Controller
        control={control}
        name="lines"
        render={({ field, fieldState }) => (
          <LineFields lines={field.value} onChange={field.onChange} error={fieldState.error} services={catalogue} size={size} isAgentFilled={isAgentFilled} />
        )}
      />
    </div>
  );
}
