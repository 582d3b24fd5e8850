import { setTimeout as sleep } from 'node:timers/promises';
import { findChromium } from './test-stages/find-chromium.ts';
import { runStage, type StageResult } from './test-stages/run-stage.ts';
import { type Stage, stages } from './test-stages/stages.ts';
import { summarize } from './test-stages/summarize.ts';

/**
 * Everything that must hold, on two cores: `npm test`, or some stages by name: `node scripts/test.ts lint unit`.
 * Stages of one lane run one after another, lanes side by side, and what needs the machine for itself runs last. A failed
 * stage stops none of the others, and one that is cut off counts what it had. The last line is `N passed, N failed`.
 */
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name));
if (unknown.length > 0) {
  console.error(`No such stage: ${unknown.join(', ')}. There are: ${stages.map((stage) => stage.name).join(', ')}.`);
  process.exit(2);
}
const chosen = stages.filter((stage) => wanted.length === 0 || wanted.includes(stage.name));
const startedAt = performance.now();

const chromium = chosen.some((stage) => stage.needsChromium) ? findChromium() : undefined;
const env = chromium?.path ? { ...process.env, CHROMIUM_PATH: chromium.path } : process.env;

let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    isInterrupted = true;
  });

const results: StageResult[] = [];
const fail = (stage: Stage, why: string) => {
  console.error(`[${stage.name}] ${why}`);
  results.push({ name: stage.name, passed: 0, failed: 1, failures: [why], flaky: [], ms: 0 });
};
const runLane = async (lane: readonly Stage[]): Promise<void> => {
  for (const stage of lane) {
    if (isInterrupted) fail(stage, 'was not run: the tests were interrupted.');
    else if (stage.needsChromium && chromium?.problem) fail(stage, chromium.problem);
    else results.push(await runStage(stage, env));
  }
};
await Promise.all(['tests', 'checks'].map((lane) => runLane(chosen.filter((stage) => stage.lane === lane))));
await runLane(chosen.filter((stage) => stage.lane === 'alone'));

// Output of the stages that is still in the pipe must not come after the last line.
await sleep(50);
for (const line of summarize(results, performance.now() - startedAt)) console.log(line);
process.exitCode = results.some(({ failed }) => failed > 0) || results.length < chosen.length ? 1 : 0;
