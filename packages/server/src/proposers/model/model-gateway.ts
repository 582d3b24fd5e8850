import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4FunctionTool, LanguageModelV4Prompt } from '@ai-sdk/provider';
import type { Budget } from '../proposer.ts';
import type { AttemptLimits } from './attempt-call.ts';
import type { ModelReply } from './collect-reply.ts';
import type { BreakerOptions } from './create-breaker.ts';
import type { Failure, FailureKind } from './judge-failure.ts';
import type { PriceList } from './price-list.ts';

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
