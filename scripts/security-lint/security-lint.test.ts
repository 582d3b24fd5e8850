// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the planted programs are texts here
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** Shows that the stage `security` refuses what it is there for, and lets the safe way of doing the same pass. */
const root = path.resolve(import.meta.dirname, '../..');

/** [file, its text, the rule that must refuse it] */
const refused: [file: string, text: string, rule: string][] = [
  ['eval.ts', 'export const f = (text: string) => eval(text);', 'eslint(no-eval)'],
  ['eval-global.ts', 'export const f = (text: string) => globalThis.eval(text);', 'eslint(no-eval)'],
  ['function.ts', 'export const f = (text: string) => new Function(text);', 'eslint(no-new-func)'],
  ['script-url.ts', "export const url = 'javascript:work()';", 'eslint(no-script-url)'],
  ['exec.ts', "import { exec } from 'node:child_process';\nexport const f = (file: string) => exec(`ls ${file}`);", 'countersign(shell-command)'],
  ['exec-fixed.ts', "import { execSync as run } from 'node:child_process';\nrun('ls');", 'countersign(shell-command)'],
  ['exec-module.ts', "import * as child from 'node:child_process';\nchild.exec('ls');", 'countersign(shell-command)'],
  ['exec-known.ts', "import child from 'child_process';\nexport const f = (file: string) => child.exec('ls ' + file);", 'security(detect-child-process)'],
  ['spawn.ts', "import { spawn } from 'node:child_process';\nspawn('ls', [], { shell: true });", 'countersign(shell-command)'],
  ['inner.ts', 'export const f = (a: Element, text: string) => {\n  a.innerHTML = text;\n};', 'countersign(html-sink)'],
  ['outer.ts', "export const f = (a: Element, text: string) => {\n  a['outerHTML'] = text;\n};", 'countersign(html-sink)'],
  ['insert.ts', "export const f = (a: Element, text: string) => a.insertAdjacentHTML('beforeend', text);", 'countersign(html-sink)'],
  ['write.ts', 'export const f = (text: string) => document.write(text);', 'countersign(html-sink)'],
  ['danger.tsx', 'export const f = (text: string) => <p dangerouslySetInnerHTML={{ __html: text }} />;', 'countersign(html-sink)'],
  ['danger.ts', 'export const f = (text: string) => ({ dangerouslySetInnerHTML: { __html: text } });', 'countersign(html-sink)'],
  ['srcdoc.tsx', 'export const f = (text: string) => <iframe sandbox="" srcDoc={text} />;', 'countersign(html-sink)'],
  ['frame.tsx', 'export const f = (url: string) => <iframe src={url} />;', 'react(iframe-missing-sandbox)'],
  ['blank.tsx', 'export const f = (url: string) => <a href={url} target="_blank">out</a>;', 'react(jsx-no-target-blank)'],
  ['sql.ts', "export const f = (sql: Sql, id: string) => sql(`select * from a where id = '${id}'`);", 'countersign(built-sql)'],
  ['sql-typed.ts', "export const f = (sql: Sql, id: string) => sql<{ a: 1 }>('select * from a where id = ' + id, []);", 'countersign(built-sql)'],
  ['sql-client.ts', 'export const f = (client: pg.Client, name: string) => client.query(`drop table ${name}`);', 'countersign(built-sql)'],
  ['sql-text.ts', 'export const f = (client: pg.Client, name: string) => client.query({ text: `drop table ${name}` });', 'countersign(built-sql)'],
  [
    'sql-before.ts',
    'export function f(pool: pg.Pool, name: string) {\n  const text = `drop table ${name}`;\n  return pool.query(text);\n}',
    'countersign(built-sql)',
  ],
  ['sql-raw.ts', 'export const f = (name: string) => sql.raw(`drop table ${name}`);', 'countersign(built-sql)'],
  ['regex.ts', 'export const f = (text: string) => new RegExp(text);', 'countersign(built-regex)'],
  ['regex-built.ts', 'export const f = (word: string) => new RegExp(`^${word}$`);', 'countersign(built-regex)'],
  ['regex-call.ts', "export const f = (words: string[]) => RegExp(words.join('|'));", 'countersign(built-regex)'],
  ['regex-member.ts', 'export const f = (query: { text: string }) => new RegExp(query.text);', 'countersign(built-regex)'],
  ['slow.ts', 'export const slow = /^(a+)+$/;', 'countersign(slow-regex)'],
  ['slow-words.ts', String.raw`export const slow = /^(?:\w+\s?)*$/;`, 'countersign(slow-regex)'],
  ['random.ts', 'export const token = () => Math.random().toString(36);', 'countersign(weak-random)'],
  ['md5.ts', "import { createHash } from 'node:crypto';\nexport const f = (text: string) => createHash('md5').update(text);", 'countersign(weak-random)'],
  ['bytes.ts', "import crypto from 'node:crypto';\nexport const f = () => crypto.pseudoRandomBytes(8);", 'security(detect-pseudoRandomBytes)'],
  ['tls.ts', 'export const ssl = { rejectUnauthorized: false };', 'countersign(unchecked-tls)'],
  ['tls-name.ts', 'export const ssl = { checkServerIdentity: () => undefined };', 'countersign(unchecked-tls)'],
  ['tls-all.ts', "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';", 'countersign(unchecked-tls)'],
  ['tls-child.ts', "export const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };", 'countersign(unchecked-tls)'],
  ['bidi.ts', "export const level = 'user\u202E';", 'security(detect-bidi-characters)'],
  ['buffer.ts', 'export const f = (size: number) => new Buffer(size);', 'security(detect-new-buffer)'],
  ['require.ts', 'export const f = (name: string) => require(name);', 'security(detect-non-literal-require)'],
  [
    'timing.ts',
    'export const f = (password: string, given: string) => {\n  if (password === given) return 1;\n  return 2;\n};',
    'security(detect-possible-timing-attacks)',
  ],
];

/** [file, its text]: the safe way. */
const accepted: [file: string, text: string][] = [
  ['ok-file.ts', "import { execFile, spawn } from 'node:child_process';\nexecFile('ls', ['a b']);\nspawn('ls', [], { shell: false });"],
  ['ok-exec.ts', 'export const f = (text: string) => /a/.exec(text);'],
  ['ok-text.tsx', 'export const f = (text: string) => <p>{text}</p>;'],
  ['ok-text.ts', 'export const f = (a: Element, text: string) => {\n  a.textContent = text;\n};'],
  [
    'ok-sql.ts',
    "import { columns } from './a.ts';\nconst from = 'from a';\nconst all = `select ${columns} ${from} where id = $1`;\nexport const f = (sql: Sql, id: string) => sql(all, [id]);",
  ],
  ['ok-name.ts', 'export const f = (client: pg.Client, name: string) => client.query(`drop table ${client.escapeIdentifier(name)}`);'],
  ['ok-made.ts', 'export const f = (client: pg.Client) => client.query(statementOf(1));'],
  ['ok-tag.ts', 'export const f = (db: Db, id: string) => db.execute(sql`select * from a where id = ${id}`);'],
  [
    'ok-regex.ts',
    "const WORDS = ['a', 'b'];\nconst words = { c: 1 };\nexport const all = new RegExp(String.raw`^(?:${WORDS.join('|')}|${Object.keys(words).join('|')})$`, 'u');",
  ],
  ['ok-slow.ts', String.raw`export const number = /^\d+(\.\d+)?$/;`],
  ['ok-random.ts', "import { randomBytes } from 'node:crypto';\nexport const token = () => randomBytes(16).toString('hex');"],
  ['ok-tls.ts', 'export const ssl = { rejectUnauthorized: true, ca };'],
  ['random.test.ts', 'export const some = Math.random();'],
  ['ok-reason.ts', '// oxlint-disable-next-line countersign/weak-random -- a pause that only should differ\nexport const pause = Math.random();'],
];

/** A reason for what is not refused any more. */
const stale = ['stale.ts', '// oxlint-disable-next-line countersign/weak-random -- nothing random is left\nexport const pause = 1;'] as const;

let directory: string;
const found = new Map<string, string[]>();

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'countersign-security-'));
  await symlink(path.join(root, 'node_modules'), path.join(directory, 'node_modules'));
  await cp(path.join(root, '.oxlintrc.security.jsonc'), path.join(directory, '.oxlintrc.security.jsonc'));
  await mkdir(path.join(directory, 'scripts'));
  await cp(import.meta.dirname, path.join(directory, 'scripts/security-lint'), { recursive: true });
  await mkdir(path.join(directory, 'src'));
  for (const [file, text] of [...refused, ...accepted, stale]) await writeFile(path.join(directory, 'src', file), `${text}\n`);
  const { promise, resolve } = Promise.withResolvers<string>();
  const args = ['--config', '.oxlintrc.security.jsonc', '--report-unused-disable-directives', '--format=json', 'src'];
  execFile(path.join(root, 'node_modules/.bin/oxlint'), args, { cwd: directory, maxBuffer: 64 * 1024 * 1024 }, (_error, stdout) => resolve(stdout));
  const output = await promise;
  const { diagnostics } = JSON.parse(output.slice(output.indexOf('{'))) as { diagnostics: { code?: string; message: string; filename: string }[] };
  for (const { code, message, filename } of diagnostics) {
    const file = path.basename(filename);
    found.set(file, [...(found.get(file) ?? []), code ?? message]);
  }
});

afterAll(() => rm(directory, { recursive: true, force: true }));

test.each(refused)('%s is refused: %s', (file, _text, rule) => {
  expect(found.get(file) ?? []).toContain(rule);
});

test.each(accepted)('%s is accepted', (file) => {
  expect(found.get(file) ?? []).toEqual([]);
});

test('an exception that nothing needs any more is refused', () => {
  expect(found.get(stale[0])).toEqual([expect.stringContaining('Unused')]);
});
