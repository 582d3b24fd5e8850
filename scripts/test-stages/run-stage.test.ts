import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runStage } from './run-stage.ts';
import type { Stage } from './stages.ts';

/** Stages of real Vitest runs over tests that pass, fail, are flaky and are cut off. */
const root = path.resolve(import.meta.dirname, '../..');
let directory: string;
let printed: string[];

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'countersign-stage-'));
  await symlink(path.join(root, 'node_modules'), path.join(directory, 'node_modules'));
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(directory, { recursive: true, force: true });
});

async function write(files: Record<string, string>): Promise<void> {
  await mkdir(path.join(directory, 'tests'));
  for (const [name, text] of Object.entries(files)) {
    const head = "import { readFileSync, existsSync, writeFileSync } from 'node:fs';\nimport { beforeAll, describe, test } from 'vitest';\n";
    await writeFile(path.join(directory, 'tests', name), head + text);
  }
}

// A run within a run must not take itself for a worker of the outer one.
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_OPTIONS|NODE_ENV|TEST$)/.test(name)));
const stageOf = (...args: string[]): Stage => ({
  name: 'some',
  command: ['vitest', 'run', '--root', directory, ...args],
  kind: 'vitest',
  lane: 'alone',
  timeoutMs: 80_000,
});

/** Waits in a test until the record tells of another one, then ends Vitest itself. */
const endWhenRecorded = (name: string, signal: string) => `
test('ends the run', async () => {
  while (!readFileSync(process.env.COUNTERSIGN_STAGE_RECORD, 'utf8').includes('${name}')) await new Promise((resolve) => setTimeout(resolve, 20));
  process.kill(process.ppid, '${signal}');
  await new Promise(() => {});
}, 0);`;

test('passed, failed, broken and flaky tests are counted and named', async () => {
  const once = path.join(directory, 'once');
  await write({
    'good.test.ts': "test('one', () => {});\ntest('two', () => {});\ntest.skip('three', () => {});",
    'flaky.test.ts': `test('comes round', () => {
      if (existsSync(${JSON.stringify(once)})) return;
      writeFileSync(${JSON.stringify(once)}, '');
      throw new Error('not yet');
    });`,
    'bad.test.ts': "test('always fails', () => {\n  throw new Error('no');\n});",
    'broken.test.ts': "import './nowhere.ts';\ntest('never runs', () => {});",
    'suite.test.ts': "describe('a suite', () => {\n  beforeAll(() => {\n    throw new Error('no suite');\n  });\n  test('never runs', () => {});\n});",
    'hook.test.ts': "beforeAll(() => {\n  throw new Error('no set-up');\n});\ntest('never runs', () => {});",
  });
  const result = await runStage(stageOf('--retry=1'), env);
  expect({ passed: result.passed, failed: result.failed }).toEqual({ passed: 3, failed: 4 });
  expect(result.flaky).toEqual(['tests/flaky.test.ts: comes round: Error: not yet']);
  expect(result.failures.toSorted()).toEqual([
    'tests/bad.test.ts: always fails: Error: no',
    expect.stringMatching(/^tests\/broken\.test\.ts: .*nowhere/),
    'tests/hook.test.ts: Error: no set-up',
    'tests/suite.test.ts: Error: no suite',
  ]);
  expect(printed).toContain('[some] flaky: tests/flaky.test.ts: comes round: Error: not yet');
  expect(printed.at(-1)).toMatch(/^\[some\] 3 passed, 4 failed in [\d.]+ s$/);
});

test('nothing is said of flaky tests where there are none', async () => {
  await write({ 'good.test.ts': "test('one', () => {});" });
  expect(await runStage(stageOf('--retry=1'), env)).toMatchObject({ passed: 1, failed: 0, failures: [], flaky: [] });
  expect(printed.join('\n')).not.toContain('flaky');
});

test.each([
  ['SIGKILL', 'it was ended by SIGKILL'],
  ['SIGTERM', 'it ended early, with exit code 143'],
])('a run that is ended by %s counts what had passed, and says what was at work', async (signal, why) => {
  await write({ 'cut.test.ts': `test('is done', () => {});\n${endWhenRecorded('is done', signal)}` });
  const result = await runStage(stageOf(), env);
  expect({ ...result, ms: 0 }).toEqual({
    name: 'some',
    passed: 1,
    failed: 1,
    failures: [expect.stringMatching(new RegExp(`^cut off after [\\d.]+ s: ${why}; at work: tests/cut\\.test\\.ts$`))],
    flaky: [],
    ms: 0,
  });
  expect(printed.at(-1)).toMatch(new RegExp(`^\\[some\\] 1 passed, 1 failed \\(cut off after [\\d.]+ s: ${why}`));
});

test('a run that never begins has failed, with what it said last', async () => {
  const result = await runStage(stageOf('--config', 'nowhere.config.ts'), env);
  expect({ passed: result.passed, failed: result.failed }).toEqual({ passed: 0, failed: 1 });
  expect(result.failures.join('\n')).toContain('nowhere.config.ts');
});

test('a check that takes too long is cut off and has failed', async () => {
  const result = await runStage({ name: 'slow', command: ['sleep', '600'], kind: 'check', lane: 'checks', timeoutMs: 50 }, env);
  expect({ passed: result.passed, failed: result.failed }).toEqual({ passed: 0, failed: 1 });
  expect(printed.at(-1)).toMatch(/^\[slow\] 0 passed, 1 failed \(cut off after [\d.]+ s: it may take 0\.05 s\)$/);
});

test('what a check leaves running is ended with it', async () => {
  const result = await runStage({ name: 'left', command: ['sh', '-c', 'sleep 600 & exit 0'], kind: 'check', lane: 'checks', timeoutMs: 60_000 }, env);
  expect(result).toMatchObject({ passed: 1, failed: 0 });
});

test('a check passes or fails as its program does, and a program that is not there has failed', async () => {
  const check = (...command: [string, ...string[]]): Stage => ({ name: 'check', command, kind: 'check', lane: 'checks', timeoutMs: 60_000 });
  expect(await runStage(check('node', '-e', ''), env)).toMatchObject({ passed: 1, failed: 0 });
  expect(await runStage(check('node', '-e', "console.log('why'); process.exit(3)"), env)).toMatchObject({ passed: 0, failed: 1, failures: ['why'] });
  expect(await runStage(check('no-such-program'), env)).toMatchObject({ passed: 0, failed: 1 });
});
