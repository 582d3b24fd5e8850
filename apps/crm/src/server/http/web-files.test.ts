import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWebHandler } from './web-files.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'crm-web-'));
const script = 'console.log("hello");'.repeat(100);
let app: Hono;

beforeAll(() => {
  mkdirSync(path.join(directory, 'assets'));
  writeFileSync(path.join(directory, 'index.html'), '<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><div id="root"></div>');
  writeFileSync(path.join(directory, 'icon.svg'), '<svg/>');
  writeFileSync(path.join(directory, 'assets/index-abc.js'), script);
  writeFileSync(path.join(directory, 'assets/index-abc.js.br'), brotliCompressSync(script));
  app = new Hono().get('*', createWebHandler(directory));
});
afterAll(() => rmSync(directory, { recursive: true }));

test('the page is asked for anew each time, with a nonce of its own that the policy names', async () => {
  const pages = await Promise.all(['/', '/index.html', '/clients/1'].map(async (url) => app.request(url)));
  const nonces = await Promise.all(
    pages.map(async (page) => {
      expect(page.status).toBe(200);
      expect(page.headers.get('cache-control')).toBe('no-cache');
      const nonce = /nonce="([^"]+)"/.exec(await page.text())?.[1] ?? '';
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(policy).not.toContain('unsafe');
      return nonce;
    }),
  );
  expect(new Set(nonces).size).toBe(3);
});

test('a hashed file is kept for ever, comes compressed to who can read it, and is not sent twice', async () => {
  const plain = await app.request('/assets/index-abc.js');
  expect(plain.headers.get('cache-control')).toContain('immutable');
  expect(plain.headers.get('content-type')).toContain('text/javascript');
  expect(await plain.text()).toBe(script);
  const squeezed = await app.request('/assets/index-abc.js', { headers: { 'accept-encoding': 'gzip, br;q=1' } });
  expect(squeezed.headers.get('content-encoding')).toBe('br');
  expect(brotliDecompressSync(Buffer.from(await squeezed.arrayBuffer())).toString()).toBe(script);
  const again = await app.request('/assets/index-abc.js', { headers: { 'if-none-match': plain.headers.get('etag') ?? '' } });
  expect(again.status).toBe(304);
});

test.each(['/assets/gone-1.js', '/assets/', '/gone.png', '/assets/../../package.json', '/..%2f..%2fpackage.json', '/assets/index-abc.js.br'])(
  '%s is not found, and no page pretends to be it',
  async (url) => {
    expect((await app.request(url)).status).toBe(404);
  },
);

test('a file that is not hashed is asked for anew each time', async () => {
  const icon = await app.request('/icon.svg');
  expect(icon.headers.get('content-type')).toBe('image/svg+xml');
  expect(icon.headers.get('cache-control')).toBe('no-cache');
});
