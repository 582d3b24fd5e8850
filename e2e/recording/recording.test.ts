import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import agreedWords from './agreed-words.json' with { type: 'json' };
import { shiftClock } from './clock.ts';
import { recordScenario } from './record-scenario.ts';
import type { Scenario } from './scenario.ts';
import { themes } from './scenarios/themes.ts';

/**
 * Conversations and tasks of the CRM are played, and what people saw and what is in the rows afterwards is what it was when
 * they were recorded, but for ids and times. What is meant to change is recorded anew: `npm run record`.
 */
const folder = path.join(import.meta.dirname, 'recorded');
const isRecording = process.env.RECORDING === 'write';
const { offsetMs, restore } = shiftClock();
afterAll(restore);

const all = themes.flatMap(({ theme, scenarios }) =>
  Object.entries(scenarios).map(([name, given]) => ({
    title: `${theme}: ${name}`,
    file: `${theme}/${name.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase()}.json`,
    scenario: ('acts' in given ? given : { acts: given }) as Scenario,
  })),
);
const files = all.map(({ file }) => file);

describe.concurrent('what the product did', () => {
  test.for(all)('$title', async ({ title, file, scenario }, { expect: expectHere }) => {
    const played = await recordScenario(title, scenario, offsetMs);
    const target = path.join(folder, file);
    if (isRecording) {
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, played);
    }
    expectHere(played).toBe(inAgreedWords(readFileSync(target, 'utf8')));
  });
});

test('every recording belongs to a scenario', () => {
  const kept = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  const stray = kept.filter((file) => !files.includes(file));
  if (isRecording) for (const file of stray) rmSync(path.join(folder, file));
  else expect(stray).toEqual([]);
  expect(new Set(files).size).toBe(files.length);
});

/** Words that were changed on purpose since the recording, one pair each. */
function inAgreedWords(recorded: string): string {
  return (agreedWords as { was: string; is: string }[]).reduce((text, { was, is }) => text.replaceAll(was, is), recorded);
}
