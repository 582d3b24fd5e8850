import { describe, expect, it } from 'vitest';
import { effectsOf, type Played, panelsOf, play, wordsOf } from '../src/server/copilot/testing/play-sentence.ts';
import { heldOutNear, heldOutRequests } from './held-out-requests.ts';
import { heldOut } from './held-out-sentences.ts';

const kinds: Readonly<Record<string, string>> = { create_client: 'create', find_client: 'find', update_client: 'update', text_client: 'text' };

/** What a sentence was taken for: one of the kinds here, another intent by its name, a question back, help or nothing. */
function kindOf(played: Played): string {
  if (played.intent !== undefined) return kinds[played.intent] ?? played.intent;
  if (played.shown.some((shown) => shown.type === 'question')) return 'asked';
  return wordsOf(played).startsWith('Helps the staff') ? 'help' : 'refused';
}

describe('sentences nobody learned from', () => {
  it.each(['create', 'find', 'update', 'text', 'help'] as const)('are understood in nine of ten cases, and never as something else: %s', async (kind) => {
    const taken = await Promise.all(heldOut[kind].map(async (text) => kindOf(await play(text))));
    const right = taken.filter((one) => one === kind).length;
    expect(right / taken.length).toBeGreaterThanOrEqual(0.9);
    expect(taken.filter((one) => one !== kind && one !== 'asked' && one !== 'refused')).toEqual([]);
  });

  it('open no form and send nothing where nothing of the kind was asked', async () => {
    const played = await Promise.all(heldOut.refused.map((text) => play(text)));
    expect(played.flatMap((one) => [...panelsOf(one), ...effectsOf(one)])).toEqual([]);
    // Asked back, or looked up somebody who is not there: harmless, and rare.
    expect(played.filter((one) => !['refused', 'text'].includes(kindOf(one))).length).toBeLessThanOrEqual(4);
  });
});

describe('requests of the shop nobody learned from', () => {
  it.each(Object.keys(heldOutRequests))('are understood in nine of ten cases, and never as something else: %s', async (intent) => {
    const sentences = heldOutRequests[intent] ?? [];
    const taken = await Promise.all(sentences.map(async (text) => kindOf(await play(text))));
    expect(taken.filter((one) => one !== intent && one !== 'asked' && one !== 'refused')).toEqual([]);
    expect(taken.filter((one) => one === intent).length / sentences.length).toBeGreaterThanOrEqual(0.85);
  });

  it.each(heldOutNear)('do nothing where nothing of the kind was asked: %s', async (text) => {
    const played = await play(text);
    expect([...panelsOf(played), ...effectsOf(played)]).toEqual([]);
    expect(wordsOf(played)).not.toBe('');
  });
});
