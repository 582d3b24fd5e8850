import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { withTenant } from './open-transaction.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('a tenant sees its own rows', async () => {
  await withTenant(database.pool, 'a', (sql) => sql(`insert into countersign.audit (tenant_id, actor, action, subject) values ('a', 'x', 'y', 'z')`));
  const { rows } = await withTenant(database.pool, 'a', (sql) => sql('select actor from countersign.audit'));
  expect(rows).toEqual([{ actor: 'x' }]);
});
