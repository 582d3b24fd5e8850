import { expect, test } from 'vitest';
import { CreateInvoice, type InvoiceView } from '../../../shared/invoice.ts';
import { toChanges } from '../../panels/use-record-form.ts';
import { toInput } from '../../quotes/panel/quote-values.ts';
import { invoiceSpec } from './invoice-form.tsx';
import { emptyValues, toValues } from './invoice-values.ts';

const id = (digit: number) => `0197f3a4-0000-4000-8000-00000000000${digit}`;
const saved: InvoiceView = {
  id: id(9),
  number: 1042,
  status: 'draft',
  isOverdue: false,
  daysOverdue: 0,
  clientId: id(2),
  clientName: 'Jordan Miles',
  reachableBy: ['sms'],
  vehicleId: null,
  vehicleName: null,
  jobId: null,
  quoteId: id(4),
  quoteNumber: 1007,
  lines: [{ serviceId: id(1), name: 'Wash', priceCents: 7_000 }],
  discount: { kind: 'amount', cents: 500 },
  subtotalCents: 7_000,
  discountCents: 500,
  totalCents: 6_500,
  paidCents: 0,
  refundedCents: 0,
  balanceCents: 0,
  currency: 'USD',
  payments: [],
  reminders: [],
  issuedOn: null,
  dueOn: '2026-12-01',
  notes: null,
  version: 2,
  createdAt: '2026-11-20T12:00:00Z',
  updatedAt: '2026-11-20T12:00:00Z',
};
const parse = (values: object) => CreateInvoice.parse(toInput({ ...toValues(saved), ...values }));

test('the form sends nothing when nothing was changed, and only what was; never whose invoice it is', () => {
  expect(toChanges(invoiceSpec, parse({}), saved)).toEqual({});
  expect(toChanges(invoiceSpec, parse({ vehicleId: id(3), dueOn: '2026-12-24' }), saved)).toEqual({ vehicleId: id(3), dueOn: '2026-12-24' });
  expect(toChanges(invoiceSpec, parse({ clientId: id(5), quoteId: '' }), saved)).toEqual({});
});

test('an empty form is refused where something has to be chosen', () => {
  const issues = CreateInvoice.safeParse(toInput(emptyValues)).error?.issues.map((issue) => issue.path.join('.'));
  expect(issues).toEqual(expect.arrayContaining(['clientId', 'lines.0.serviceId']));
});

test("the copilot's values are asked the same as the user's, and shown as the inputs show them", () => {
  expect(invoiceSpec.isValid('lines', [{ serviceId: id(1), priceCents: 100 }])).toBe(true);
  expect(invoiceSpec.isValid('lines', [])).toBe(false);
  expect(invoiceSpec.isValid('dueOn', 'soon')).toBe(false);
  expect(invoiceSpec.isValid('status', 'paid')).toBe(false);
  expect(invoiceSpec.format?.('discount', { kind: 'percent', percent: 10 })).toBe('10%');
  expect(invoiceSpec.format?.('lines', [{ serviceId: id(1), priceCents: 7_050 }])).toEqual([{ serviceId: id(1), price: '70.50' }]);
});
