import type { MiddlewareHandler } from 'hono';

/** What every answer says, unless it already says something of its own. */
const always: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
};

/** HSTS only where people reach the app over https: on a plain http address it would lock them out. */
export function secureHeaders(isHttps: boolean): MiddlewareHandler {
  const headers = Object.entries(isHttps ? { ...always, 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' } : always);
  return async (c, next) => {
    await next();
    for (const [name, value] of headers) if (!c.res.headers.has(name)) c.res.headers.set(name, value);
  };
}

/** What the app's page may load: itself. Scripts never inline; styles inline only with the page's nonce, where it has one. */
export function toPagePolicy(nonce: string | undefined): string {
  const styles = nonce ? `'nonce-${nonce}'` : "'unsafe-inline'";
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' ${styles}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
