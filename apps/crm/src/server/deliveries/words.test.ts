import { expect, test } from 'vitest';
import { toQuoteWords } from './quote-words.ts';
import { toReminderWords } from './reminder-words.ts';

const invoice = {
  number: 1042,
  totalCents: 21_000,
  paidCents: 0,
  balanceCents: 21_000,
  dueOn: '2026-11-03',
  isOverdue: true,
  vehicleName: '2021 Chevrolet Tahoe',
  currency: 'USD',
};
const from = { shopName: 'North Shore Detailing', firstName: 'Mai' };

test('a reminder says what is owed and since when', () => {
  const { text, subject, letter } = toReminderWords({ ...from, invoice });
  expect(text).toBe(
    'Hi Mai, a reminder from North Shore Detailing: invoice 1042 for your 2021 Chevrolet Tahoe was due on November 3, 2026, and $210.00 is still open. Thank you!',
  );
  expect(subject).toBe('Invoice 1042 from North Shore Detailing was due on November 3, 2026');
  expect(letter).toContain('Still open: $210.00');
});

test('what is not due yet is not said to be late, and what was paid is said', () => {
  const part = { ...invoice, isOverdue: false, vehicleName: null, paidCents: 6_000, balanceCents: 15_000, currency: 'EUR' };
  expect(toReminderWords({ ...from, invoice: part }).text).toBe(
    'Hi Mai, a reminder from North Shore Detailing: invoice 1042 is due on November 3, 2026, and €150.00 is open. You have paid €60.00 of €210.00. Thank you!',
  );
});

test('a quote lists every service, what is taken off, the total and the last day', () => {
  const lines = [
    { serviceId: 'a', name: 'Full Interior Detail', priceCents: 22_000 },
    { serviceId: 'b', name: 'Ceramic Coating', priceCents: 133_000 },
  ];
  const quote = { number: 1140, vehicleName: '2021 Chevrolet Tahoe', lines, totalCents: 139_500, validUntil: '2026-12-10' };
  const discounted = { ...quote, discount: { kind: 'percent', percent: 10 } as const, discountCents: 15_500 };
  expect(toQuoteWords({ ...from, currency: 'USD', quote: discounted }).text).toBe(
    [
      'Hi Mai, here is quote 1140 from North Shore Detailing for your 2021 Chevrolet Tahoe, valid until December 10, 2026.',
      'Full Interior Detail: $220.00',
      'Ceramic Coating: $1,330.00',
      'Discount of 10%: -$155.00',
      'Total: $1,395.00',
      'Answer this message to accept it.',
    ].join('\n'),
  );
  expect(toQuoteWords({ ...from, currency: 'USD', quote: { ...quote, discount: null, discountCents: 0 } }).letter).not.toContain('Discount');
});
