import { expect, test } from 'vitest';
import { formatPhone, Phone, toE164 } from './phone.ts';

test.each([
  ['555-219-8841', '+15552198841'],
  ['(555) 219-8841', '+15552198841'],
  ['5552198841', '+15552198841'],
  ['1 555 219 8841', '+15552198841'],
  ['+44 20 7946 0958', '+442079460958'],
  ['+15552198841', '+15552198841'],
])('%s is %s, and stays it', (text, number) => {
  expect(toE164(text)).toBe(number);
  expect(Phone.parse(text)).toBe(number);
  expect(Phone.parse(number)).toBe(number);
});

test.each(['', '12', '555-219', 'call me', '555-219-8841 ext 5', '+', '999999999999999999'])('"%s" is no phone number', (text) => {
  expect(toE164(text)).toBeUndefined();
  expect(Phone.safeParse(text).success).toBe(false);
});

test('numbers are shown as people of the country write them', () => {
  expect(formatPhone('+15552198841')).toBe('(555) 219-8841');
  expect(formatPhone('+442079460958')).toBe('+44 20 7946 0958');
});
