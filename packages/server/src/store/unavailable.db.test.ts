import { afterEach, expect, test } from 'vitest';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';
import { withClient } from './database-error.ts';

let server: TestServer;
afterEach(() => server?.close());

test('a database that cuts its connections is answered with 503, and with the truth again when it is back', async () => {
  server = await createTestServer({ hasWorker: false });
  const { superUrl, name, pool } = server.database;
  expect((await server.request('/sessions')).status).toBe(200);
  const block = (allows: boolean) =>
    withClient(superUrl.replace(`/${name}`, '/postgres'), async (client) => {
      await client.query(`alter database ${name} with allow_connections ${allows}`);
      await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    });
  const client = await pool.connect();
  const broken = new Promise((resolve) => client.once('error', resolve));
  const late = expect(client.query('select pg_sleep(10)')).rejects.toThrow();
  await block(false);
  await Promise.all([late, broken]);
  client.release(true);
  const answer = await server.request('/sessions');
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ error: { code: 'unavailable' } });
  await block(true);
  expect((await server.request('/sessions')).status).toBe(200);
});
