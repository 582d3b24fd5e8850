import { Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useWatch } from 'react-hook-form';
import { invoiceFields } from '../../kinds/invoice-panel.ts';
import { toFieldProps } from '../../panels/field-props.tsx';
import panel from '../../panels/panel.module.css';
import type { RecordFieldsProps } from '../../panels/record-form.tsx';
import { ClientField, LinesField, useOrder, VehicleField } from '../../quotes/panel/order-fields.tsx';
import { QuoteSums } from '../../quotes/panel/quote-sums.tsx';
import { toFormTotals } from '../../quotes/panel/quote-values.ts';
import { quoteQuery } from '../../quotes/quote-queries.ts';
import type { InvoiceValues } from './invoice-values.ts';

/** The inputs of an invoice. What it bills, a quote or a job, is said by where its form was opened; then client and quote are fixed. */
export function InvoiceFields({ isClientFixed, ...props }: RecordFieldsProps<InvoiceValues> & { isClientFixed: boolean }) {
  const { control, register } = props.form;
  const look = (name: keyof InvoiceValues) => toFieldProps(props, name, invoiceFields);
  const [quoteId, jobId, discount] = useWatch({ control, name: ['quoteId', 'jobId', 'discount'] });
  const isBilling = quoteId !== '' || jobId !== '';
  const order = useOrder(props);
  return (
    <>
      {quoteId !== '' && <Billed quoteId={quoteId} />}
      <ClientField order={order} {...look('clientId')} readOnly={isClientFixed || isBilling} />
      <VehicleField order={order} {...look('vehicleId')} clearable />
      <LinesField order={order} />
      <div className={panel.pair}>
        <TextInput {...look('discount')} {...register('discount')} autoComplete="off" placeholder="10% or 25.00" />
        <TextInput {...look('dueOn')} {...register('dueOn')} type="date" description={isClientFixed ? undefined : 'Two weeks when left empty'} />
      </div>
      <QuoteSums totals={toFormTotals({ lines: order.lines, discount }, order.services, order.size)} />
      <Textarea {...look('notes')} {...register('notes')} autosize minRows={2} maxRows={8} placeholder="What the team should know" />
    </>
  );
}

/** Which quote the invoice bills. */
function Billed({ quoteId }: { quoteId: string }) {
  const { data } = useQuery(quoteQuery(quoteId));
  return <TextInput label={invoiceFields.quoteId} value={data ? `Quote #${data.number}` : ''} readOnly />;
}
