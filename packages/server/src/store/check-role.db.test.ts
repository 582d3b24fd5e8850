import { defineAgent } from '@countersign/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCountersign } from '../create-countersign.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { createPool } from './create-pool.ts';
import { withClient } from './database-error.ts';
import { pgDatabase } from './pg-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const principal = { tenantId: 'a', userId: 'u', roles: [], timeZone: 'UTC' };
const createOn = (pool: TestDatabase['pool']) =>
  createCountersign({
    database: pgDatabase({ pool }),
    agents: [defineAgent({ name: 'copilot', description: 'Helps.', tools: [] })],
    authenticate: () => principal,
    resolvePrincipal: () => principal,
    can: () => true,
  });

test.each([
  ['a superuser', () => database.superUrl, /"postgres" is a superuser/],
  ['the owner of the tables', () => database.ownerUrl, /"countersign_owner" owns tables/],
])('the runtime neither works nor takes requests as %s', async (_, url, message) => {
  const pool = createPool({ url: url() });
  try {
    const countersign = createOn(pool);
    await expect(countersign.worker.start()).rejects.toMatchObject({ code: 'invalid_options', message: expect.stringMatching(message) });
    expect(await countersign.checkHealth()).toMatchObject({ worker: false });
    await expect(countersign.api.createSession(principal, { agent: 'copilot' })).rejects.toMatchObject({ code: 'invalid_options' });
    const { rowCount } = await withClient(database.superUrl, (client) => client.query('select from countersign.sessions'));
    expect(rowCount).toBe(0);
  } finally {
    await pool.end();
  }
});

test('as the app it does both', async () => {
  const countersign = createOn(database.pool);
  await countersign.worker.start();
  expect(await countersign.api.createSession(principal, { agent: 'copilot' })).toMatchObject({ sessionId: expect.any(String) });
  await countersign.worker.stop();
});
