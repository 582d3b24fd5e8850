import type pg from 'pg';
import { expect, test } from 'vitest';
import { requireVersion } from './check-version.ts';

const answering = (number: number, version: string) => ({ query: async () => ({ rows: [{ number, version }] }) }) as unknown as Pick<pg.ClientBase, 'query'>;

test('a PostgreSQL before 15 is refused in one sentence, 15 and later are taken', async () => {
  await expect(requireVersion(answering(140011, '14.11'))).rejects.toMatchObject({
    code: 'invalid_options',
    message: 'The database is PostgreSQL 14.11, and Countersign needs 15 or later.',
  });
  await expect(requireVersion(answering(150000, '15beta1'))).resolves.toBeUndefined();
});
