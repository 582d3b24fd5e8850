import { calcPrice, type ModelPrice } from '@pydantic/genai-prices';

/** Dollars for a million tokens. */
export interface TokenRate {
  input: number;
  output: number;
}

/** Tokens of one call. Cached tokens are part of the input. */
export interface TokenUsage {
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
}

/** What models cost, in millionths of a dollar, always rounded up. */
export interface PriceList {
  /** The most a call of a model may cost with at most this many tokens. */
  toBound(modelId: string, tokens: { inputTokens: number; outputTokens: number }): number;
  toCost(modelId: string, usage: TokenUsage): number;
}

/** For models without a known price: dearer than any that is sold widely, so that the cap holds whatever it turns out to be. */
const dearestRate = { input: 30, output: 150 } as const satisfies TokenRate;

/**
 * Prices from the table that `@pydantic/genai-prices` carries; a model that is not in it costs the configured dearest rate.
 *
 * @param unknownRate dollars for a million tokens of a model without a known price. @default 30 in, 150 out
 */
export function createPriceList(unknownRate: TokenRate = dearestRate): PriceList {
  return {
    toBound(modelId, { inputTokens, outputTokens }) {
      const rate = findDearest(modelId, inputTokens) ?? unknownRate;
      return Math.ceil(inputTokens * rate.input + outputTokens * rate.output);
    },
    toCost(modelId, usage) {
      const known = findCost(modelId, usage);
      return Math.ceil(known ?? usage.inputTokens * unknownRate.input + usage.outputTokens * unknownRate.output);
    },
  };
}

/** `provider:model`; other providers than these two are somebody's own server, whose names mean nothing to a price table. */
function splitId(modelId: string): { providerId: string; name: string } | undefined {
  const [providerId = '', ...rest] = modelId.split(':');
  return providerId === 'anthropic' || providerId === 'openai' ? { providerId, name: rest.join(':') } : undefined;
}

function findPrice(modelId: string): ModelPrice | undefined {
  const id = splitId(modelId);
  return id && calcPrice({ input_tokens: 0, output_tokens: 0 }, id.name, { providerId: id.providerId })?.model_price;
}

/** The dearest tokens a call of this size could be made of: written to the cache, and in the tier of its length or any below. */
function findDearest(modelId: string, inputTokens: number): TokenRate | undefined {
  const price = findPrice(modelId);
  // Caching for an hour is dearer still, and never asked for.
  const input = toHighest(price?.input_mtok, inputTokens);
  const output = toHighest(price?.output_mtok, inputTokens);
  if (input === undefined || output === undefined) return undefined;
  return { input: Math.max(input, toHighest(price?.cache_write_mtok, inputTokens) ?? 0), output };
}

function toHighest(price: ModelPrice[string], inputTokens: number): number | undefined {
  if (price === undefined || typeof price === 'number') return price;
  return Math.max(price.base, ...price.tiers.filter((tier) => tier.start <= inputTokens).map((tier) => tier.price));
}

function findCost(modelId: string, usage: TokenUsage): number | undefined {
  const id = splitId(modelId);
  if (!id || !findDearest(modelId, usage.inputTokens)) return undefined;
  const cached = usage.cacheReadTokens + usage.cacheWriteTokens;
  const tokens = {
    // A provider that counts cached tokens beside the input, not in it, must not make the sum impossible.
    input_tokens: Math.max(usage.inputTokens, cached),
    output_tokens: usage.outputTokens,
    cache_read_tokens: usage.cacheReadTokens,
    cache_write_tokens: usage.cacheWriteTokens,
  };
  const price = calcPrice(tokens, id.name, { providerId: id.providerId });
  return price ? Number((price.total_price * 1_000_000).toFixed(3)) : undefined;
}
