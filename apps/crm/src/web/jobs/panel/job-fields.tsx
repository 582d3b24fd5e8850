import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Controller, useWatch } from 'react-hook-form';
import { toDiscountText } from '../../../shared/quote-totals.ts';
import { toZoneName } from '../../../shared/wall-clock.ts';
import { useCan, useMe } from '../../auth/me-query.ts';
import { jobFields } from '../../kinds/job-panel.ts';
import { toFieldProps } from '../../panels/field-props.tsx';
import type { RecordFieldsProps } from '../../panels/record-form.tsx';
import { ClientField, LinesField, useOrder, VehicleField } from '../../quotes/panel/order-fields.tsx';
import { QuoteSums } from '../../quotes/panel/quote-sums.tsx';
import { toFormTotals } from '../../quotes/panel/quote-values.ts';
import { quoteQuery } from '../../quotes/quote-queries.ts';
import { baysQuery } from '../job-queries.ts';
import classes from '../jobs.module.css';
import { type JobValues, sumMinutes, toWhen } from './job-values.ts';

/** The inputs of a job: whose car, what, when and where. Whose it is can only be said of a new one. */
export function JobFields({ isClientFixed, ...props }: RecordFieldsProps<JobValues> & { isClientFixed: boolean }) {
  const { control, register } = props.form;
  const look = (name: keyof JobValues) => toFieldProps(props, name, jobFields);
  const [quoteId, startsAt, durationMinutes, bayId] = useWatch({ control, name: ['quoteId', 'startsAt', 'durationMinutes', 'bayId'] });
  const order = useOrder(props);
  const { clientId, lines, services, size } = order;
  const bays = useQuery(baysQuery).data ?? [];
  const canReadQuotes = useCan('quotes:read');
  const quote = useQuery({ ...quoteQuery(quoteId), enabled: quoteId !== '' && canReadQuotes }).data;
  const shown = bays.filter((bay) => bay.isActive || bay.id === bayId);
  const choices = [{ value: '', label: 'First free bay' }, ...shown.map((bay) => ({ value: bay.id, label: bay.name }))];
  return (
    <>
      {quote && (
        <p className={classes.from} data-field="quoteId">
          From quote #{quote.number} for {quote.clientName}.{clientId === '' && ' Client, vehicle and services are taken from it.'}
        </p>
      )}
      <ClientField order={order} {...look('clientId')} readOnly={isClientFixed || quote !== undefined} />
      <VehicleField order={order} {...look('vehicleId')} withAsterisk required />
      <div className={classes.place}>
        <TextInput {...look('startsAt')} {...register('startsAt')} type="datetime-local" withAsterisk required />
        <Controller
          control={control}
          name="bayId"
          // Held by the form, not by the element: its choices come after its value.
          render={({ field }) => <NativeSelect {...look('bayId')} {...field} data={choices} />}
        />
      </div>
      <LinesField order={order} />
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
