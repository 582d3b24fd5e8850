import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { type Counted, countTests } from './count-tests.ts';
import type { Stage } from './stages.ts';

export interface StageResult extends Counted {
  name: string;
  ms: number;
}

/** So many of its last lines say why a stage failed that counts no tests. */
const LAST_LINES = 12;

const root = path.resolve(import.meta.dirname, '../..');

/** Runs a stage, its lines printed as they come under its name, and counts what passed. Never throws: a stage that cannot start has failed. */
export async function runStage(stage: Stage, env: NodeJS.ProcessEnv): Promise<StageResult> {
  const startedAt = performance.now();
  const reportDirectory = await mkdtemp(path.join(tmpdir(), 'countersign-report-'));
  const reportFile = path.join(reportDirectory, 'report.json');
  const reporting = stage.kind === 'vitest' ? ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`] : [];
  print(stage, `$ ${stage.command.join(' ')}`);
  const lastLines: string[] = [];
  const hear = (line: string) => {
    print(stage, line);
    if (line.trim() !== '') lastLines.push(line);
    if (lastLines.length > LAST_LINES) lastLines.shift();
  };
  const exitCode = await runCommand(stage, reporting, { env, hear });
  const report = stage.kind === 'vitest' ? await readFile(reportFile, 'utf8').catch(() => undefined) : undefined;
  await rm(reportDirectory, { recursive: true, force: true });
  const ms = performance.now() - startedAt;
  const counted = stage.kind === 'vitest' ? countTests(report, exitCode) : { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, failures: [] };
  if (counted.failed > 0 && counted.failures.length === 0) counted.failures.push(...lastLines);
  print(stage, `${counted.failed > 0 ? 'FAILED' : 'ok'}: ${counted.passed} passed, ${counted.failed} failed in ${(ms / 1000).toFixed(1)} s`);
  return { name: stage.name, ...counted, ms };
}

/** @returns the exit code; 1 when the command could not be started, was ended by a signal or ran out of its time */
function runCommand(stage: Stage, extra: readonly string[], { env, hear }: { env: NodeJS.ProcessEnv; hear: (line: string) => void }): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const [command, ...args] = stage.command;
  const bin = path.join(root, 'node_modules/.bin');
  const PATH = `${bin}${path.delimiter}${env.PATH ?? ''}`;
  // A group of its own, so that what the stage has started ends with it.
  const child = spawn(command, [...args, ...extra], {
    cwd: root,
    env: { ...env, PATH, NO_COLOR: '1', CI: env.CI ?? '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const end = (signal: NodeJS.Signals) => {
    try {
      if (child.pid) process.kill(-child.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  const timer = setTimeout(() => {
    hear(`took longer than ${stage.timeoutMs / 1000} s and is ended.`);
    end('SIGTERM');
    setTimeout(() => end('SIGKILL'), 5_000).unref();
  }, stage.timeoutMs);
  // A group of its own hears nothing of a Ctrl-C in our terminal.
  const interrupt = () => end('SIGTERM');
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  readLines(child.stdout, hear);
  readLines(child.stderr, hear);
  const settle = (code: number) => {
    clearTimeout(timer);
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    resolve(code);
  };
  child.once('error', (error) => {
    hear(`could not be started: ${error.message}`);
    settle(1);
  });
  child.once('close', (code) => settle(code ?? 1));
  return promise;
}

function readLines(stream: Readable, hear: (line: string) => void): void {
  // Not every tool heeds NO_COLOR.
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => hear(stripVTControlCharacters(line)));
}

function print(stage: Stage, line: string): void {
  console.log(`[${stage.name}] ${line}`);
}
