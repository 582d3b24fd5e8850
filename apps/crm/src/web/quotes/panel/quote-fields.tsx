import { Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Controller, useWatch } from 'react-hook-form';
import { ClientSelect } from '../../clients/client-select.tsx';
import { toFieldProps } from '../../panels/field-props.tsx';
import panel from '../../panels/panel.module.css';
import type { RecordFieldsProps } from '../../panels/record-form.tsx';
import { catalogueQuery } from '../../services/service-queries.ts';
import { clientVehiclesQuery } from '../../vehicles/vehicle-queries.ts';
import { VehicleSelect } from '../../vehicles/vehicle-select.tsx';
import { LineFields } from './line-fields.tsx';
import { quoteFields } from './quote-panel.ts';
import { QuoteSums } from './quote-sums.tsx';
import { type QuoteValues, reprice, toFormTotals } from './quote-values.ts';

/** The inputs of a quote: for whom and which car, what, and what is taken off. Whose it is can only be said of a new one. */
export function QuoteFields({ isClientFixed, ...props }: RecordFieldsProps<QuoteValues> & { isClientFixed: boolean }) {
  const { control, register, setValue, getValues } = props.form;
  const look = (name: keyof QuoteValues) => toFieldProps(props, name, quoteFields);
  const [clientId, vehicleId, lines, discount] = useWatch({ control, name: ['clientId', 'vehicleId', 'lines', 'discount'] });
  const vehicles = useQuery({ ...clientVehiclesQuery(clientId), enabled: clientId !== '' }).data;
  const catalogue = useQuery(catalogueQuery);
  const services = useMemo(() => new Map(catalogue.data?.map((service) => [service.id, service])), [catalogue.data]);
  const size = vehicles?.find((vehicle) => vehicle.id === vehicleId)?.size;
  const setVehicle = (next: string) => {
    setValue('lines', reprice(getValues('lines'), services, size), { shouldDirty: true });
    setValue('vehicleId', next, { shouldDirty: true, shouldValidate: true });
  };
  const setClient = (next: string) => {
    setValue('clientId', next, { shouldDirty: true, shouldValidate: true });
    if (next !== clientId) setValue('vehicleId', '', { shouldDirty: true });
  };
  return (
    <>
      <div data-field="clientId">
        <Controller
          control={control}
          name="clientId"
          render={({ field }) => <ClientSelect {...look('clientId')} {...field} onChange={setClient} withAsterisk required readOnly={isClientFixed} />}
        />
      </div>
      <div data-field="vehicleId">
        <Controller
          control={control}
          name="vehicleId"
          render={({ field }) => (
            <VehicleSelect {...look('vehicleId')} {...field} onChange={setVehicle} vehicles={vehicles} hasClient={clientId !== ''} withAsterisk required />
          )}
        />
      </div>
      <div data-field="lines">
        <Controller
          control={control}
          name="lines"
          render={({ field, fieldState }) => (
            <LineFields
              lines={field.value}
              onChange={field.onChange}
              error={fieldState.error}
              services={catalogue.data ?? []}
              size={size}
              isAgentFilled={props.agentFilled.has('lines')}
            />
          )}
        />
      </div>
      <div className={panel.pair}>
        <TextInput {...look('discount')} {...register('discount')} autoComplete="off" placeholder="10% or 25.00" />
        <TextInput {...look('validUntil')} {...register('validUntil')} type="date" description={isClientFixed ? undefined : 'Two weeks when left empty'} />
      </div>
      <QuoteSums totals={toFormTotals({ lines, discount }, services, size)} />
      <Textarea {...look('notes')} {...register('notes')} autosize minRows={2} maxRows={8} placeholder="What the team should know" />
    </>
  );
}
