import { expect, test } from 'vitest';
import { CountersignError, toErrorBody } from './errors.ts';

test('an error carries its code, its status and what is known of it', () => {
  const cause = new Error('socket closed');
  const error = new CountersignError('conflict', 'Somebody saved version 3 meanwhile.', { details: { version: 3 }, cause });
  expect(error).toMatchObject({ code: 'conflict', status: 409, isRetryable: false, cause });
  expect(error.toBody()).toEqual({ code: 'conflict', message: 'Somebody saved version 3 meanwhile.', details: { version: 3 }, isRetryable: false });
});

test('nothing is made up where nothing is known', () => {
  const error = new CountersignError('not_found', 'There is no such run.');
  expect('cause' in error).toBe(false);
  expect(error.toBody()).toEqual({ code: 'not_found', message: 'There is no such run.', isRetryable: false });
  expect(toErrorBody('not_found', 'There is no such run.')).toEqual(error.toBody());
});
