import { describe, expect, it } from 'vitest';
import { CreateJob, type JobView } from '../../../shared/job.ts';
import type { QuoteView } from '../../../shared/quote.ts';
import { toChanges } from '../../panels/use-record-form.ts';
import { jobSpec } from './job-form.tsx';
import { emptyValues, fromQuote, sumMinutes, toInput, toValues, toWhen } from './job-values.ts';

const id = (digit: number) => `0197f3a4-0000-4000-8000-00000000000${digit}`;
const lines = [{ serviceId: id(1), name: 'Wash', priceCents: 7_000 }];
const saved = {
  id: id(9),
  quoteId: id(8),
  clientId: id(2),
  vehicleId: id(3),
  bayId: id(4),
  lines,
  startsAtLocal: '2026-12-01T10:00',
  durationMinutes: 90,
  notes: null,
  version: 2,
} as unknown as JobView;

describe('the values of the job form', () => {
  it('sends nothing when nothing was changed, and only what was', () => {
    const parse = (values: object) => CreateJob.parse(toInput({ ...toValues(saved), ...values }));
    expect(toChanges(jobSpec, parse({}), saved)).toEqual({});
    expect(toChanges(jobSpec, parse({ startsAt: '2026-12-02T09:30' }), saved)).toEqual({ startsAt: '2026-12-02T09:30' });
    expect(toChanges(jobSpec, parse({ bayId: '', durationMinutes: '' }), saved)).toEqual({ bayId: null, durationMinutes: null });
    expect(toChanges(jobSpec, parse({ lines: [{ serviceId: id(5), price: '' }] }), saved)).toEqual({ lines: [{ serviceId: id(5), priceCents: null }] });
  });

  it('asks for what is missing where it is missing', () => {
    const paths = (values: object) => CreateJob.safeParse(toInput({ ...emptyValues, ...values })).error?.issues.map((issue) => issue.path.join('.'));
    expect(paths({})).toEqual(['clientId', 'vehicleId', 'lines.0.serviceId', 'startsAt']);
    expect(paths({ ...toValues(saved), durationMinutes: '5' })).toEqual(['durationMinutes']);
  });

  it('takes what was left empty from the quote', () => {
    const input = toInput({ ...emptyValues, quoteId: id(8), startsAt: '2026-12-01T10:00' });
    expect(CreateJob.parse(input)).toMatchObject({ quoteId: id(8), clientId: null, vehicleId: null, lines: [], bayId: null, durationMinutes: null });
    const quote = { id: id(8), clientId: id(2), vehicleId: id(3), lines } as unknown as QuoteView;
    expect(fromQuote(quote)).toEqual({ quoteId: id(8), clientId: id(2), vehicleId: id(3), lines: [{ serviceId: id(1), price: '70.00' }] });
  });

  it('says when the job ends on the clocks of the shop, as soon as that is known', () => {
    const services = new Map([[id(1), { durationMinutes: 150 }]]);
    const minutes = sumMinutes(
      [
        { serviceId: id(1), price: '' },
        { serviceId: '', price: '' },
      ],
      services,
    );
    expect(minutes).toBe(150);
    expect(sumMinutes([{ serviceId: '', price: '' }], services)).toBeUndefined();
    const when = (durationMinutes: string) => toWhen({ startsAt: '2026-03-08T01:00', durationMinutes }, minutes, 'America/New_York');
    expect(when('')).toBe('Sun, Mar 8, 1:00 AM – 4:30 AM (2 h 30 min)');
    expect(when('30')).toBe('Sun, Mar 8, 1:00 AM – 1:30 AM (30 min)');
    for (const wrong of ['5', '-1', 'x', '99999']) expect(when(wrong)).toBeUndefined();
    expect(toWhen({ startsAt: '', durationMinutes: '60' }, minutes, 'America/New_York')).toBeUndefined();
  });
});
