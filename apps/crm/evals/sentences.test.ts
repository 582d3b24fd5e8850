import { describe, expect, it } from 'vitest';
import { copilotIntents } from '../src/server/copilot/intents/index.ts';
import { effectsOf, panelsOf, play, wordsOf } from '../src/server/copilot/testing/play-sentence.ts';
import { shop } from '../src/server/copilot/testing/shop.ts';
import { refusedRequests, refusedSentences } from './refused-sentences.ts';
import { createSentences, findSentences, helpSentences, textSentences, updateSentences } from './sentences.ts';

describe('a new client', () => {
  it.each(createSentences)('%s', async (text, prefill) => {
    const played = await play(text);
    expect(panelsOf(played)).toEqual([{ panel: 'client', prefill }]);
    expect(played.calls).toEqual([]);
  });
});

describe('finding a client', () => {
  it.each(findSentences)('%s', async (text, query) => {
    const played = await play(text);
    expect(played.calls[0]).toMatchObject({ tool: 'find_clients', input: { query } });
    expect(effectsOf(played)).toEqual([]);
    expect(panelsOf(played)).toEqual([]);
    expect(played.shown).toHaveLength(1);
  });
});

describe('changing a client', () => {
  it.each(updateSentences)('%s', async (text, prefill) => {
    const played = await play(text);
    expect(panelsOf(played)).toEqual([{ panel: 'client', recordId: shop.jordan.id, prefill }]);
    expect(effectsOf(played)).toEqual([]);
  });
});

describe('texting a client', () => {
  it.each(textSentences)('%s', async (text, body) => {
    const played = await play(text);
    expect(effectsOf(played)).toEqual([{ tool: 'send_text', input: { clientId: shop.jordan.id, role: 'primary', body } }]);
    expect(panelsOf(played)).toEqual([]);
  });
});

describe('asking what it can do', () => {
  it.each(helpSentences)('%s', async (text) => {
    const played = await play(text);
    for (const { title } of copilotIntents) expect(wordsOf(played)).toContain(title);
    expect(wordsOf(played)).toContain('I can:');
    expect(played.calls).toEqual([]);
  });
});

describe('what it must not do', () => {
  it.each(refusedSentences)('%s', async (text) => {
    const played = await play(text);
    expect(played.calls).toEqual([]);
    expect(panelsOf(played)).toEqual([]);
    expect(wordsOf(played)).not.toBe('');
  });

  it.each(refusedRequests)('%s: changes nothing', async (text) => {
    const played = await play(text);
    expect([...effectsOf(played), ...panelsOf(played)]).toEqual([]);
    expect(played.shown).not.toEqual([]);
  });

  it.each(['Delete all customers', "What's the capital of France?"])('%s: says that it has no such power, and what it can do', async (text) => {
    const words = wordsOf(await play(text));
    expect(words).toContain('That is nothing I can do, so I changed nothing.');
    expect(words).toContain('Find a client');
  });

  it('has no sentence of the table among what it learns from', () => {
    const learned = new Set(copilotIntents.flatMap(({ examples, counterExamples = [] }) => [...examples, ...counterExamples]));
    const tables = [createSentences, findSentences, updateSentences, textSentences].flat().map(([text]) => text);
    expect([...tables, ...refusedSentences].filter((text) => learned.has(text))).toEqual(expect.not.arrayContaining(tables));
  });
});
