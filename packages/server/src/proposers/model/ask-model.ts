import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { attemptCall } from './attempt-call.ts';
import { boundInputTokens } from './bound-tokens.ts';
import type { ModelReply } from './collect-reply.ts';
import { type Breaker, createBreaker } from './create-breaker.ts';
import { type Failure, judgeFailure } from './judge-failure.ts';
import type { Attempt, ChainModel, GatewayLimits, GatewayOptions, GatewayTime, ModelRequest, Tier } from './model-gateway.ts';
import type { PriceList } from './price-list.ts';
import { toBackoff } from './retry-after.ts';

/** What a gateway is made of. */
export interface GatewayParts {
  prices: PriceList;
  maxOutputTokens: Record<Tier, number>;
  limits: GatewayLimits;
  time: GatewayTime;
  onFailure: NonNullable<GatewayOptions['onFailure']>;
  /** By model id: a model of both tiers has one. */
  breakers: Map<string, Breaker>;
}

/** Tries one model until it replies, its attempts are used up, or waiting for it makes no sense. */
export async function askModel(gateway: GatewayParts, entry: ChainModel, request: ModelRequest, attempts: Attempt[]): Promise<ModelReply | undefined> {
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
async function attempt(gateway: GatewayParts, entry: ChainModel, request: ModelRequest, attempts: Attempt[]): Promise<Outcome> {
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
    attempts.push({ model: entry.id, reservedMicros, ...account, costMicros: reservation.settle(account.costMicros) });
    return outcome;
  } finally {
    if (!isJudged) breaker.abandon();
  }
}

async function call(
  gateway: GatewayParts,
  entry: ChainModel,
  request: ModelRequest,
  maxOutputTokens: number,
): Promise<Exclude<Outcome, { type: 'not_asked' }>> {
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
function toAccount(gateway: GatewayParts, entry: ChainModel, outcome: Exclude<Outcome, { type: 'not_asked' }>, reservedMicros: number): Account {
  if (outcome.type === 'failed') {
    const { kind, isFree, status } = outcome.failure;
    return { outcome: kind, costMicros: isFree ? 0 : reservedMicros, ...(status === undefined ? {} : { status }) };
  }
  const { usage } = outcome.reply;
  if (!usage) return { outcome: 'replied', costMicros: reservedMicros };
  return { outcome: 'replied', costMicros: gateway.prices.toCost(entry.id, usage), inputTokens: usage.inputTokens, outputTokens: usage.outputTokens };
}

function findBreaker(gateway: GatewayParts, id: string): Breaker {
  const found = gateway.breakers.get(id) ?? createBreaker(gateway.limits, gateway.time.now);
  gateway.breakers.set(id, found);
  return found;
}
