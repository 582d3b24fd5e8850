import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Counted, countTests } from './count-tests.ts';
import { type CommandEnd, runCommand } from './run-command.ts';
import { RECORD_VARIABLE } from './stage-reporter.ts';
import type { Stage } from './stages.ts';

export interface StageResult extends Counted {
  name: string;
  ms: number;
}

/** So many of its last lines, stack frames left out, say why a stage failed that names no failure. */
const LAST_LINES = 12;

const reporter = path.join(import.meta.dirname, 'stage-reporter.ts');

/** Runs a stage, its lines printed as they come under its name, and counts what passed, also when it is cut off. Never throws: a stage that cannot start has failed. */
export async function runStage(stage: Stage, env: NodeJS.ProcessEnv): Promise<StageResult> {
  const startedAt = performance.now();
  const lastLines: string[] = [];
  const hear = (line: string) => {
    print(stage, line);
    if (line.trim() !== '' && !/^\s+at /.test(line)) lastLines.push(line);
    if (lastLines.length > LAST_LINES) lastLines.shift();
  };
  print(stage, `$ ${stage.command.join(' ')}`);
  const run = (command: Stage['command'], more: NodeJS.ProcessEnv = {}) => runCommand(command, { env: { ...env, ...more }, timeoutMs: stage.timeoutMs, hear });
  const { cutOff, ...counted } = stage.kind === 'vitest' ? await runTests(stage, run) : await runCheck(stage, run);
  const isUnexplained = counted.failures.length === 0 && (counted.failed > 0 || (cutOff !== undefined && counted.passed === 0));
  if (isUnexplained) counted.failures.push(...lastLines);
  const ms = performance.now() - startedAt;
  const seconds = (ms / 1000).toFixed(1);
  if (cutOff !== undefined) {
    counted.failed += 1;
    counted.failures.push(`cut off after ${seconds} s: ${cutOff}`);
  }
  const took = cutOff === undefined ? `in ${seconds} s` : `(cut off after ${seconds} s: ${cutOff})`;
  print(stage, `${counted.passed} passed, ${counted.failed} failed ${took}`);
  return { name: stage.name, ...counted, ms };
}

type Run = (command: Stage['command'], env?: NodeJS.ProcessEnv) => Promise<CommandEnd>;
type CutRun = Counted & { cutOff?: string };

async function runCheck(stage: Stage, run: Run): Promise<CutRun> {
  const { exitCode, cutOff } = await run(stage.command);
  if (cutOff !== undefined) return { passed: 0, failed: 0, failures: [], flaky: [], cutOff };
  return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, failures: [], flaky: [] };
}

async function runTests(stage: Stage, run: Run): Promise<CutRun> {
  const directory = await mkdtemp(path.join(tmpdir(), 'countersign-record-'));
  const record = path.join(directory, 'record.jsonl');
  try {
    const { exitCode, cutOff } = await run([...stage.command, '--reporter=default', `--reporter=${reporter}`], { [RECORD_VARIABLE]: record });
    // There is none where Vitest did not even start.
    const { isWhole, atWork, ...counted } = countTests(await readFile(record, 'utf8').catch(() => ''), exitCode);
    if (isWhole && cutOff === undefined) return counted;
    const why = cutOff ?? `it ended early, with exit code ${exitCode}`;
    return { ...counted, cutOff: atWork.length > 0 ? `${why}; at work: ${atWork.join(', ')}` : why };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function print(stage: Stage, line: string): void {
  console.log(`[${stage.name}] ${line}`);
}
