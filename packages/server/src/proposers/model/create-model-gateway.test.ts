import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFakeProvider, type FakeProvider } from '../../testing/fake-provider.ts';
import type { Budget } from '../proposer.ts';
import { createModelGateway } from './create-model-gateway.ts';
import type { GatewayLimits, ModelGateway, ModelRequest } from './model-gateway.ts';
import { parseModelEnvironment } from './parse-model-environment.ts';

let fake: FakeProvider;
let waits: number[];
let now: number;
beforeEach(async () => {
  fake = await createFakeProvider();
  waits = [];
  now = 1_700_000_000_000;
});
afterEach(() => fake.close());

/** Every format that a provider may be reached in. */
const models = ['anthropic:claude-haiku-4-5', 'openai:gpt-5-mini', 'compatible:llama'];

function start(chain: string, limits: Partial<GatewayLimits> = {}, reasoning = ''): ModelGateway {
  const environment = parseModelEnvironment({
    COUNTERSIGN_MODEL_FAST: chain,
    COUNTERSIGN_MODEL_REASONING: reasoning,
    ANTHROPIC_API_KEY: 'key-a',
    ANTHROPIC_BASE_URL: `${fake.url}/v1`,
    OPENAI_API_KEY: 'key-o',
    OPENAI_BASE_URL: `${fake.url}/v1`,
    OPENAI_COMPATIBLE_URL: `${fake.url}/v1`,
  });
  if (!environment) throw new Error('The environment names no model.');
  return createModelGateway({
    ...environment,
    limits,
    time: {
      now: () => now,
      sleep: async (ms) => {
        waits.push(ms);
        now += ms;
      },
      random: () => 0.5,
    },
  });
}

/** A budget in memory, with the rule of the real one. */
function createBudget(cap = 500_000) {
  const held: number[] = [];
  const log: string[] = [];
  const budget: Budget = {
    async reserve(micros) {
      log.push(`reserve after ${fake.requests.length} requests`);
      if (held.reduce((sum, value) => sum + value, 0) + micros > cap) return undefined;
      const at = held.push(micros) - 1;
      return {
        settle(cost) {
          held[at] = Math.min(cost, micros);
          return held[at];
        },
      };
    },
  };
  return { budget, log, spent: () => held.reduce((sum, value) => sum + value, 0) };
}

const ask = (gateway: ModelGateway, budget: Budget, change: Partial<ModelRequest> = {}) =>
  gateway.ask({
    tier: 'fast',
    prompt: [{ role: 'user', content: [{ type: 'text', text: 'Hello.' }] }],
    tools: [{ type: 'function', name: 'find', inputSchema: { type: 'object', properties: { q: { type: 'string' } } } }],
    budget,
    signal: AbortSignal.timeout(10_000),
    ...change,
  });

describe.each(models)('%s', (model) => {
  test('gives text, the calls of one reply in order, and what they cost', async () => {
    const { budget, spent, log } = createBudget();
    fake.answer({
      text: 'Let me look.',
      calls: [
        { tool: 'find', input: { q: 'a' } },
        { tool: 'find', input: { q: 'b' } },
      ],
      usage: { input: 1_000, output: 100 },
    });
    const answer = await ask(start(model), budget);
    expect(answer).toMatchObject({
      ok: true,
      model,
      reply: { text: 'Let me look.', end: 'complete', providerModel: 'fake-model', usage: { inputTokens: 1_000, outputTokens: 100 } },
      attempts: [{ model, outcome: 'replied', inputTokens: 1_000, outputTokens: 100 }],
    });
    expect(answer.ok && answer.reply.calls.map((call) => [call.tool, JSON.parse(call.arguments)])).toEqual([
      ['find', { q: 'a' }],
      ['find', { q: 'b' }],
    ]);
    const expected = { 'anthropic:claude-haiku-4-5': 1_500, 'openai:gpt-5-mini': 450, 'compatible:llama': 45_000 }[model];
    expect(spent()).toBe(expected);
    expect(log).toEqual(['reserve after 0 requests']);
    expect(fake.requests[0]?.body.max_tokens ?? fake.requests[0]?.body.max_output_tokens).toBe(2_000);
  });

  test('waits as long as a 429 asks for, and pays nothing for it', async () => {
    const { budget, spent, log } = createBudget();
    fake.answer({ status: 429, headers: { 'retry-after': '3' } }, { text: 'Now.' });
    const answer = await ask(start(model), budget);
    expect(answer).toMatchObject({ ok: true, attempts: [{ outcome: 'rate_limited', status: 429, costMicros: 0 }, { outcome: 'replied' }] });
    expect(waits).toEqual([3_000]);
    expect(log).toEqual(['reserve after 0 requests', 'reserve after 1 requests']);
    expect(spent()).toBe(answer.attempts[1]?.costMicros);
  });

  test('takes a date for an answer', async () => {
    const { budget } = createBudget();
    fake.answer({ status: 429, headers: { 'retry-after': new Date(now + 7_000).toUTCString() } }, { text: 'Now.' });
    await ask(start(model), budget);
    expect(waits).toEqual([7_000]);
  });

  test.each([529, 503, 500])('backs off after a %i', async (status) => {
    const { budget } = createBudget(10_000_000);
    fake.answer({ status }, { status }, { text: 'Back.' });
    expect(await ask(start(model), budget)).toMatchObject({ ok: true, reply: { text: 'Back.' } });
    expect(waits).toEqual([250, 500]);
  });

  test('charges in full what a 500 and a cut stream may have cost', async () => {
    const { budget, spent } = createBudget(10_000_000);
    fake.answer(
      { status: 500 },
      { reply: { text: 'Half of it.', calls: [{ tool: 'find', input: { q: 'a' } }] }, cutAfter: 3 },
      { text: 'All.', usage: { input: 0, output: 0 } },
    );
    const answer = await ask(start(model), budget);
    expect(answer).toMatchObject({
      ok: true,
      reply: { text: 'All.', calls: [] },
      attempts: [{ outcome: 'server_error' }, { outcome: 'cut' }, { outcome: 'replied' }],
    });
    expect(spent()).toBe(2 * (answer.attempts[0]?.reservedMicros ?? 0));
  });

  test.each([false, true])('does not wait for a silent provider (headers sent: %s)', async (hasHeaders) => {
    const { budget } = createBudget(10_000_000);
    fake.answer({ reply: { text: 'Late.' }, silentMs: 2_000, hasHeaders }, { text: 'At once.' });
    const answer = await ask(start(model, { firstByteMs: 150 }), budget);
    expect(answer).toMatchObject({ ok: true, reply: { text: 'At once.' }, attempts: [{ outcome: 'timed_out' }, { outcome: 'replied' }] });
  });

  test('does not wait for a reply without end', async () => {
    const { budget } = createBudget(10_000_000);
    fake.answer({ reply: { text: 'Late.' }, silentMs: 4_000, hasHeaders: true }, { text: 'At once.' });
    const answer = await ask(start(model, { firstByteMs: 5_000, callMs: 800 }), budget);
    expect(answer).toMatchObject({ ok: true, attempts: [{ outcome: 'timed_out' }, { outcome: 'replied' }] });
  });

  test.each([
    ['a page in HTML', { contentType: 'text/html', raw: '<html>Sign in</html>' }],
    ['an empty body', { contentType: 'text/event-stream', raw: '' }],
    ['JSON that is cut', { contentType: 'text/event-stream', raw: 'data: {"id": "x", "choi\n\n' }],
    ['events of another world', { contentType: 'text/event-stream', raw: 'data: {"hello": "world"}\n\n' }],
  ])('tries again after %s', async (_title, answer) => {
    const { budget } = createBudget(10_000_000);
    fake.answer(answer, { text: 'Well.' });
    expect(await ask(start(model), budget)).toMatchObject({ ok: true, reply: { text: 'Well.' }, attempts: [{ outcome: 'cut' }, { outcome: 'replied' }] });
  });

  test('tells a refusal and a reply that was cut off from a whole one', async () => {
    const { budget } = createBudget();
    const gateway = start(model);
    fake.answer({ text: 'No.', stop: 'refusal' }, { text: 'Once upon a', stop: 'length' });
    expect(await ask(gateway, budget)).toMatchObject({ ok: true, reply: { end: 'refused' } });
    expect(await ask(gateway, budget)).toMatchObject({ ok: true, reply: { end: 'length', text: 'Once upon a' } });
  });

  test('hands on arguments that are no JSON as they came', async () => {
    const { budget } = createBudget();
    fake.answer({ calls: [{ tool: 'find', input: '{"q": "a' }] });
    const answer = await ask(start(model), budget);
    expect(answer).toMatchObject({ ok: true, reply: { calls: [{ tool: 'find', arguments: '{"q": "a' }] } });
  });

  test('does not repeat a request that was rejected', async () => {
    const { budget, spent } = createBudget();
    fake.answer({ status: 400 });
    expect(await ask(start(model), budget)).toMatchObject({ ok: false, reason: 'unreachable', attempts: [{ outcome: 'rejected', status: 400 }] });
    expect(fake.requests).toHaveLength(1);
    expect(spent()).toBe(0);
  });
});

test('each tier has its models and its room, and an empty one uses the other’s', async () => {
  const { budget } = createBudget(10_000_000);
  const both = start('openai:gpt-5-mini', {}, 'anthropic:claude-sonnet-4-5');
  fake.answer({ text: 'Quick.' }, { text: 'Thorough.' }, { text: 'Both.' }, { text: 'Both.' });
  expect(await ask(both, budget)).toMatchObject({ model: 'openai:gpt-5-mini' });
  expect(await ask(both, budget, { tier: 'reasoning' })).toMatchObject({ model: 'anthropic:claude-sonnet-4-5' });
  expect(await ask(start('openai:gpt-5-mini'), budget, { tier: 'reasoning' })).toMatchObject({ model: 'openai:gpt-5-mini' });
  expect(await ask(start('', {}, 'anthropic:claude-sonnet-4-5'), budget)).toMatchObject({ model: 'anthropic:claude-sonnet-4-5' });
  expect(fake.requests.map(({ body }) => [body.model, body.max_tokens ?? body.max_output_tokens])).toEqual([
    ['gpt-5-mini', 2_000],
    ['claude-sonnet-4-5', 8_000],
    ['gpt-5-mini', 8_000],
    ['claude-sonnet-4-5', 2_000],
  ]);
});

describe('a chain', () => {
  const chain = 'anthropic:claude-haiku-4-5, openai:gpt-5-mini';

  test('goes on with the next model, and says which one answered', async () => {
    const { budget } = createBudget(10_000_000);
    fake.answer({ status: 529 }, { status: 529 }, { status: 529 }, { text: 'Me.' });
    const answer = await ask(start(chain), budget);
    expect(answer).toMatchObject({ ok: true, model: 'openai:gpt-5-mini' });
    expect(fake.requests.map(({ wire }) => wire)).toEqual(['messages', 'messages', 'messages', 'responses']);
  });

  test('passes a provider over that asks for too much patience', async () => {
    const { budget } = createBudget();
    fake.answer({ status: 429, headers: { 'retry-after': '3600' } }, { text: 'Me.' });
    expect(await ask(start(chain), budget)).toMatchObject({ ok: true, model: 'openai:gpt-5-mini' });
    expect(waits).toEqual([]);
  });

  test('fails when every model does', async () => {
    const { budget } = createBudget(10_000_000);
    const answer = await ask(start(chain), budget);
    expect(answer).toMatchObject({ ok: false, reason: 'unreachable' });
    expect(answer.attempts).toHaveLength(6);
  });

  test('asks the cheaper one when the money does not reach for the first', async () => {
    const { budget, spent } = createBudget(8_000);
    fake.answer({ text: 'Cheaper.' });
    const answer = await ask(start(chain), budget);
    expect(answer).toMatchObject({ ok: true, model: 'openai:gpt-5-mini', attempts: [{ outcome: 'over_budget' }, { outcome: 'replied' }] });
    expect(fake.requests).toHaveLength(1);
    expect(spent()).toBeLessThanOrEqual(8_000);
  });

  test('calls nobody without money, and nobody when the budget fails', async () => {
    const gateway = start(chain);
    expect(await ask(gateway, createBudget(10).budget)).toMatchObject({ ok: false, reason: 'over_budget' });
    const broken: Budget = { reserve: () => Promise.reject(new Error('the database is gone')) };
    await expect(ask(gateway, broken)).rejects.toThrow('the database is gone');
    expect(fake.requests).toEqual([]);
  });

  test('records what was charged, beside what the provider claims', async () => {
    const { budget, spent } = createBudget();
    fake.answer({ text: 'Dear.', usage: { input: 90_000_000, output: 9_000_000 } });
    const answer = await ask(start(chain), budget);
    expect(spent()).toBe(answer.attempts[0]?.costMicros);
    expect(answer.attempts[0]?.costMicros).toBe(answer.attempts[0]?.reservedMicros);
    expect(answer.attempts[0]?.inputTokens).toBe(90_000_000);
  });

  test('leaves a failing model alone, and asks it once after a while', async () => {
    const { budget } = createBudget(100_000_000);
    const gateway = start('compatible:llama', { attempts: 1, failures: 2, openMs: 1_000 });
    fake.answer({ status: 500 }, { status: 500 });
    await ask(gateway, budget);
    await ask(gateway, budget);
    expect(await ask(gateway, budget)).toMatchObject({ ok: false, attempts: [{ outcome: 'breaker_open', costMicros: 0 }] });
    now += 1_000;
    fake.answer({ reply: { text: 'Slow.' }, silentMs: 100 }, { text: 'Well.' });
    const [probe, other] = await Promise.all([ask(gateway, budget), ask(gateway, budget)]);
    expect([probe.ok, other.attempts[0]?.outcome]).toEqual([true, 'breaker_open']);
    expect(await ask(gateway, budget)).toMatchObject({ ok: true });
    expect(fake.requests).toHaveLength(4);
  });

  test('stops at once when the run is over, and holds what the call may have cost', async () => {
    const { budget, spent } = createBudget();
    const controller = new AbortController();
    fake.answer({ reply: { text: 'Late.' }, silentMs: 5_000, hasHeaders: true });
    const asked = ask(start(chain), budget, { signal: controller.signal });
    const cancelled = expect(asked).rejects.toThrow('cancelled');
    // Only what has been asked for may cost something.
    await expect.poll(() => fake.requests, { interval: 5, timeout: 10_000 }).toHaveLength(1);
    controller.abort(new Error('cancelled'));
    await cancelled;
    expect(spent()).toBeGreaterThan(0);
    expect(fake.requests).toHaveLength(1);
  });

  test('charges all that was held where a reply says nothing about its usage', async () => {
    const { budget, spent } = createBudget();
    fake.answer({ text: 'Free?', usage: null });
    const answer = await ask(start('compatible:llama'), budget);
    expect(answer).toMatchObject({ ok: true, reply: { usage: undefined } });
    expect(spent()).toBe(answer.attempts[0]?.reservedMicros);
  });

  test('charges nothing for a server that is not there', async () => {
    const { budget, spent } = createBudget();
    const gateway = start('compatible:llama');
    await fake.close();
    expect(await ask(gateway, budget)).toMatchObject({ ok: false, attempts: [{ outcome: 'unreachable' }, {}, {}] });
    expect(spent()).toBe(0);
    fake = await createFakeProvider();
  });
});
