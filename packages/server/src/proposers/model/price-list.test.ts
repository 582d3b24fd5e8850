import { describe, expect, test } from 'vitest';
import { boundInputTokens } from './bound-tokens.ts';
import { createPriceList } from './price-list.ts';
import { readRetryAfter, toBackoff } from './retry-after.ts';

const usage = (change: object = {}) => ({ inputTokens: 1_000, outputTokens: 100, cacheReadTokens: 0, cacheWriteTokens: 0, ...change });

describe('prices', () => {
  const prices = createPriceList({ input: 7, output: 70 });

  test('are those of the table, in millionths of a dollar', () => {
    expect(prices.toCost('anthropic:claude-haiku-4-5', usage())).toBe(1_000 + 500);
    expect(prices.toCost('anthropic:claude-haiku-4-5', usage({ cacheReadTokens: 900 }))).toBe(100 + 90 + 500);
    expect(prices.toCost('anthropic:claude-haiku-4-5-20251001', usage())).toBe(1_500);
    expect(prices.toCost('openai:gpt-5-mini', usage({ inputTokens: 1 }))).toBe(201);
  });

  test('are the configured ones for what is not in it, and for servers of one’s own whatever they call their models', () => {
    for (const id of ['openai:gpt-99-unheard-of', 'compatible:gpt-5-mini', 'nonsense']) expect(prices.toCost(id, usage())).toBe(7_000 + 7_000);
    expect(prices.toBound('compatible:x', { inputTokens: 10, outputTokens: 1 })).toBe(140);
  });

  test.each(['anthropic:claude-haiku-4-5', 'anthropic:claude-sonnet-4-5', 'anthropic:claude-opus-4-6', 'openai:gpt-5', 'openai:unheard-of'])(
    'are never above the bound: %s',
    (id) => {
      for (const inputTokens of [10, 10_000, 250_000])
        for (const share of [0, 0.5, 1]) {
          const cached = Math.floor(inputTokens * share);
          const bound = prices.toBound(id, { inputTokens, outputTokens: 500 });
          for (const cache of [{ cacheReadTokens: cached }, { cacheWriteTokens: cached }]) {
            expect(prices.toCost(id, usage({ inputTokens, outputTokens: 500, ...cache }))).toBeLessThanOrEqual(bound);
          }
        }
    },
  );

  test('survive a provider that counts cached tokens beside the input', () => {
    expect(prices.toCost('anthropic:claude-haiku-4-5', usage({ inputTokens: 10, cacheReadTokens: 1_000 }))).toBe(100 + 500);
  });
});

test('the bound on tokens counts bytes, not characters', () => {
  const bound = (text: string) => boundInputTokens([{ role: 'user', content: [{ type: 'text', text }] }], []);
  expect(bound('日'.repeat(100)) - bound('')).toBe(300);
  expect(bound('"'.repeat(100)) - bound('')).toBe(200);
});

describe('patience', () => {
  const now = Date.UTC(2026, 0, 1, 12);
  test.each([
    [{ 'retry-after': '2' }, 2_000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '1.5' }, 1_500],
    [{ 'retry-after-ms': '70', 'retry-after': '2' }, 70],
    [{ 'retry-after': new Date(now + 9_000).toUTCString() }, 9_000],
    [{ 'retry-after': new Date(now - 9_000).toUTCString() }, 0],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('%j', (headers, expected) => {
    expect(readRetryAfter(headers, now)).toBe(expected);
  });

  test('grows, up to a limit, by chance', () => {
    const limits = { baseMs: 100, maxMs: 1_000 };
    expect([0, 1, 2, 9].map((attempt) => toBackoff(attempt, limits, () => 1))).toEqual([100, 200, 400, 1_000]);
    expect(toBackoff(3, limits, () => 0)).toBe(0);
  });
});
