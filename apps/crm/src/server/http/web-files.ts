import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Context, Handler } from 'hono';
import { toPagePolicy } from './secure-headers.ts';

interface WebFile {
  type: string;
  etag: string;
  /** Plain, and compressed where the build left a smaller version beside it. */
  bodies: { identity: Buffer; br?: Buffer; gzip?: Buffer };
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** Replaced in the page by a fresh nonce for every answer, where the web build asks for one. */
const NONCE = '__CSP_NONCE__';

/**
 * Serves the built web app from memory (it is small, and then nothing can be asked for that is not in it). Hashed files may
 * be kept for ever, the rest is asked for again each time; an address that is no file gets the page, whose router knows it.
 */
export function createWebHandler(directory: string): Handler {
  const files = readFiles(directory);
  const page = files.get('/index.html')?.bodies.identity.toString('utf8');
  if (page === undefined) throw new Error(`${directory} has no index.html. Build the web app first.`);
  return (c) => {
    if (c.req.path === '/index.html') return servePage(c, page);
    const file = files.get(c.req.path);
    if (file) return serveFile(c, file);
    // A file that is gone must not be answered with a page: a script that is HTML is a riddle to whoever debugs it.
    if (path.extname(c.req.path) !== '' || c.req.path.startsWith('/assets/')) return c.notFound();
    return servePage(c, page);
  };
}

function servePage(c: Context, page: string): Response {
  const nonce = page.includes(NONCE) ? randomBytes(16).toString('base64') : undefined;
  c.header('Content-Security-Policy', toPagePolicy(nonce));
  c.header('Cache-Control', 'no-cache');
  return c.html(nonce ? page.replaceAll(NONCE, nonce) : page);
}

function serveFile(c: Context, file: WebFile): Response {
  const isHashed = c.req.path.startsWith('/assets/');
  c.header('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  c.header('ETag', file.etag);
  c.header('Vary', 'Accept-Encoding');
  if (c.req.header('if-none-match')?.includes(file.etag)) return c.body(null, 304);
  const accepted = (c.req.header('accept-encoding') ?? '').split(',').map((part) => part.split(';')[0]?.trim());
  const encoding = (['br', 'gzip'] as const).find((name) => file.bodies[name] && accepted.includes(name));
  if (encoding) c.header('Content-Encoding', encoding);
  return c.body(new Uint8Array(file.bodies[encoding ?? 'identity'] ?? file.bodies.identity), 200, { 'Content-Type': file.type });
}

function readFiles(directory: string): Map<string, WebFile> {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const present = new Set(names);
  const files = new Map<string, WebFile>();
  for (const name of names) {
    if (/\.(br|gz)$/.test(name)) continue;
    const identity = readFileSync(name);
    const bodies: WebFile['bodies'] = { identity };
    if (present.has(`${name}.br`)) bodies.br = readFileSync(`${name}.br`);
    if (present.has(`${name}.gz`)) bodies.gzip = readFileSync(`${name}.gz`);
    const etag = `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`;
    const url = `/${path.relative(directory, name).split(path.sep).join('/')}`;
    files.set(url, { type: types[path.extname(name)] ?? 'application/octet-stream', etag, bodies });
  }
  return files;
}
