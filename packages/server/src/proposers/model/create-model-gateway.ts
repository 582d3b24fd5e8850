import { setTimeout as delay } from 'node:timers/promises';
import { askModel, type GatewayParts } from './ask-model.ts';
import { type Attempt, type ChainModel, type GatewayOptions, type GatewayTime, gatewayDefaults, type ModelGateway, type Tier } from './model-gateway.ts';
import { createPriceList } from './price-list.ts';

const defaultOutput = { fast: 2_000, reasoning: 8_000 } as const satisfies Record<Tier, number>;
// oxlint-disable-next-line countersign/weak-random -- a pause that only should differ
const realTime: GatewayTime = { now: Date.now, sleep: (ms, signal) => delay(ms, undefined, { signal }), random: Math.random };

/**
 * The one way to a language model: tiers of fallback chains with retries, breakers, timeouts and a budget.
 *
 * @throws {TypeError} when no tier has a model
 * @example createModelGateway({ tiers: { fast: [{ id: 'anthropic:claude-haiku-4-5', model }], reasoning: [] } })
 */
export function createModelGateway(options: GatewayOptions): ModelGateway {
  const { fast, reasoning } = options.tiers;
  if (fast.length + reasoning.length === 0) throw new TypeError('A model gateway needs at least one model.');
  const chains: Record<Tier, readonly ChainModel[]> = { fast: fast.length > 0 ? fast : reasoning, reasoning: reasoning.length > 0 ? reasoning : fast };
  const gateway: GatewayParts = {
    prices: options.prices ?? createPriceList(),
    maxOutputTokens: { ...defaultOutput, ...options.maxOutputTokens },
    limits: { ...gatewayDefaults, ...options.limits },
    time: options.time ?? realTime,
    onFailure: options.onFailure ?? (() => {}),
    breakers: new Map(),
  };
  return {
    maxOutputTokens: gateway.maxOutputTokens,
    async ask(request) {
      const attempts: Attempt[] = [];
      for (const entry of chains[request.tier]) {
        const reply = await askModel(gateway, entry, request, attempts);
        if (reply) return { ok: true, model: entry.id, reply, attempts };
      }
      const isOverBudget = attempts.some(({ outcome }) => outcome === 'over_budget');
      return { ok: false, reason: isOverBudget ? 'over_budget' : 'unreachable', attempts };
    },
  };
}
