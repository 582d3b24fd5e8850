import { describe, expect, it } from 'vitest';
import { CreateQuote, type QuoteView } from '../../../shared/quote.ts';
import { toChanges } from '../../panels/use-record-form.ts';
import { quoteSpec } from './quote-form.tsx';
import { emptyValues, reprice, toFormTotals, toInput, toLineValues, toValues } from './quote-values.ts';

const id = (digit: number) => `0197f3a4-0000-4000-8000-00000000000${digit}`;
const wash = { smallCents: 4_000, mediumCents: 5_000, largeCents: 6_000, xlCents: 7_000 };
const services = new Map([[id(1), wash]]);
const saved: QuoteView = {
  id: id(9),
  number: 1042,
  status: 'draft',
  clientId: id(2),
  clientName: 'Jordan Miles',
  vehicleId: id(3),
  vehicleName: '2021 Chevrolet Tahoe',
  vehicleSize: 'xl',
  lines: [{ serviceId: id(1), name: 'Wash', priceCents: 7_000 }],
  discount: { kind: 'amount', cents: 500 },
  subtotalCents: 7_000,
  discountCents: 500,
  totalCents: 6_500,
  validUntil: '2026-12-01',
  notes: null,
  sentAt: null,
  answeredAt: null,
  version: 2,
  createdAt: '2026-11-20T12:00:00Z',
  updatedAt: '2026-11-20T12:00:00Z',
};

describe('the values of the quote form', () => {
  it('sends nothing when nothing was changed, and only what was', () => {
    const parse = (values: object) => CreateQuote.parse(toInput({ ...toValues(saved), ...values }));
    expect(toChanges(quoteSpec, parse({}), saved)).toEqual({});
    expect(toChanges(quoteSpec, parse({ discount: '10%' }), saved)).toEqual({ discount: { kind: 'percent', percent: 10 } });
    expect(toChanges(quoteSpec, parse({ lines: [{ serviceId: id(1), price: '' }] }), saved)).toEqual({ lines: [{ serviceId: id(1), priceCents: null }] });
  });

  it('refuses a price that is none at its line', () => {
    const parsed = CreateQuote.safeParse(toInput({ ...toValues(saved), lines: [{ serviceId: id(1), price: 'cheap' }] }));
    expect(parsed.error?.issues[0]).toMatchObject({ path: ['lines', 0, 'priceCents'], message: 'Write an amount, such as 89.50.' });
  });

  it("shows the copilot's lines as the inputs do", () => {
    expect(toLineValues([{ serviceId: id(1) }, { serviceId: id(1), priceCents: 1_250 }])).toEqual([
      { serviceId: id(1), price: '' },
      { serviceId: id(1), price: '12.50' },
    ]);
  });

  it('comes to what the service will compute, with the catalogue standing in for empty prices', () => {
    const lines = [
      { serviceId: id(1), price: '' },
      { serviceId: id(1), price: '10' },
      { serviceId: '', price: '' },
    ];
    expect(toFormTotals({ lines, discount: '10%' }, services, 'xl')).toEqual({ subtotalCents: 8_000, discountCents: 800, totalCents: 7_200 });
    expect(toFormTotals({ lines, discount: 'x' }, services, 'xl')).toBeUndefined();
    expect(toFormTotals({ lines, discount: '' }, services, undefined)).toBeUndefined();
    expect(toFormTotals(emptyValues, services, undefined)?.totalCents).toBe(0);
  });

  it("follows another vehicle with the catalogue's prices, not with one's own", () => {
    const lines = [
      { serviceId: id(1), price: '70.00' },
      { serviceId: id(1), price: '65' },
    ];
    expect(reprice(lines, services, 'xl')).toEqual([{ serviceId: id(1), price: '' }, lines[1]]);
  });
});
