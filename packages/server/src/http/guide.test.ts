import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ErrorCode } from '@countersign/core';
import { errorTable } from '@countersign/core/internal';
import { expect, it } from 'vitest';
import { limitDefaults } from '../options.ts';
import { toErrorCodes } from './openapi.ts';
import { routes } from './routes.ts';

const guide = readFileSync(path.resolve(import.meta.dirname, '../../../../docs/guides/http-api.md'), 'utf8');

// When one of these fails, paste the lines it expects into docs/guides/http-api.md.

it('the guide lists the routes there are', () => {
  const rows = routes.map((route) => `| \`${route.method.toUpperCase()} ${route.path}\` | ${route.summary} | ${route.status} |`);
  expect(guide).toContain(rows.join('\n'));
});

it('the guide lists the errors there are', () => {
  const codes = [...new Set<ErrorCode>(['method_not_allowed', ...routes.flatMap(toErrorCodes)])].sort();
  const rows = codes.map((code) => `| \`${code}\` | ${errorTable[code].status} | ${errorTable[code].isRetryable ? 'yes' : 'no'} |`);
  expect(guide).toContain(rows.join('\n'));
});

it('the guide names the limits as they are', () => {
  for (const limit of Object.values(limitDefaults)) expect(guide).toContain(limit.toLocaleString('en'));
});
