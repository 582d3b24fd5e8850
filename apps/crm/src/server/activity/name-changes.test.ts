import { expect, test } from 'vitest';
import { nameChanges } from './name-changes.ts';

const labels = { firstName: 'name', lastName: 'name', phone: 'phone number', email: 'email' } as const;
const before = { firstName: 'Jordan', lastName: 'Miles', phone: '+15552198841', email: null, version: 1 };

test.each([
  [{ email: 'j@example.com' }, 'email'],
  [{ phone: null, email: 'j@example.com' }, 'phone number and email'],
  [{ lastName: 'Mills', phone: null, email: 'j@example.com' }, 'name, phone number and email'],
  [{ firstName: 'Jo', lastName: 'Mills' }, 'name'],
  [{ version: 2 }, undefined],
  [{}, undefined],
])('with %j the %s changed', (changes, expected) => {
  expect(nameChanges(before, { ...before, ...changes }, labels)).toBe(expected);
});

test('values that are made of parts are compared by their parts', () => {
  const quote = { discount: { kind: 'percent', percent: 10 }, lines: [{ serviceId: 'a' }] };
  const quoteLabels = { discount: 'discount', lines: 'services' } as const;
  expect(nameChanges(quote, structuredClone(quote), quoteLabels)).toBeUndefined();
  expect(nameChanges(quote, { ...quote, lines: [{ serviceId: 'b' }] }, quoteLabels)).toBe('services');
});
