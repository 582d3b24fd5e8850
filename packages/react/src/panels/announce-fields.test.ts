import { expect, test } from 'vitest';
import { announceFields } from './announce-fields.ts';

test.each([
  [{ firstName: 'applied', lastName: 'applied', phone: 'applied', email: 'applied' }, 'Filled in first name, last name, phone and email.'],
  [{ email: 'applied' }, 'Filled in email.'],
  [{ email: 'applied', 'address.zipCode': 'skipped_user_touched' }, 'Filled in email. Kept your address zip code.'],
  [{ phone: 'invalid', ssn: 'unknown_field' }, 'Could not fill in phone.'],
  [{}, ''],
] as const)('%j → %s', (outcomes, sentence) => {
  expect(announceFields(outcomes)).toBe(sentence);
});

test('calls fields as the form does', () => {
  expect(announceFields({ phone: 'applied' }, { phone: 'mobile number' })).toBe('Filled in mobile number.');
});
