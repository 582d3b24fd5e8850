import { CreateInvoice, InvoiceView, UpdateInvoice } from '../../../shared/invoice.ts';
import { type Discount, toDiscountText } from '../../../shared/quote-totals.ts';
import { invoiceFields, invoicePanel } from '../../kinds/invoice-panel.ts';
import type { OpenPanel } from '../../panels/panel-state.tsx';
import { RecordPanelBody } from '../../panels/record-panel-body.tsx';
import type { RecordSpec } from '../../panels/record-spec.ts';
import { toInput, toLineValues } from '../../quotes/panel/quote-values.ts';
import { InvoiceFields } from './invoice-fields.tsx';
import { emptyValues, type InvoiceValues, toParsed, toValues } from './invoice-values.ts';

const { quoteId, jobId, clientId } = CreateInvoice.shape;

export const invoiceSpec: RecordSpec<InvoiceView, InvoiceValues> = {
  panel: 'invoice',
  kind: invoicePanel,
  path: '/api/invoices',
  view: InvoiceView,
  title: ({ number }) => `invoice #${number}`,
  create: CreateInvoice,
  change: UpdateInvoice.omit({ version: true }).extend({ quoteId, jobId, clientId }),
  fixed: ['quoteId', 'jobId', 'clientId'],
  empty: emptyValues,
  toValues,
  toInput: (values) => toInput(values),
  toParsed: (invoice) => ({ ...toParsed(invoice) }),
  isValid: (name, value) => Object.hasOwn(invoiceFields, name) && CreateInvoice.shape[name as keyof InvoiceValues].safeParse(value).success,
  format: (name, value) => {
    if (name === 'lines') return toLineValues(value);
    return name === 'discount' && typeof value === 'object' ? toDiscountText(value as Discount) : (value ?? '');
  },
  toText: (name, value) => (name === 'lines' && Array.isArray(value) ? `${value.length} services` : ''),
};

export function InvoiceForm({ panel }: { panel: OpenPanel }) {
  return (
    <RecordPanelBody spec={invoiceSpec} panel={panel}>
      {(fields) => <InvoiceFields {...fields} isClientFixed={panel.target.recordId !== undefined} />}
    </RecordPanelBody>
  );
}
