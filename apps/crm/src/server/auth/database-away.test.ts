import { Hono } from 'hono';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createAuthRoutes } from '../account/routes.ts';
import type { AppEnv } from '../http/app-env.ts';
import { toErrorResponse } from '../http/to-error-response.ts';
import { createLog } from '../log.ts';
import { createAuth } from './create-auth.ts';

test('signing in while the database is away says so, can be tried again, and logs nobody’s address', async () => {
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line));
  // Nothing listens on port 1.
  const pool = new pg.Pool({ connectionString: 'postgres://app:secret-word@127.0.0.1:1/crm' });
  const auth = createAuth({ pool, baseUrl: 'http://localhost', secret: 'a secret of tests, long enough for all', log });
  const app = new Hono<AppEnv>().route('/api/auth', createAuthRoutes(auth));
  app.onError((error, c) => toErrorResponse(error, c, log));
  const response = await app.request('/api/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'jordan.miles@example.com', password: 'secret-word' }),
  });
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ error: { code: 'unavailable', message: expect.stringContaining('database') } });
  expect(lines.join()).toContain('ECONNREFUSED');
  expect(lines.join()).not.toMatch(/jordan\.miles|secret-word/);
  await pool.end();
});
