import { describe, expect, it } from 'vitest';
import { heldOut } from './held-out-sentences.ts';
import { effectsOf, type Played, panelsOf, play, wordsOf } from './testing/play-sentence.ts';

/** Nobody in the shop is called Dana Fox, so a change and a text end with a search; what they say tells them apart. */
function intentOf(played: Played): string {
  const words = wordsOf(played);
  if (played.shown.some((shown) => shown.type === 'question')) return 'asked';
  if (panelsOf(played).length > 0) return 'create';
  if (words.includes('so I sent nothing')) return 'text';
  if (words.includes('so I opened nothing')) return 'update';
  if (played.calls.length > 0) return 'find';
  return words.includes('I can:') ? 'help' : 'refused';
}

describe('sentences nobody learned from', () => {
  it.each(['create', 'find', 'update', 'text', 'help'] as const)('are understood in nine of ten cases, and never as something else: %s', async (kind) => {
    const intents = await Promise.all(heldOut[kind].map(async (text) => intentOf(await play(text))));
    const right = intents.filter((intent) => intent === kind).length;
    expect(right / intents.length).toBeGreaterThanOrEqual(0.9);
    expect(intents.filter((intent) => intent !== kind && intent !== 'asked' && intent !== 'refused')).toEqual([]);
  });

  it('open no form and send nothing where nothing of the kind was asked', async () => {
    const played = await Promise.all(heldOut.refused.map((text) => play(text)));
    expect(played.flatMap((one) => [...panelsOf(one), ...effectsOf(one)])).toEqual([]);
    // Asked back, or looked up somebody who is not there: harmless, and rare.
    expect(played.filter((one) => ['asked', 'find'].includes(intentOf(one))).length).toBeLessThanOrEqual(4);
  });
});
