import { Textarea, TextInput } from '@mantine/core';
import { useWatch } from 'react-hook-form';
import { quoteFields } from '../../kinds/quote-panel.ts';
import { toFieldProps } from '../../panels/field-props.tsx';
import panel from '../../panels/panel.module.css';
import type { RecordFieldsProps } from '../../panels/record-form.tsx';
import { ClientField, LinesField, useOrder, VehicleField } from './order-fields.tsx';
import { QuoteSums } from './quote-sums.tsx';
import { type QuoteValues, toFormTotals } from './quote-values.ts';

/** The inputs of a quote: for whom and which car, what, and what is taken off. Whose it is can only be said of a new one. */
export function QuoteFields({ isClientFixed, ...props }: RecordFieldsProps<QuoteValues> & { isClientFixed: boolean }) {
  const { control, register } = props.form;
  const look = (name: keyof QuoteValues) => toFieldProps(props, name, quoteFields);
  const discount = useWatch({ control, name: 'discount' });
  const order = useOrder(props);
  return (
    <>
      <ClientField order={order} {...look('clientId')} readOnly={isClientFixed} />
      <VehicleField order={order} {...look('vehicleId')} withAsterisk required />
      <LinesField order={order} />
      <div className={panel.pair}>
        <TextInput {...look('discount')} {...register('discount')} autoComplete="off" placeholder="10% or 25.00" />
        <TextInput {...look('validUntil')} {...register('validUntil')} type="date" description={isClientFixed ? undefined : 'Two weeks when left empty'} />
      </div>
      <QuoteSums totals={toFormTotals({ lines: order.lines, discount }, order.services, order.size)} />
      <Textarea {...look('notes')} {...register('notes')} autosize minRows={2} maxRows={8} placeholder="What the team should know" />
    </>
  );
}
