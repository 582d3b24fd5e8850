import { expect, test } from 'vitest';
import { toInvoiceState } from './find-invoice.ts';

const invoice = {
  id: '0193b1f5-02aa-7d3c-8c55-0d6f1f2b9a10',
  number: 1042,
  status: 'open',
  clientName: 'Jordan Miles',
  totalCents: 21_000,
  paidCents: 0,
  refundedCents: 0,
  balanceCents: 21_000,
  dueOn: '2026-12-05',
  isOverdue: false,
  daysOverdue: 0,
} as Parameters<typeof toInvoiceState>[0];

test('what stands of an invoice is said with the day as people say it', () => {
  expect(toInvoiceState(invoice)).toBe('$210.00 owed, due Sat, Dec 5');
  expect(toInvoiceState({ ...invoice, isOverdue: true, daysOverdue: 1 })).toBe('$210.00 owed, 1 day overdue');
  expect(toInvoiceState({ ...invoice, status: 'paid' })).toBe('paid');
});
