import { setTimeout as sleep } from 'node:timers/promises';
import { findChromium } from './test-stages/find-chromium.ts';
import { runStage, type StageResult } from './test-stages/run-stage.ts';
import { type Stage, stages } from './test-stages/stages.ts';

/**
 * Everything that must hold, on two cores: `npm test`, or some stages by name: `node scripts/test.ts lint unit`.
 * Stages of one lane run one after another, lanes side by side, and what needs the machine for itself runs last. A failed
 * stage stops none of the others. The last line is `N passed, N failed`.
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
const runLane = async (lane: readonly Stage[]): Promise<void> => {
  for (const stage of lane) {
    if (isInterrupted) return;
    if (stage.needsChromium && chromium?.problem) {
      console.error(`[${stage.name}] ${chromium.problem}`);
      results.push({ name: stage.name, passed: 0, failed: 1, failures: [chromium.problem], ms: 0 });
    } else results.push(await runStage(stage, env));
  }
};
await Promise.all(['tests', 'checks'].map((lane) => runLane(chosen.filter((stage) => stage.lane === lane))));
await runLane(chosen.filter((stage) => stage.lane === 'alone'));

console.log(`\n${'stage'.padEnd(12)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'seconds'.padStart(9)}`);
for (const { name, passed, failed, ms } of results) {
  console.log(`${name.padEnd(12)}${String(passed).padStart(8)}${String(failed).padStart(8)}${(ms / 1000).toFixed(1).padStart(9)}`);
}
console.log(`${'all'.padEnd(28)}${((performance.now() - startedAt) / 1000).toFixed(1).padStart(9)}\n`);

for (const { name, failures } of results) for (const failure of failures) console.log(`[${name}] ${failure}`);

const failed = results.reduce((sum, result) => sum + result.failed, 0);
const passed = results.reduce((sum, result) => sum + result.passed, 0);
// Output of the stages that is still in the pipe must not come after the last line.
await sleep(50);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || results.length < chosen.length ? 1 : 0;
