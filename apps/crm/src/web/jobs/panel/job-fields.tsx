import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Controller, useWatch } from 'react-hook-form';
import { toDiscountText } from '../../../shared/quote-totals.ts';
import { toZoneName } from '../../../shared/wall-clock.ts';
import { useCan, useMe } from '../../auth/me-query.ts';
import { ClientSelect } from '../../clients/client-select.tsx';
import { toFieldProps } from '../../panels/field-props.tsx';
import type { RecordFieldsProps } from '../../panels/record-form.tsx';
import { LineFields } from '../../quotes/panel/line-fields.tsx';
import { QuoteSums } from '../../quotes/panel/quote-sums.tsx';
import { reprice, toFormTotals } from '../../quotes/panel/quote-values.ts';
import { quoteQuery } from '../../quotes/quote-queries.ts';
import { catalogueQuery } from '../../services/service-queries.ts';
import { clientVehiclesQuery } from '../../vehicles/vehicle-queries.ts';
import { VehicleSelect } from '../../vehicles/vehicle-select.tsx';
import { baysQuery } from '../job-queries.ts';
import classes from '../jobs.module.css';
import { jobFields } from './job-panel.ts';
import { type JobValues, sumMinutes, toWhen } from './job-values.ts';

/** The inputs of a job: whose car, what, when and where. Whose it is can only be said of a new one. */
export function JobFields({ isClientFixed, ...props }: RecordFieldsProps<JobValues> & { isClientFixed: boolean }) {
  const { control, register, setValue, getValues } = props.form;
  const look = (name: keyof JobValues) => toFieldProps(props, name, jobFields);
  const watched = useWatch({ control, name: ['quoteId', 'clientId', 'vehicleId', 'lines', 'startsAt', 'durationMinutes', 'bayId'] });
  const [quoteId, clientId, vehicleId, lines, startsAt, durationMinutes, bayId] = watched;
  const vehicles = useQuery({ ...clientVehiclesQuery(clientId), enabled: clientId !== '' }).data ?? [];
  const catalogue = useQuery(catalogueQuery);
  const bays = useQuery(baysQuery).data ?? [];
  const canReadQuotes = useCan('quotes:read');
  const quote = useQuery({ ...quoteQuery(quoteId), enabled: quoteId !== '' && canReadQuotes }).data;
  const services = useMemo(() => new Map(catalogue.data?.map((service) => [service.id, service])), [catalogue.data]);
  const size = vehicles.find((vehicle) => vehicle.id === vehicleId)?.size;
  const setVehicle = (next: string) => {
    setValue('lines', reprice(getValues('lines'), services, size), { shouldDirty: true });
    setValue('vehicleId', next, { shouldDirty: true, shouldValidate: true });
  };
  const setClient = (next: string) => {
    setValue('clientId', next, { shouldDirty: true, shouldValidate: true });
    if (next !== clientId) setValue('vehicleId', '', { shouldDirty: true });
  };
  const shown = bays.filter((bay) => bay.isActive || bay.id === bayId);
  const choices = [{ value: '', label: 'First free bay' }, ...shown.map((bay) => ({ value: bay.id, label: bay.name }))];
  return (
    <>
      {quote && (
        <p className={classes.from} data-field="quoteId">
          From quote #{quote.number} for {quote.clientName}.{clientId === '' && ' Client, vehicle and services are taken from it.'}
        </p>
      )}
      <div data-field="clientId">
        <Controller
          control={control}
          name="clientId"
          render={({ field }) => (
            <ClientSelect {...look('clientId')} {...field} onChange={setClient} withAsterisk required readOnly={isClientFixed || quote !== undefined} />
          )}
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
      <div className={classes.place}>
        <TextInput {...look('startsAt')} {...register('startsAt')} type="datetime-local" withAsterisk required />
        <Controller
          control={control}
          name="bayId"
          // Held by the form, not by the element: its choices come after its value.
          render={({ field }) => <NativeSelect {...look('bayId')} {...field} data={choices} />}
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
      <Duration {...props} servicesTake={sumMinutes(lines, services)} values={{ startsAt, durationMinutes }} />
      <QuoteSums totals={toFormTotals({ lines, discount: toDiscountText(quote?.discount ?? null) }, services, size)} />
      <Textarea {...look('notes')} {...register('notes')} autosize minRows={2} maxRows={8} placeholder="What the team should know" />
    </>
  );
}

interface DurationProps extends RecordFieldsProps<JobValues> {
  servicesTake: number | undefined;
  values: Pick<JobValues, 'startsAt' | 'durationMinutes'>;
}

/** How long, and from when to when that is on the clocks of the shop. */
function Duration({ servicesTake, values, ...props }: DurationProps) {
  const { timeZone } = useMe().shop;
  const when = toWhen(values, servicesTake, timeZone);
  return (
    <>
      <TextInput
        {...toFieldProps(props, 'durationMinutes', jobFields)}
        {...props.form.register('durationMinutes')}
        inputMode="numeric"
        autoComplete="off"
        placeholder={servicesTake === undefined ? 'What the services take' : `${servicesTake}, what the services take`}
      />
      <p className={classes.from} aria-live="polite">
        {when ?? 'Choose services and a start to see when it ends.'}
        <br />
        {toZoneName(timeZone)}
      </p>
    </>
  );
}
