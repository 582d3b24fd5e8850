import { type AnyTool, defineTool } from '@countersign/core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { withClient } from '../../store/database-error.ts';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';

/* Runs too short for anything to be unusual about one of them; what other nodes do is in the rows. */

const lookUp = defineTool({
  name: 'look_up',
  description: 'Looks something up.',
  input: z.object({ n: z.int() }),
  output: z.object({}),
  risk: 'safe',
  effect: 'none',
  permission: 'look',
  execute: () => ({}),
});

let steps = 1;
let isPermitted = true;
const warnings: string[] = [];
let server: TestServer;
beforeAll(async () => {
  server = await createTestServer({
    tools: [lookUp as AnyTool],
    script: ({ stepIndex }) => ({ calls: [{ tool: 'look_up', input: { n: stepIndex } }], isFinal: stepIndex >= steps - 1 }),
    can: (_principal, permission) => permission !== 'look' || isPermitted,
    worker: { watchMs: 20 },
    anomalies: { minCallsPerHour: 60, minDenialsPerHour: 6 },
    logger: { info() {}, error() {}, warn: (_fields, message) => void warnings.push(message) },
  });
});
afterAll(() => server.close());
beforeEach(async () => {
  steps = 1;
  isPermitted = true;
  warnings.length = 0;
  await asSuperuser('delete from countersign.alerts; delete from countersign.invocations');
});

const asSuperuser = <Row>(text: string, values: unknown[] = []) =>
  withClient(server.database.superUrl, async (client) => (await client.query(text, values)).rows as Row[]);
/** Calls that other nodes have made. */
const made = (count: number, status = 'succeeded', code?: string) =>
  asSuperuser(
    `insert into countersign.invocations (tenant_id, run_id, step_index, call_index, tool, contract_version, status, generation, input, error)
     select 'north', gen_random_uuid(), 0, 0, 'look_up', 1, $2, 0, '{}', jsonb_build_object('code', $3::text) from generate_series(1, $1::int)`,
    [count, status, code ?? null],
  );
const start = async () => (await server.countersign.api.startRun(server.principal(), { agent: 'worker', task: 'go' })).runId;
const rest = async () => server.waitFor(await start(), 'completed', 'completed_with_failures', 'paused');
const alerts = () => asSuperuser<{ kind: string; subject: string }>('select kind, subject from countersign.alerts');

test('a node that makes one call a run notices what the others make', async () => {
  await made(60);
  await expect.poll(async () => (await rest()).status, { timeout: 20_000 }).toBe('paused');
  const [own] = await asSuperuser<{ n: number }>('select count(*)::int as n from countersign.invocations where run_id in (select id from countersign.runs)');
  expect(own?.n).toBeLessThan(25);
  expect(await alerts()).toMatchObject([{ kind: 'unusual_calls' }]);
});

test('refusals that come from many short runs raise an alert; whoever is refused then pauses at once, others do not', async () => {
  isPermitted = false;
  for (let n = 0; n < 6; n++) expect((await rest()).status).toBe('completed_with_failures');
  await made(20, 'denied', 'approval_denied'); // People have said no: that is no sign.
  expect(await alerts()).toEqual([]);
  await expect.poll(async () => (await rest()) && alerts(), { timeout: 20_000 }).toMatchObject([{ kind: 'unusual_denials' }]);
  const [alert] = await alerts();
  expect(await asSuperuser("select 1 from countersign.audit where action = 'alert.unusual_denials' and subject = $1", [alert?.subject])).toHaveLength(1);
  steps = 5;
  const paused = await rest();
  expect([paused.status, paused.reason, paused.stepCount]).toEqual(['paused', 'anomaly', 1]);
  expect(JSON.stringify(await server.events(paused.sessionId))).toContain('I paused. More than 6 calls were refused here within an hour; 0 are usual.');
  isPermitted = true;
  expect((await rest()).status).toBe('completed');
});

test('an alert that somebody has seen is not raised again for the same refusals', async () => {
  await made(8, 'denied', 'policy_denied');
  isPermitted = false;
  await expect.poll(async () => (await rest()) && (await alerts()).length, { timeout: 20_000 }).toBe(1);
  await asSuperuser("update countersign.alerts set acknowledged_at = now(), acknowledged_by = 'ann'");
  isPermitted = true;
  for (let n = 0; n < 5; n++) await rest();
  expect(await alerts()).toHaveLength(1);
  await made(8, 'denied', 'policy_denied');
  isPermitted = false;
  await expect.poll(async () => (await rest()) && (await alerts()).length, { timeout: 20_000 }).toBe(2);
});

test('a count that fails is said, and made again', async () => {
  await asSuperuser('alter table countersign.alerts rename to gone');
  await expect.poll(async () => (await rest()) && warnings, { timeout: 20_000 }).toContain('the calls of a tenant could not be counted; they will be again');
  await asSuperuser('alter table countersign.gone rename to alerts');
  await made(60);
  await expect.poll(async () => (await rest()).status, { timeout: 20_000 }).toBe('paused');
});
