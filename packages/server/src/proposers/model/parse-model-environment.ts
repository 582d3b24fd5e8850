import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { CountersignError } from '@countersign/core';
import { z } from 'zod';
import type { ChainModel, Tier } from './model-gateway.ts';
import type { TokenRate } from './price-list.ts';

/** Environment variables as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The models an environment names, ready to be called. Keys are inside the models' own closures and nowhere else. */
export interface ModelEnvironment {
  readonly tiers: Readonly<Record<Tier, readonly ChainModel[]>>;
  /** Set by `COUNTERSIGN_MODEL_RATE`. */
  readonly unknownRate?: TokenRate;
}

/**
 * Reads which models to use. Undefined when the environment names none: then everything works by rules.
 *
 * @throws {CountersignError} `invalid_options`, one sentence that names the variable and never its secret value
 * @example parseModelEnvironment({ COUNTERSIGN_MODEL_FAST: 'anthropic:claude-haiku-4-5', ANTHROPIC_API_KEY: '…' })
 */
export function parseModelEnvironment(env: Environment): ModelEnvironment | undefined {
  const compatible = read(env, 'OPENAI_COMPATIBLE_MODEL');
  const fast = read(env, 'COUNTERSIGN_MODEL_FAST') ?? (compatible && `compatible:${compatible}`);
  const reasoning = read(env, 'COUNTERSIGN_MODEL_REASONING');
  if (fast === undefined && reasoning === undefined) return undefined;
  const tiers = { fast: toChain(env, 'COUNTERSIGN_MODEL_FAST', fast), reasoning: toChain(env, 'COUNTERSIGN_MODEL_REASONING', reasoning) };
  const rate = read(env, 'COUNTERSIGN_MODEL_RATE');
  return rate === undefined ? { tiers } : { tiers, unknownRate: toRate(rate) };
}

function toChain(env: Environment, variable: string, value: string | undefined): ChainModel[] {
  const ids = (value ?? '').split(',').map((id) => id.trim());
  return ids.filter((id) => id !== '').map((id) => toModel(env, variable, id));
}

function toModel(env: Environment, variable: string, id: string): ChainModel {
  const [provider = '', ...rest] = id.split(':');
  const name = rest.join(':');
  if (name === '' || !Object.hasOwn(providers, provider))
    throw wrong(`${variable} names "${id}"; write provider:model, with one of the providers ${Object.keys(providers).join(', ')}.`);
  return { id, ...providers[provider as keyof typeof providers](env, name, variable) };
}

type ToModel = (env: Environment, name: string, variable: string) => Omit<ChainModel, 'id'>;

const providers = {
  anthropic: (env, name, variable) => {
    const settings = { apiKey: requireKey(env, 'ANTHROPIC_API_KEY', variable), baseURL: readUrl(env, 'ANTHROPIC_BASE_URL') ?? 'https://api.anthropic.com/v1' };
    return { model: createAnthropic(settings).languageModel(name) };
  },
  openai: (env, name, variable) => {
    const settings = { apiKey: requireKey(env, 'OPENAI_API_KEY', variable), baseURL: readUrl(env, 'OPENAI_BASE_URL') ?? 'https://api.openai.com/v1' };
    // The prompt is ours to keep: the provider is told not to store it.
    return { model: createOpenAI(settings).responses(name), providerOptions: { openai: { store: false } } };
  },
  compatible: (env, name, variable) => {
    const baseURL = readUrl(env, 'OPENAI_COMPATIBLE_URL');
    if (baseURL === undefined) throw wrong(`${variable} names a compatible model, but OPENAI_COMPATIBLE_URL is not set.`);
    const apiKey = read(env, 'OPENAI_COMPATIBLE_KEY');
    const settings = { name: 'compatible', baseURL, includeUsage: true, ...(apiKey === undefined ? {} : { apiKey }) };
    return { model: createOpenAICompatible(settings).chatModel(name) };
  },
} as const satisfies Record<string, ToModel>;

/** Empty is unset: that is what `KEY= npm start` and an empty line of a .env file mean. */
function read(env: Environment, variable: string): string | undefined {
  const value = env[variable]?.trim();
  return value === '' ? undefined : value;
}

function requireKey(env: Environment, variable: string, because: string): string {
  const key = read(env, variable);
  if (key === undefined) throw wrong(`${because} names a model that needs ${variable}, which is not set.`);
  // A header cannot carry it, and the error of fetch would quote it.
  if (!/^[\x21-\x7e]+$/.test(key)) throw wrong(`${variable} has characters that no key has; check that it was copied whole.`);
  return key;
}

function readUrl(env: Environment, variable: string): string | undefined {
  const value = read(env, variable);
  if (value === undefined) return undefined;
  const isUrl = z.url({ protocol: /^https?$/ }).safeParse(value).success;
  // A URL may carry a password, so it is not quoted.
  if (!isUrl) throw wrong(`${variable} must be a URL that begins with http:// or https://.`);
  return value.replace(/\/+$/, '');
}

function toRate(value: string): TokenRate {
  const [input, output] = /^(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/.exec(value)?.slice(1).map(Number) ?? [];
  if (input === undefined || output === undefined)
    throw wrong(`COUNTERSIGN_MODEL_RATE is "${value}"; write dollars for a million tokens in and out, such as 3/15.`);
  return { input, output };
}

const wrong = (message: string) => new CountersignError('invalid_options', message);
