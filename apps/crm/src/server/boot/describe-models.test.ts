import { parseModelEnvironment } from '@countersign/server';
import { expect, test } from 'vitest';
import { describeModels } from './describe-models.ts';

const keys = {
  ...{ ANTHROPIC_API_KEY: 'sk-ant-secret', OPENAI_API_KEY: 'sk-secret', ANTHROPIC_BASE_URL: 'http://secret.example/v1' },
  OPENAI_COMPATIBLE_URL: 'http://user:secret@localhost:11434/v1',
};
const describe = (variables: Record<string, string>) => describeModels(parseModelEnvironment({ ...keys, ...variables }));

test.each([
  [{}, 'No language model is set up: the copilot understands simple requests. The README says how to add one.'],
  [{ COUNTERSIGN_MODEL_FAST: 'anthropic:claude-haiku-4-5' }, 'Language models: anthropic:claude-haiku-4-5.'],
  [
    { COUNTERSIGN_MODEL_FAST: 'anthropic:claude-haiku-4-5,openai:gpt-5-mini', COUNTERSIGN_MODEL_REASONING: 'openai:gpt-5' },
    'Language models: anthropic:claude-haiku-4-5, then openai:gpt-5-mini in conversations; openai:gpt-5 for tasks.',
  ],
  [{ COUNTERSIGN_MODEL_FAST: 'compatible:llama', COUNTERSIGN_MODEL_RATE: '0/0' }, 'Language models: compatible:llama.'],
  [
    { COUNTERSIGN_MODEL_FAST: 'compatible:llama' },
    "Language models: compatible:llama. Nobody knows what compatible:llama costs, so the dearest price is assumed and little fits under a run's cap: set COUNTERSIGN_MODEL_RATE.",
  ],
])('%j is said in one line', (variables, line) => {
  expect(describe(variables)).toBe(line);
});
