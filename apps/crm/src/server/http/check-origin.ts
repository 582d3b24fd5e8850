import { CountersignError } from '@countersign/core';
import type { MiddlewareHandler } from 'hono';

/**
 * Refuses requests that change something and that a browser sent from somebody else's page (cross-site request forgery).
 * Browsers say where a request comes from in `Origin` and `Sec-Fetch-Site`, which no script can set; what sends neither is
 * no browser. The rules follow Go's `http.CrossOriginProtection`. Signing in counts as well, with or without a cookie.
 */
export function checkOrigin(baseUrl: string): MiddlewareHandler {
  const own = new URL(baseUrl);
  return async (c, next) => {
    const { method, url } = c.req;
    const origin = c.req.header('origin');
    const site = c.req.header('sec-fetch-site');
    if (method !== 'GET' && method !== 'HEAD' && !isAllowed({ origin, site, hosts: [own.host, new URL(url).host] })) {
      throw new CountersignError('forbidden_origin', 'This page may not act here for you. Send the request from the app itself.', {
        details: { origin: origin ?? null },
      });
    }
    await next();
  };
}

function isAllowed({ origin, site, hosts }: { origin: string | undefined; site: string | undefined; hosts: readonly string[] }): boolean {
  if (origin === undefined) return site === undefined || site === 'same-origin' || site === 'none';
  const host = URL.parse(origin)?.host;
  return host !== undefined && host !== '' && hosts.includes(host);
}
