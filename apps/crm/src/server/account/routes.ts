import { CountersignError } from '@countersign/core';
import { Hono } from 'hono';
import type pg from 'pg';
import type { Me } from '../../shared/me.ts';
import type { StaffList } from '../../shared/staff.ts';
import { type Auth, CLIENT_IP_HEADER } from '../auth/create-auth.ts';
import { listStaff } from '../auth/list-staff.ts';
import { listPermissions } from '../auth/require-permission.ts';
import type { AppEnv } from '../http/app-env.ts';
import { readJson } from '../http/read-input.ts';

/** better-auth under /api/auth, its errors in the app's shape as well (its own clients read theirs beside it). */
export function createAuthRoutes(auth: Auth): Hono<AppEnv> {
  return new Hono<AppEnv>().on(['GET', 'POST'], '/*', async (c) => {
    const headers = new Headers(c.req.raw.headers);
    headers.delete(CLIENT_IP_HEADER);
    if (c.env?.ip) headers.set(CLIENT_IP_HEADER, c.env.ip);
    const init: RequestInit = { method: c.req.method, headers };
    if (new URL(c.req.url).search.includes('%00')) refuseNul();
    if (c.req.method === 'POST' && hasBody(c.req.raw)) init.body = toBody(await readJson(c.req));
    headers.delete('content-length');
    return withOurError(await auth.handler(new Request(c.req.url, init)));
  });
}

/** Signing out is a POST without a body to some clients. */
function hasBody(request: Request): boolean {
  return request.headers.has('content-type') || Number(request.headers.get('content-length') ?? 0) > 0 || request.headers.has('transfer-encoding');
}

function toBody(body: unknown): string {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new CountersignError('invalid_request', 'The body must be a JSON object.');
  const text = JSON.stringify(body);
  if (text.includes('\\u0000')) refuseNul();
  return text;
}

/** better-auth would hand it on to Postgres, which cannot hold it, and answer 500. */
function refuseNul(): never {
  throw new CountersignError('invalid_request', 'The request contains the character U+0000, which is nowhere allowed.');
}

async function withOurError(response: Response): Promise<Response> {
  if (response.status < 400) return response;
  const text = await response.text();
  const own = parseObject(text);
  const code = typeof own.code === 'string' ? own.code.toLowerCase() : (statusCodes[response.status] ?? 'invalid_request');
  const message = typeof own.message === 'string' && own.message !== '' ? own.message : 'The request was refused.';
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  headers.set('content-type', 'application/json');
  return new Response(JSON.stringify({ ...own, error: { code, message } }), { status: response.status, headers });
}

const statusCodes: Readonly<Record<number, string>> = {
  401: 'unauthenticated',
  403: 'permission_denied',
  404: 'not_found',
  405: 'method_not_allowed',
  429: 'rate_limited',
  500: 'internal',
};

function parseObject(text: string): { code?: unknown; message?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    // An empty body, as better-auth answers unknown addresses: the status says it all.
    return {};
  }
}

export function createMeRoutes(copilot: Me['copilot']): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/', (c) => {
    const { user, shop, role, actor } = c.get('member');
    return c.json({ user, shop, role, permissions: listPermissions(actor), copilot } satisfies Me);
  });
}

export function createStaffRoutes(pool: pg.Pool): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/', async (c) => c.json({ staff: await listStaff(pool, c.get('member').actor) } satisfies StaffList));
}
