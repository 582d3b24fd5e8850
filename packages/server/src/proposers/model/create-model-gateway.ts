import { setTimeout as delay } from 'node:timers/promises';
import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4FunctionTool, LanguageModelV4Prompt } from '@ai-sdk/provider';
import type { Budget } from '../proposer.ts';
import { type AttemptLimits, attemptCall } from './attempt-call.ts';
import { boundInputTokens } from './bound-tokens.ts';
import type { ModelReply } from './collect-reply.ts';
import { type Breaker, type BreakerOptions, createBreaker } from './create-breaker.ts';
import { type Failure, type FailureKind, judgeFailure } from './judge-failure.ts';
import { createPriceList, type PriceList } from './price-list.ts';
import { toBackoff } from './retry-after.ts';

/** `fast` answers people, `reasoning` works through tasks. */
export const tiers = ['fast', 'reasoning'] as const;
export type Tier = (typeof tiers)[number];

/** A model of a chain. `id` is `provider:model`, the name it has in prices, logs and steps. */
export interface ChainModel {
  readonly id: string;
  readonly model: LanguageModelV4;
  /** What its provider is told with every call. */
  readonly providerOptions?: LanguageModelV4CallOptions['providerOptions'];
}

export interface ModelRequest {
  readonly tier: Tier;
  readonly prompt: LanguageModelV4Prompt;
  readonly tools: readonly LanguageModelV4FunctionTool[];
  /** @default the gateway's limit of the tier */
  readonly maxOutputTokens?: number;
  readonly budget: Budget;
  readonly signal: AbortSignal;
}

/** One attempt, as it is recorded on the step. */
export interface Attempt {
  model: string;
  outcome: 'replied' | 'over_budget' | 'breaker_open' | FailureKind;
  costMicros: number;
  /** What was held for it. */
  reservedMicros?: number;
  /** The provider's status, where it gave one. */
  status?: number;
  inputTokens?: number;
  outputTokens?: number;
}

export type ModelAnswer =
  | { ok: true; model: string; reply: ModelReply; attempts: Attempt[] }
  /** `over_budget`: a model could have been asked, had there been money for it. */
  | { ok: false; reason: 'unreachable' | 'over_budget'; attempts: Attempt[] };

export interface ModelGateway {
  /** Output tokens a reply of the tier may have. */
  readonly maxOutputTokens: Readonly<Record<Tier, number>>;
  /**
   * Asks the models of a tier, one after another, until one has replied. Money is reserved before every attempt.
   *
   * @throws what the budget threw: then no model was called; the signal's reason when it aborts
   */
  ask(request: ModelRequest): Promise<ModelAnswer>;
}

export interface GatewayOptions {
  /** The models of each tier, the preferred one first. An empty tier uses the other's. */
  tiers: Readonly<Record<Tier, readonly ChainModel[]>>;
  prices?: PriceList;
  /** @default 2000 and 8000 */
  maxOutputTokens?: Partial<Record<Tier, number>>;
  limits?: Partial<GatewayLimits>;
  /** Told of attempts that failed: never of prompts, replies or keys. */
  onFailure?: (failure: { model: string } & Failure) => void;
  /** Clock, sleep and chance, for tests. */
  time?: GatewayTime;
}

export interface GatewayLimits extends AttemptLimits, BreakerOptions {
  /** Attempts at one model before the next is asked. @default 3 */
  attempts: number;
  /** A provider that asks for more patience than this is passed over, in milliseconds. @default 15000 */
  maxWaitMs: number;
  /** First backoff where a provider does not say how long to wait, in milliseconds. @default 500 */
  backoffMs: number;
}

export interface GatewayTime {
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  random(): number;
}

export const gatewayDefaults = {
  firstByteMs: 20_000,
  callMs: 90_000,
  attempts: 3,
  maxWaitMs: 15_000,
  backoffMs: 500,
  failures: 5,
  openMs: 30_000,
} as const satisfies GatewayLimits;

const defaultOutput = { fast: 2_000, reasoning: 8_000 } as const satisfies Record<Tier, number>;
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
  const gateway: Gateway = {
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

interface Gateway {
  prices: PriceList;
  maxOutputTokens: Record<Tier, number>;
  limits: GatewayLimits;
  time: GatewayTime;
  onFailure: NonNullable<GatewayOptions['onFailure']>;
  /** By model id: a model of both tiers has one. */
  breakers: Map<string, Breaker>;
}

/** Tries one model until it replies, its attempts are used up, or waiting for it makes no sense. */
async function askModel(gateway: Gateway, entry: ChainModel, request: ModelRequest, attempts: Attempt[]): Promise<ModelReply | undefined> {
  const { limits, time } = gateway;
  for (let count = 0; count < limits.attempts; count += 1) {
    const outcome = await attempt(gateway, entry, request, attempts);
    if (outcome.type === 'replied') return outcome.reply;
    if (outcome.type === 'not_asked' || !outcome.failure.isRetryable || count + 1 === limits.attempts) return undefined;
    const { retryAfterMs } = outcome.failure;
    if (retryAfterMs !== undefined && retryAfterMs > limits.maxWaitMs) return undefined;
    await time.sleep(retryAfterMs ?? toBackoff(count, { baseMs: limits.backoffMs, maxMs: limits.maxWaitMs }, time.random), request.signal);
  }
  return undefined;
}

type Outcome = { type: 'replied'; reply: ModelReply } | { type: 'failed'; failure: Failure } | { type: 'not_asked' };

/** Breaker, reservation, call, settlement: in this order, and no call without the two before it. */
async function attempt(gateway: Gateway, entry: ChainModel, request: ModelRequest, attempts: Attempt[]): Promise<Outcome> {
  const breaker = findBreaker(gateway, entry.id);
  if (!breaker.admit()) {
    attempts.push({ model: entry.id, outcome: 'breaker_open', costMicros: 0 });
    return { type: 'not_asked' };
  }
  let isJudged = false;
  try {
    const maxOutputTokens = request.maxOutputTokens ?? gateway.maxOutputTokens[request.tier];
    const tokens = { inputTokens: boundInputTokens(request.prompt, request.tools), outputTokens: maxOutputTokens };
    const reservedMicros = gateway.prices.toBound(entry.id, tokens);
    const reservation = await request.budget.reserve(reservedMicros);
    if (!reservation) {
      attempts.push({ model: entry.id, outcome: 'over_budget', costMicros: 0, reservedMicros });
      return { type: 'not_asked' };
    }
    const outcome = await call(gateway, entry, request, maxOutputTokens);
    isJudged = true;
    if (outcome.type === 'replied') breaker.succeed();
    else if (outcome.failure.kind === 'rejected') breaker.abandon();
    else breaker.fail();
    const account = toAccount(gateway, entry, outcome, reservedMicros);
    reservation.settle(account.costMicros);
    attempts.push({ model: entry.id, reservedMicros, ...account });
    return outcome;
  } finally {
    if (!isJudged) breaker.abandon();
  }
}

async function call(gateway: Gateway, entry: ChainModel, request: ModelRequest, maxOutputTokens: number): Promise<Exclude<Outcome, { type: 'not_asked' }>> {
  const options: LanguageModelV4CallOptions = { prompt: request.prompt, maxOutputTokens };
  if (request.tools.length > 0) options.tools = [...request.tools];
  if (entry.providerOptions) options.providerOptions = entry.providerOptions;
  try {
    return { type: 'replied', reply: await attemptCall(entry.model, options, gateway.limits, request.signal) };
  } catch (error) {
    request.signal.throwIfAborted();
    const failure = judgeFailure(error, gateway.time.now());
    gateway.onFailure({ model: entry.id, ...failure });
    return { type: 'failed', failure };
  }
}

type Account = Pick<Attempt, 'outcome' | 'costMicros' | 'status' | 'inputTokens' | 'outputTokens'>;

/** What an attempt cost: what its usage says; nothing where it was turned away; all that was held where nobody says. */
function toAccount(gateway: Gateway, entry: ChainModel, outcome: Exclude<Outcome, { type: 'not_asked' }>, reservedMicros: number): Account {
  if (outcome.type === 'failed') {
    const { kind, isFree, status } = outcome.failure;
    return { outcome: kind, costMicros: isFree ? 0 : reservedMicros, ...(status === undefined ? {} : { status }) };
  }
  const { usage } = outcome.reply;
  if (!usage) return { outcome: 'replied', costMicros: reservedMicros };
  // Never more than was held for it: the cap is a promise. The tokens say what the provider claims.
  const costMicros = Math.min(reservedMicros, gateway.prices.toCost(entry.id, usage));
  return { outcome: 'replied', costMicros, inputTokens: usage.inputTokens, outputTokens: usage.outputTokens };
}

function findBreaker(gateway: Gateway, id: string): Breaker {
  const found = gateway.breakers.get(id) ?? createBreaker(gateway.limits, gateway.time.now);
  gateway.breakers.set(id, found);
  return found;
}
