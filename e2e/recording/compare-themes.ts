import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import agreedWords from './agreed-words.json' with { type: 'json' };
import { shiftClock } from './clock.ts';
import { openShop } from './open-shop.ts';
import { recordScenario } from './record-scenario.ts';
import type { Scenario, Theme } from './scenario.ts';

const folder = path.join(import.meta.dirname, 'recorded');
const isRecording = process.env.RECORDING === 'write';

/** A play that is given up goes on with its worker and its connections, and makes the others slower still. */
const PATIENCE_MS = 900_000;

interface Case {
  title: string;
  file: string;
  scenario: Scenario;
}

/**
 * Tests that conversations and tasks of the CRM are played and that what people saw, and what is in the rows afterwards, is what
 * it was when they were recorded, but for ids and times. What is meant to change is recorded anew: `npm run record`.
 */
export function compareThemes(themes: readonly Theme[]): void {
  const offsetMs = shiftClock();
  // Training the classifier holds the process up for seconds: first, while nobody holds a lease.
  beforeAll(async () => (await openShop({}, offsetMs)).close(), PATIENCE_MS);
  const all = themes.flatMap(toCases);
  const isOwn = ({ scenario }: Case) => scenario.shop?.proposer === 'own';

  // One that trains its own is played before those side by side, for the same reason.
  test.for(all.filter(isOwn))('$title', { timeout: PATIENCE_MS }, (one) => compare(one, offsetMs, expect));
  describe.concurrent('what the product did', { timeout: PATIENCE_MS }, () => {
    test.for(all.filter((one) => !isOwn(one)))('$title', (one, { expect: expectHere }) => compare(one, offsetMs, expectHere));
  });
  test('every recording belongs to a scenario, and each has its own', () => {
    const files = all.map(({ file }) => file);
    expect(new Set(files).size).toBe(files.length);
    const kept = themes.flatMap(({ theme }) => readdirSync(path.join(folder, theme)).map((name) => `${theme}/${name}`));
    const stray = kept.filter((file) => !files.includes(file));
    if (isRecording) for (const file of stray) rmSync(path.join(folder, file));
    else expect(stray).toEqual([]);
  });
}

function toCases({ theme, scenarios }: Theme): Case[] {
  return Object.entries(scenarios).map(([name, given]) => ({
    title: `${theme}: ${name}`,
    file: `${theme}/${name.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase()}.json`,
    scenario: 'acts' in given ? given : { acts: given },
  }));
}

async function compare({ title, file, scenario }: Case, offsetMs: number, expectHere: typeof expect): Promise<void> {
  const played = await recordScenario(title, scenario, offsetMs);
  const target = path.join(folder, file);
  if (isRecording) {
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, played);
  }
  expectHere(played).toBe(inAgreedWords(readFileSync(target, 'utf8')));
}

/** Words that were changed on purpose since the recording, one pair each. */
function inAgreedWords(recorded: string): string {
  return (agreedWords as { was: string; is: string }[]).reduce((text, { was, is }) => text.replaceAll(was, is), recorded);
}
