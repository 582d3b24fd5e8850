import { type AnyTool, type ApprovalView, defineTool, type Principal } from '@countersign/core';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { ProposerTurn } from '../../proposers/proposer.ts';
import { withClient } from '../../store/database-error.ts';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';

/*
 * Somebody who may do a little approves much: what the boss asked for, what hides behind a smaller call, what a wider yes would
 * cover. Approving needs what doing needs, asked with the very arguments.
 */

const words = 'Pay a_1';
const hostSchema = `
create schema host; grant usage on schema host to countersign_app;
create table host.payments (target text not null, cents int not null);
grant select, insert on host.payments to countersign_app;`;

interface Queryable {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

const pay = defineTool({
  name: 'pay',
  description: 'Pays somebody.',
  input: z.strictObject({ to: z.string().meta({ meaning: 'target' }), cents: z.int().meta({ meaning: 'amount' }) }),
  output: z.object({}),
  risk: 'irreversible',
  effect: 'database',
  permission: 'pay',
  execute: async (ctx, { to, cents }) => {
    await (ctx.tx as Queryable).query('insert into host.payments values ($1, $2)', [to, cents]);
    return {};
  },
});

/** Up to how much each may pay; others may pay all that is asked for here. */
let limits: Record<string, number>;
/** The amounts of the calls of each step. */
let proposed: number[][];
let server: TestServer;
afterEach(() => server?.close());

async function start(...steps: number[][]) {
  limits = { clerk: 100 };
  proposed = steps;
  server = await createTestServer({
    task: words,
    hostSchema,
    tools: [pay as AnyTool],
    worker: { leaseMs: 1_500, heartbeatMs: 300, sweepMs: 100 },
    script: ({ stepIndex }: ProposerTurn) => ({
      calls: (proposed[stepIndex] ?? []).map((cents) => ({ tool: 'pay', input: { to: 'a_1', cents } })),
      isFinal: stepIndex >= proposed.length - 1,
    }),
    can: (principal, permission, input) =>
      permission !== 'pay' || input === undefined || (input as { cents: number }).cents <= (limits[principal.userId] ?? 10_000),
  });
}

/** Who asks. */
const boss = () => server.principal();
const deputy = () => server.principal('north', 'deputy');
const clerk = () => server.principal('north', 'clerk');
const payments = () =>
  withClient(server.database.superUrl, async (client) =>
    (await client.query<{ cents: number }>('select cents from host.payments')).rows.map(({ cents }) => cents),
  );
const waiting = async (as: Principal) => (await server.countersign.api.listApprovals(as, { status: 'pending', limit: 20 })).approvals;

async function decide(as: Principal, approval: ApprovalView, decision: object, items = approval.items) {
  const body = JSON.stringify({ requestId: approval.requestId, decisions: items.map(({ itemId }) => ({ itemId, ...decision })) });
  const response = await server.request('/approvals/decisions', { method: 'POST', body, as });
  return { status: response.status, body: (await response.json()) as { error: { code: string; message: string } } };
}

test('what the boss asked for is not the clerk’s to approve when the clerk may not do it, however far the yes is to reach', async () => {
  await start([500]);
  const run = await server.run();
  expect(await waiting(clerk())).toEqual([]);
  const [approval] = await waiting(boss());
  if (!approval) throw new Error('Nothing waits.');
  for (const decision of [{ decision: 'approve' }, { decision: 'approve', scope: 'run' }, { decision: 'approve', scope: 'tenant' }, { decision: 'deny' }]) {
    const { status, body } = await decide(clerk(), approval, decision);
    expect([status, body.error.code, body.error.message]).toEqual([403, 'permission_denied', expect.stringContaining('takes more than you may do yourself')]);
  }
  expect(await payments()).toEqual([]);
  expect((await decide(boss(), approval, { decision: 'approve' })).status).toBe(200);
  await server.waitFor(run.runId, 'completed');
  expect(await payments()).toEqual([500]);
});

test('a small call in front does not let the clerk approve the large one behind it', async () => {
  await start([50, 500]);
  await server.run();
  const [approval] = await waiting(boss());
  if (!approval) throw new Error('Nothing waits.');
  expect(approval.items).toHaveLength(2);
  expect((await decide(clerk(), approval, { decision: 'approve' }, approval.items.slice(0, 1))).status).toBe(403);
  expect(await payments()).toEqual([]);
});

test('a grant covers no call that its giver may not make any more, also not behind a smaller one', async () => {
  await start([500]);
  const first = await server.run();
  const [approval] = await waiting(boss());
  if (!approval) throw new Error('Nothing waits.');
  expect((await decide(deputy(), approval, { decision: 'approve', scope: 'tenant' })).status).toBe(200);
  await server.waitFor(first.runId, 'completed');
  limits.deputy = 100;
  proposed = [[50, 500]];
  expect((await server.run()).status).toBe('awaiting_approval');
  expect(await payments()).toEqual([500, 50]);
});
