import { type AnyTool, CountersignError, defineTool, type InvocationView, type RunDetail } from '@countersign/core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { ProposerReply, ProposerTurn } from '../../proposers/proposer.ts';
import { withClient } from '../../store/database-error.ts';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';

let isBroken = true;
const lookUp = defineTool({
  name: 'look_up',
  description: 'Looks something up.',
  input: z.object({ n: z.int() }),
  output: z.object({}),
  risk: 'safe',
  effect: 'none',
  permission: 'look',
  execute: () => {
    if (isBroken) throw new CountersignError('not_found', 'It is not there.');
    return {};
  },
});

let script: (turn: ProposerTurn) => ProposerReply;
let isPermitted = true;
let server: TestServer;
const calls = /* sql */ `
  insert into countersign.invocations (tenant_id, run_id, step_index, call_index, tool, contract_version, status, generation, input, created_at)
  select $1, gen_random_uuid(), 0, 0, 'look_up', 1, 'succeeded', 0, '{}', now() - $2::interval from generate_series(1, $3::int)`;

beforeAll(async () => {
  server = await createTestServer({
    tools: [lookUp as AnyTool],
    script: (turn) => script(turn),
    can: (_principal, permission) => permission !== 'look' || isPermitted,
    bounds: { maxSteps: 60 },
    anomalies: { minCallsPerHour: 60 },
  });
});
afterAll(() => server.close());
beforeEach(async () => {
  isBroken = true;
  isPermitted = true;
  await asSuperuser('delete from countersign.alerts; delete from countersign.invocations');
  await asSuperuser(calls, ['north', '2 days', 5]); // Its usual hour.
});

const asSuperuser = <Row>(text: string, values: unknown[] = []) =>
  withClient(server.database.superUrl, async (client) => (await client.query(text, values)).rows as Row[]);
const callsOf = (run: RunDetail): InvocationView[] => run.steps.flatMap((step) => step.invocations);
const startRun = async () => (await server.countersign.api.startRun(server.principal(), { agent: 'worker', task: 'go' })).runId;
const resume = async (runId: string) => (await server.request(`/runs/${runId}/resume`, { method: 'POST', body: '{}' })).status;
/** One call a step, never the same twice. */
const oneByOne = (count: number) => (turn: ProposerTurn) => ({
  calls: [{ tool: 'look_up', input: { n: turn.stepIndex } }],
  isFinal: turn.stepIndex >= count - 1,
});

async function expectPaused(run: RunDetail, kind: string, text: string): Promise<void> {
  expect(run).toMatchObject({ status: 'paused', reason: 'anomaly' });
  expect(JSON.stringify(await server.events(run.sessionId))).toContain(`I paused. ${text}`);
  expect(await asSuperuser('select kind, subject from countersign.alerts')).toEqual([{ kind, subject: run.runId }]);
  expect(await asSuperuser("select data ->> 'reason' as reason from countersign.audit where action = 'run.paused' and subject = $1", [run.runId])).toEqual([
    { reason: 'anomaly' },
  ]);
  expect(await asSuperuser('select from countersign.leases where run_id = $1', [run.runId])).toEqual([]);
}

test('the same failure over and over pauses the run; resumed, it goes on where it was, and pauses again if nothing is better', async () => {
  script = oneByOne(20);
  const run = await server.waitFor(await startRun(), 'paused');
  await expectPaused(run, 'same_failure', 'look_up failed 8 times in a row with the same error (not_found).');
  expect(callsOf(run)).toHaveLength(8);
  expect(await resume(run.runId)).toBe(202);
  await expect.poll(async () => callsOf(await server.countersign.api.getRun(server.principal(), { runId: run.runId })).length).toBe(16);
  await server.waitFor(run.runId, 'paused');
  isBroken = false;
  expect(await resume(run.runId)).toBe(202);
  expect(callsOf(await server.waitFor(run.runId, 'completed_with_failures'))).toHaveLength(20);
});

test('a burst of denials pauses the run, which can be cancelled', async () => {
  isPermitted = false;
  script = oneByOne(20);
  const run = await server.waitFor(await startRun(), 'paused');
  await expectPaused(run, 'denials', '10 calls in a row were refused by rules or permissions.');
  expect((await server.request(`/runs/${run.runId}/cancel`, { method: 'POST', body: '{}' })).status).toBe(202);
  expect(await resume(run.runId)).toBe(409);
});

test('far more calls in an hour than usual pause every run of the tenant until a human has looked', async () => {
  isBroken = false;
  script = oneByOne(30);
  await asSuperuser(calls, ['south', '1 minute', 500]); // Of another tenant, and of no account here.
  expect((await server.run()).status).toBe('completed'); // Ten times the usual hour, and still few.
  await asSuperuser(calls, ['north', '1 minute', 60]);
  const run = await server.waitFor(await startRun(), 'paused');
  await expectPaused(run, 'unusual_calls', 'More than 60 calls were made here within an hour; 5 are usual.');
  expect((await server.waitFor(await startRun(), 'paused')).stepCount).toBeLessThanOrEqual(1);
  expect(await resume(run.runId)).toBe(202);
  await server.waitFor(run.runId, 'completed');
});
