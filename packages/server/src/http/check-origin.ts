import { CountersignError } from '@countersign/core';

/**
 * Refuses a writing request that a browser sent with cookies from a page of somebody else (cross-site request forgery).
 *
 * Browsers attach cookies on their own, and say in `Origin` and `Sec-Fetch-Site` (which no script can set) where the
 * request comes from. Allowed: the origin of the request URL, `allowedOrigins`, and the same host over another scheme
 * when the browser itself calls it same-origin (a proxy ended TLS, so we see http). Without `Origin`, only what calls
 * itself same-origin or is no browser at all (servers and scripts send neither header). The rules follow Go's
 * `http.CrossOriginProtection`, made stricter where both headers are there.
 *
 * @throws {CountersignError} `forbidden_origin`
 */
export function checkOrigin(request: Request, allowedOrigins: readonly string[]): void {
  if (request.method === 'GET' || request.method === 'HEAD' || !request.headers.has('cookie')) return;
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  if (isAllowed({ origin, site, url: new URL(request.url), allowedOrigins })) return;
  throw new CountersignError(
    'forbidden_origin',
    'This page may not act here for you. Send the request from the product itself, or have its origin added to allowedOrigins.',
    {
      details: { origin },
    },
  );
}

function isAllowed(request: { origin: string | null; site: string | null; url: URL; allowedOrigins: readonly string[] }): boolean {
  const { origin, site, url, allowedOrigins } = request;
  if (origin === null) return site === null || site === 'same-origin';
  if (origin === url.origin || allowedOrigins.includes(origin)) return true;
  return site === 'same-origin' && URL.parse(origin)?.host === url.host;
}
