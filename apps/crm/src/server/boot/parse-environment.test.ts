import { expect, test } from 'vitest';
import { parseEnvironment } from './parse-environment.ts';

test('with nothing set it is port 3000, this machine only, the embedded database and demo data', () => {
  expect(parseEnvironment({ PATH: '/bin', PORT: '' })).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    databaseUrl: undefined,
    isDemo: true,
    dataDirectory: '.data',
    models: undefined,
    hasSchedules: true,
  });
  expect(parseEnvironment({ SCHEDULES: '0' }).hasSchedules).toBe(false);
});

test('models are named by variables of their own, and a wrong one is refused in one sentence without its key', () => {
  const key = { ANTHROPIC_API_KEY: 'secret-word' };
  expect(parseEnvironment({ ...key, COUNTERSIGN_MODEL_FAST: 'anthropic:claude-haiku-4-5' }).models?.tiers.fast).toMatchObject([
    { id: 'anthropic:claude-haiku-4-5' },
  ]);
  const wrong = () => parseEnvironment({ ...key, COUNTERSIGN_MODEL_FAST: 'anthropic:claude-haiku-4-5,openai:gpt-5' });
  expect(wrong).toThrow(/^COUNTERSIGN_MODEL_FAST names a model that needs OPENAI_API_KEY, which is not set\.$/);
});

test('a database of one’s own is not filled with demo data unless asked', () => {
  const DATABASE_URL = 'postgres://u:p@db.example/crm';
  expect(parseEnvironment({ DATABASE_URL })).toMatchObject({ databaseUrl: DATABASE_URL, isDemo: false });
  expect(parseEnvironment({ DATABASE_URL, SEED_DEMO: '1' }).isDemo).toBe(true);
  expect(parseEnvironment({ SEED_DEMO: '0' }).isDemo).toBe(false);
});

test('a base URL counts as its origin', () => {
  expect(parseEnvironment({ BASE_URL: 'https://crm.example.com/login?x=1' }).baseUrl).toBe('https://crm.example.com');
});

test.each([
  ['PORT', 'abc'],
  ['PORT', '70000'],
  ['PORT', '30.5'],
  ['PORT', '-1'],
  ['DATABASE_URL', 'mysql://u:secret-word@db.example/crm'],
  ['DATABASE_URL', 'not a url secret-word'],
  ['DATABASE_APP_URL', 'postgres://app:secret-word@db.example/crm'],
  ['BASE_URL', 'crm.example.com'],
  ['BETTER_AUTH_SECRET', 'secret-word'],
  ['SEED_DEMO', 'yes'],
  ['SCHEDULES', 'daily'],
  ['LOG_LEVEL', 'loud'],
])('%s=%s is refused in one sentence that names it and keeps its value to itself', (name, value) => {
  const parse = () => parseEnvironment({ [name]: value });
  expect(parse).toThrow(new RegExp(`^The environment variable ${name} [^.]+`));
  expect(parse).not.toThrow(/secret-word/);
});
