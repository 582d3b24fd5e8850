import { CreateQuote, QuoteView, UpdateQuote } from '../../../shared/quote.ts';
import { type Discount, toDiscountText } from '../../../shared/quote-totals.ts';
import { quoteFields, quotePanel } from '../../kinds/quote-panel.ts';
import type { OpenPanel } from '../../panels/panel-state.tsx';
import { RecordPanelBody } from '../../panels/record-panel-body.tsx';
import type { RecordSpec } from '../../panels/record-spec.ts';
import { QuoteFields } from './quote-fields.tsx';
import { emptyValues, type QuoteValues, toInput, toLineValues, toParsed, toValues } from './quote-values.ts';

export const quoteSpec: RecordSpec<QuoteView, QuoteValues> = {
  panel: 'quote',
  kind: quotePanel,
  path: '/api/quotes',
  view: QuoteView,
  title: ({ number }) => `quote #${number}`,
  create: CreateQuote,
  change: UpdateQuote.omit({ version: true }).extend({ clientId: CreateQuote.shape.clientId }),
  fixed: ['clientId'],
  empty: emptyValues,
  toValues,
  toInput: (values) => toInput(values),
  toParsed: (quote) => ({ ...toParsed(quote) }),
  isValid: (name, value) => Object.hasOwn(quoteFields, name) && CreateQuote.shape[name as keyof QuoteValues].safeParse(value).success,
  format: (name, value) => {
    if (name === 'lines') return toLineValues(value);
    return name === 'discount' && typeof value === 'object' ? toDiscountText(value as Discount) : (value ?? '');
  },
  toText: (name, value) => (name === 'lines' && Array.isArray(value) ? `${value.length} services` : ''),
};

export function QuoteForm({ panel }: { panel: OpenPanel }) {
  return (
    <RecordPanelBody spec={quoteSpec} panel={panel}>
      {(fields) => <QuoteFields {...fields} isClientFixed={panel.target.recordId !== undefined} />}
    </RecordPanelBody>
  );
}
