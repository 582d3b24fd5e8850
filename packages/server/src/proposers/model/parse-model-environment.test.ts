import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parseModelEnvironment } from './parse-model-environment.ts';

const keys = {
  ANTHROPIC_API_KEY: 'sk-ant-secret',
  OPENAI_API_KEY: 'sk-secret',
  OPENAI_COMPATIBLE_URL: 'http://localhost:11434/v1',
  OPENAI_COMPATIBLE_KEY: 'own-secret',
};
const idsOf = (env: Record<string, string>) => {
  const tiers = parseModelEnvironment(env)?.tiers;
  return tiers && { fast: tiers.fast.map(({ id }) => id), reasoning: tiers.reasoning.map(({ id }) => id) };
};

describe('the environment of the models', () => {
  test('names none where nobody asked for one, whatever keys lie about', () => {
    expect(parseModelEnvironment({})).toBeUndefined();
    expect(parseModelEnvironment({ ...keys, COUNTERSIGN_MODEL_FAST: ' ' })).toBeUndefined();
  });

  test('gives chains in order', () => {
    expect(
      idsOf({ ...keys, COUNTERSIGN_MODEL_FAST: 'anthropic:claude-haiku-4-5, openai:gpt-5-mini,', COUNTERSIGN_MODEL_REASONING: 'compatible:qwen3:32b' }),
    ).toEqual({
      fast: ['anthropic:claude-haiku-4-5', 'openai:gpt-5-mini'],
      reasoning: ['compatible:qwen3:32b'],
    });
    expect(idsOf({ OPENAI_COMPATIBLE_MODEL: 'llama', OPENAI_COMPATIBLE_URL: 'http://localhost/v1' })).toEqual({ fast: ['compatible:llama'], reasoning: [] });
  });

  test('takes a rate for models without a price', () => {
    expect(parseModelEnvironment({ ...keys, COUNTERSIGN_MODEL_FAST: 'compatible:llama', COUNTERSIGN_MODEL_RATE: '0/0.5' })?.unknownRate).toEqual({
      input: 0,
      output: 0.5,
    });
  });

  test('lets nobody read its keys by looking at it', () => {
    const environment = parseModelEnvironment({ ...keys, COUNTERSIGN_MODEL_FAST: 'anthropic:a,openai:b,compatible:c' });
    expect(inspect(environment, { depth: 10, showHidden: true }) + JSON.stringify(environment)).not.toMatch(/secret/);
  });

  test.each([
    [
      { COUNTERSIGN_MODEL_FAST: 'claude' },
      'COUNTERSIGN_MODEL_FAST names "claude"; write provider:model, with one of the providers anthropic, openai, compatible.',
    ],
    [
      { COUNTERSIGN_MODEL_FAST: 'toString:x' },
      'COUNTERSIGN_MODEL_FAST names "toString:x"; write provider:model, with one of the providers anthropic, openai, compatible.',
    ],
    [{ COUNTERSIGN_MODEL_REASONING: 'openai:gpt-5' }, 'COUNTERSIGN_MODEL_REASONING names a model that needs OPENAI_API_KEY, which is not set.'],
    [{ COUNTERSIGN_MODEL_FAST: 'compatible:x' }, 'COUNTERSIGN_MODEL_FAST names a compatible model, but OPENAI_COMPATIBLE_URL is not set.'],
    [
      { COUNTERSIGN_MODEL_FAST: 'compatible:x', OPENAI_COMPATIBLE_URL: 'user:secret@host' },
      'OPENAI_COMPATIBLE_URL must be a URL that begins with http:// or https://.',
    ],
    [{ COUNTERSIGN_MODEL_FAST: 'openai:x', OPENAI_API_KEY: 'sk-secret\nx' }, 'OPENAI_API_KEY has characters that no key has; check that it was copied whole.'],
    [
      { ...keys, COUNTERSIGN_MODEL_FAST: 'openai:x', COUNTERSIGN_MODEL_RATE: 'cheap' },
      'COUNTERSIGN_MODEL_RATE is "cheap"; write dollars for a million tokens in and out, such as 3/15.',
    ],
  ])('says in one sentence what is wrong with %j', (env, message) => {
    let said = '';
    try {
      parseModelEnvironment(env);
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).toBe(message);
  });
});
