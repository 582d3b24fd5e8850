import { setTimeout as delay } from 'node:timers/promises';
import { parseModelEnvironment } from '@countersign/server';
import { createFakeProvider, type FakeProvider } from '@countersign/server/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { TextProvider } from '../messages/text-provider.ts';
import { type Ask, createTestCrm, type TestCrm } from '../testing/create-test-crm.ts';
import { createCopilot } from './agent.ts';

let fake: FakeProvider;
let crm: TestCrm;
let owner: Ask;

beforeAll(async () => {
  fake = await createFakeProvider();
  // The dearer of the two providers' everyday models: what fits for it fits for the cheaper ones.
  const models = parseModelEnvironment({
    COUNTERSIGN_MODEL_FAST: 'anthropic:claude-sonnet-4-5',
    ANTHROPIC_API_KEY: 'faked-key-of-a-test',
    ANTHROPIC_BASE_URL: `${fake.url}/v1`,
  });
  crm = await createTestCrm(models ? { models } : {});
  await crm.countersign.worker.start();
  owner = await crm.signIn('owner@north.test');
});
beforeEach(() => {
  fake.requests.length = 0;
});
afterAll(async () => {
  await crm?.close();
  await fake.close();
});

async function say(text: string) {
  const { body } = await owner('POST', '/agent/sessions', { agent: 'copilot' });
  const posted = await owner('POST', `/agent/sessions/${body.sessionId}/messages`, { text, clientMessageId: 'm' });
  return { sessionId: body.sessionId, run: await rest(posted.body.runId) };
}

async function rest(runId: string) {
  for (let tries = 0; tries < 200; tries += 1) {
    const { body } = await owner('GET', `/agent/runs/${runId}`);
    if (!['pending', 'running'].includes(body.status)) return body;
    await delay(50);
  }
  throw new Error(`The run ${runId} did not come to rest within 10 s.`);
}

test('the CRM says whether there is a model, and offers it tools and forms by the schemas of both', async () => {
  expect((await owner('GET', '/api/me')).body.copilot).toEqual({ hasModel: true });
  fake.answer({ text: 'Hello there.' });
  const { run } = await say('good morning my dear, how have you been');
  expect(run).toMatchObject({ status: 'completed', steps: [{ proposer: 'anthropic:claude-sonnet-4-5', modelCall: { attempts: [{ outcome: 'replied' }] } }] });
  const provider: TextProvider = { name: 'none', recovery: { by: 'human' }, send: () => Promise.reject(new Error('Nothing is sent here.')) };
  const copilot = createCopilot({ provider, outside: crm.connections.outside });
  const tools = (fake.requests[0]?.body.tools ?? []) as { name: string; input_schema: { properties: Record<string, { properties: object }> } }[];
  const forms = copilot.panels.map(({ name }) => `open_${name}_form`);
  expect(tools.map(({ name }) => name)).toEqual([...copilot.tools.map(({ name }) => name), ...forms, 'ask_user']);
  const quote = tools.find(({ name }) => name === 'open_quote_form')?.input_schema.properties.fields?.properties ?? {};
  expect(Object.keys(quote)).toEqual(['clientId', 'vehicleId', 'lines', 'discount', 'validUntil', 'notes']);
  expect(fake.requests[0]?.text).toContain('car-detailing shop');
});

test('a conversation of several steps fits under the cap, reservations included', async () => {
  const lookUp = (query: string) => ({ calls: [{ tool: 'find_clients', input: { query } }], usage: { input: 12_000, output: 200 } });
  fake.answer(...['Adam', 'Ben', 'Carla', 'Dora', 'Emil'].map(lookUp), { text: 'That is all of them.', usage: { input: 14_000, output: 100 } });
  const { run } = await say('who of the five that we talked about yesterday is on file');
  expect(run).toMatchObject({ status: 'completed', stepCount: 6 });
  const reserved = run.steps.map((step: { modelCall: { attempts: { reservedMicros: number }[] } }) => step.modelCall.attempts[0]?.reservedMicros ?? 0);
  // What was spent before, and the bound of the last call: all of it has to fit.
  expect(run.costMicros + Math.max(...reserved)).toBeLessThan(500_000);
});

test('a form that a model fills in takes what the form would take, and nothing else', async () => {
  const fields = { firstName: 'Jordan', phone: 'call me', email: 'jordan@example.com', role: 'owner' };
  fake.answer({ calls: [{ tool: 'open_client_form', input: { fields } }] });
  const { sessionId } = await say('there is this new lady, put down what I told you');
  const { body } = await owner('GET', `/agent/sessions/${sessionId}/events`, undefined, { accept: 'application/json' });
  const opened = body.events.filter((event: { node?: { type: string } }) => event.node?.type === 'panel-open-command');
  expect(opened.map((event: { node: { props: object } }) => event.node.props)).toEqual([
    { panel: 'client', prefill: { firstName: 'Jordan', email: 'jordan@example.com' } },
  ]);
});
