import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createModelGateway } from './create-model-gateway.ts';
import { parseModelEnvironment } from './parse-model-environment.ts';

/*
 * The formats again, as somebody else has read the providers' documents: our own faked provider could share our mistakes.
 */

const mock = new LLMock({ port: 0, logLevel: 'silent' });
beforeAll(async () => {
  mock.onMessage(/weather/, {
    toolCalls: [
      { name: 'find', arguments: '{"q":"Oslo"}' },
      { name: 'find', arguments: '{"q":"Rome"}' },
    ],
  });
  mock.onMessage(/limited/, { error: { message: 'Slow down.', type: 'rate_limit_error' }, status: 429, retryAfter: 2 });
  mock.onMessage(/cut/, { content: 'A long story that is told in many pieces and never ends as it should.' }, { truncateAfterChunks: 2, chunkSize: 8 });
  mock.onMessage(/hello/, { content: 'Hi there.' });
  await mock.start();
});
afterAll(() => mock.stop());

const budget = { reserve: () => Promise.resolve({ settle: (cost: number) => cost }) };

function ask(chain: string, text: string, waits: number[] = []) {
  const environment = parseModelEnvironment({
    ...{ COUNTERSIGN_MODEL_FAST: chain, ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: `${mock.url}/v1`, OPENAI_API_KEY: 'k', OPENAI_BASE_URL: `${mock.url}/v1` },
    OPENAI_COMPATIBLE_URL: `${mock.url}/v1`,
  });
  if (!environment) throw new Error('The environment names no model.');
  const sleep = (ms: number) => Promise.resolve(void waits.push(ms));
  const gateway = createModelGateway({ ...environment, limits: { attempts: 2 }, time: { now: Date.now, random: () => 0, sleep } });
  const tools = [{ type: 'function' as const, name: 'find', inputSchema: { type: 'object' as const, properties: { q: { type: 'string' as const } } } }];
  return gateway.ask({ tier: 'fast', prompt: [{ role: 'user', content: [{ type: 'text', text }] }], tools, budget, signal: AbortSignal.timeout(5_000) });
}

describe.each(['anthropic:claude-haiku-4-5', 'openai:gpt-5-mini', 'compatible:llama'])('%s, as aimock speaks it', (model) => {
  test('gives text and usage', async () => {
    const answer = await ask(model, 'hello');
    expect(answer).toMatchObject({ ok: true, reply: { text: 'Hi there.', end: 'complete', usage: { outputTokens: expect.any(Number) } } });
  });

  test('gives parallel calls in order', async () => {
    const answer = await ask(model, 'the weather in two towns');
    expect(answer.ok && answer.reply.calls).toEqual([
      { tool: 'find', arguments: '{"q":"Oslo"}' },
      { tool: 'find', arguments: '{"q":"Rome"}' },
    ]);
  });

  test('is waited for as it asks', async () => {
    const waits: number[] = [];
    expect(await ask(model, 'limited', waits)).toMatchObject({
      ok: false,
      attempts: [{ outcome: 'rate_limited', costMicros: 0 }, { outcome: 'rate_limited' }],
    });
    expect(waits).toEqual([2_000]);
  });

  test('is not believed half a reply', async () => {
    const answer = await ask(model, 'cut');
    expect(answer).toMatchObject({ ok: false, reason: 'unreachable' });
    // aimock may hang up before its headers are out; either way all that was held is charged.
    for (const { outcome, costMicros, reservedMicros } of answer.attempts) {
      expect(['cut', 'unreachable']).toContain(outcome);
      expect(costMicros).toBe(reservedMicros);
    }
  });
});
