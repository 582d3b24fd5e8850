import { CountersignError } from '@countersign/core';
import { expect, test } from 'vitest';
import { afterSending, isRefusal } from './deliver.ts';

test('what goes wrong once a message is out is not taken for a refusal of it', async () => {
  const denied = new CountersignError('permission_denied', 'Not any more.');
  expect(isRefusal(denied)).toBe(true);
  const failure = await afterSending(() => Promise.reject(denied)).catch((error: unknown) => error);
  expect(failure).toMatchObject({ cause: denied });
  expect(isRefusal(failure)).toBe(false);
  expect(await afterSending(() => Promise.resolve(7))).toBe(7);
});

test('a provider that says nothing has refused nothing', () => {
  expect(isRefusal(new CountersignError('unavailable', 'No answer.'))).toBe(false);
  expect(isRefusal(new Error('The connection was closed.'))).toBe(false);
});
