import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFakeProvider, type FakeProvider } from '../../testing/fake-provider.ts';
import { createModelGateway } from './create-model-gateway.ts';
import { parseModelEnvironment } from './parse-model-environment.ts';
import { recordModel } from './record-model.ts';

let fake: FakeProvider;
let directory: string;
beforeEach(async () => {
  fake = await createFakeProvider();
  directory = await mkdtemp(join(tmpdir(), 'recordings-'));
});
afterEach(async () => {
  await fake.close();
  await rm(directory, { recursive: true });
});

function ask(mode: 'record' | 'replay', text: string) {
  const env = { COUNTERSIGN_MODEL_FAST: 'anthropic:claude-haiku-4-5', ANTHROPIC_API_KEY: 'sk-secret', ANTHROPIC_BASE_URL: `${fake.url}/v1` };
  const fast = (parseModelEnvironment(env)?.tiers.fast ?? []).map((entry) => ({ ...entry, model: recordModel(entry.model, { directory, mode }) }));
  const gateway = createModelGateway({ tiers: { fast, reasoning: [] }, limits: { attempts: 1 } });
  const budget = { reserve: () => Promise.resolve({ settle: (cost: number) => cost }) };
  return gateway.ask({ tier: 'fast', prompt: [{ role: 'user', content: [{ type: 'text', text }] }], tools: [], budget, signal: AbortSignal.timeout(5_000) });
}

test('what was recorded is replayed without the provider, usage and price included', async () => {
  fake.answer({ text: 'Recorded.', calls: [{ tool: 'find', input: { q: 'a' } }] });
  const recorded = await ask('record', 'hello');
  const replayed = await ask('replay', 'hello');
  expect(replayed).toEqual(recorded);
  expect(replayed).toMatchObject({ ok: true, reply: { text: 'Recorded.' } });
  expect(fake.requests).toHaveLength(1);
  const files = await readdir(directory);
  expect(files).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.json$/)]);
  expect(await readFile(join(directory, files[0] ?? ''), 'utf8')).not.toContain('secret');
});

test('what was not recorded is not made up', async () => {
  expect(await ask('replay', 'never asked')).toMatchObject({ ok: false, reason: 'unreachable' });
  expect(fake.requests).toEqual([]);
});

test('half a reply is no recording', async () => {
  fake.answer({ reply: { text: 'Half of it.' }, cutAfter: 3 });
  await ask('record', 'hello');
  expect(await readdir(directory)).toEqual([]);
});
