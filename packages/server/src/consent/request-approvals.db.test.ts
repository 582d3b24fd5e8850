import { type AnyTool, type ApprovalView, defineAgent, defineTool, type ProposedCall, type RunDetail, type ToolContract } from '@countersign/core';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { withClient } from '../store/database-error.ts';
import { createTestServer, type TestServer, type TestServerOptions } from '../testing/create-test-server.ts';

const hostSchema = `
create schema host; grant usage on schema host to countersign_app;
create table host.invoices (tenant_id text not null, id text not null, amount int not null, note text not null default '');
insert into host.invoices values ('north', 'i1', 100), ('north', 'i2', 200);
create table host.sent (tenant_id text not null, id text not null, amount int not null);
grant select, insert, update, delete on host.invoices, host.sent to countersign_app;`;

interface Invoice {
  amount: number;
  note: string;
}
interface Queryable {
  query(text: string, values?: unknown[]): Promise<{ rows: Invoice[] }>;
}

const Input = z.object({ id: z.string() });
type Refund = ToolContract<z.infer<typeof Input>, { id: string }, Invoice>;

async function readInvoice(tx: unknown, id: string): Promise<Invoice> {
  const { rows } = await (tx as Queryable).query('select amount, note from host.invoices where id = $1', [id]);
  if (!rows[0]) throw new Error('There is no such invoice any more.');
  return rows[0];
}

const refund: Refund = defineTool({
  name: 'refund',
  description: 'Refunds an invoice.',
  input: Input,
  output: Input,
  risk: 'irreversible',
  effect: 'database',
  permission: 'invoices:refund',
  impact: async (ctx, input) => ({ summary: 'A refund', amountCents: (await readInvoice(ctx.tx, input.id)).amount }),
  approval: {
    simulate: (ctx, input) => readInvoice(ctx.tx, input.id),
    unchanged: (preview) => preview.amount,
    title: (input, preview) => `Refund ${preview.amount} for ${input.id}`,
  },
  execute: async (ctx, input) => {
    const { amount } = await readInvoice(ctx.tx, input.id);
    await (ctx.tx as Queryable).query('insert into host.sent values ($1, $2, $3)', [ctx.principal.tenantId, input.id, amount]);
    return input;
  },
});

let server: TestServer;
afterEach(() => server?.close());

async function start(tool: AnyTool, calls: ProposedCall[], options: TestServerOptions = {}): Promise<RunDetail> {
  server = await createTestServer({
    hostSchema,
    tools: [tool],
    script: (turn) => (turn.stepIndex === 0 ? { calls } : { isFinal: true }),
    ...options,
  });
  return server.run();
}

const call = (id: string): ProposedCall => ({ tool: 'refund', input: { id } });
const asSuperuser = <Row>(text: string, values: unknown[] = []) =>
  withClient(server.database.superUrl, async (client) => (await client.query(text, values)).rows as Row[]);
const listSent = async () =>
  (await asSuperuser<{ id: string; amount: number }>('select id, amount from host.sent order by id')).map((row) => `${row.id}: ${row.amount}`);
const listPending = async () => (await server.countersign.api.listApprovals(server.principal(), { status: 'pending', limit: 20 })).approvals;

async function findPending(): Promise<ApprovalView> {
  const [approval, ...more] = await listPending();
  expect(more).toEqual([]);
  return approval as ApprovalView;
}

async function approveAll(approval: ApprovalView, decision: 'approve' | 'deny' = 'approve'): Promise<void> {
  const decisions = approval.items.map(({ itemId }) => ({ itemId, decision }));
  await server.countersign.api.decideApprovals(server.principal(), { requestId: approval.requestId, decisions });
}
/** Waits until the run is back at rest, after it was seen to go. */
const rest = (runId: string) => server.waitFor(runId, 'completed', 'completed_with_failures', 'awaiting_approval');
const statuses = (run: RunDetail) => run.steps.flatMap((step) => step.invocations.map((invocation) => invocation.status));

describe('what needs a human', () => {
  test.each([
    ['destructive', 'database'],
    ['destructive', 'external'],
    ['irreversible', 'database'],
    ['irreversible', 'external'],
  ] as const)('is every %s call with a %s effect, from its first time on', async (risk, effect) => {
    let executions = 0;
    const execute: AnyTool['execute'] = (_ctx, input) => {
      executions += 1;
      return input;
    };
    const run = await start({ ...refund, risk, effect, execute } as AnyTool, [call('i1'), call('i2')]);
    expect(run.status).toBe('awaiting_approval');
    await server.countersign.advance('north', run.runId);
    expect(executions).toBe(0);
    await approveAll(await findPending(), 'deny');
    expect((await rest(run.runId)).status).toBe('completed_with_failures');
    expect(executions).toBe(0);
  });

  test('is shown what would happen, and the asking changes nothing', async () => {
    const simulate: Refund['approval']['simulate'] = async (ctx, input) => {
      await (ctx.tx as Queryable).query("insert into host.sent values ('north', 'by the simulation', 1)");
      return readInvoice(ctx.tx, input.id);
    };
    const run = await start({ ...refund, approval: { ...refund.approval, simulate } } as AnyTool, [call('i1')]);
    expect(run.status).toBe('awaiting_approval');
    expect(await listSent()).toEqual([]);
    const approval = await findPending();
    expect(approval.items).toMatchObject([{ title: 'Refund 100 for i1', preview: { amount: 100 }, impact: { amountCents: 100 } }]);
    await approveAll(approval);
    expect((await rest(run.runId)).status).toBe('completed');
    expect(await listSent()).toEqual(['i1: 100']);
  });

  test('is not asked for what cannot be simulated: the call fails, with the reason in the log', async () => {
    const run = await start(refund as AnyTool, [call('none')]);
    expect(run.status).toBe('completed_with_failures');
    expect(statuses(run)).toEqual(['failed']);
    expect(await listPending()).toEqual([]);
  });

  test('is asked once for two calls of one intent in the same step', async () => {
    const run = await start({ ...refund, intentKey: (input: { id: string }) => [input.id] } as AnyTool, [call('i1'), call('i1'), call('i2')]);
    expect(run.status).toBe('awaiting_approval');
    const approval = await findPending();
    expect(approval.items.map((item) => item.title)).toEqual(['Refund 100 for i1', 'Refund 200 for i2']);
    await approveAll(approval);
    const done = await rest(run.runId);
    expect(done.status).toBe('completed');
    expect(done.steps[0]?.invocations.map((invocation) => invocation.isReplayed)).toEqual([false, true, false]);
    expect(await listSent()).toEqual(['i1: 100', 'i2: 200']);
  });

  test('is not asked to approve what the user may not do', async () => {
    const run = await start(refund as AnyTool, [call('i1'), call('i2')], {
      can: (_principal, _permission, input) => (input as { id: string } | undefined)?.id !== 'i2',
    });
    expect(run.status).toBe('awaiting_approval');
    // The list leaves out what this principal may not decide, and i2 would be that.
    expect((await findPending()).items.map((item) => item.title)).toEqual(['Refund 100 for i1']);
  });
});

describe('when the world changes between the yes and the deed', () => {
  /** Approves while no worker runs, changes the world, and lets a new process go on. */
  async function approveAndChange(run: RunDetail, change: string, options: { tool?: AnyTool } = {}): Promise<RunDetail> {
    await server.countersign.worker.stop();
    await approveAll(await findPending());
    await asSuperuser(change);
    const agents = options.tool && [defineAgent({ name: 'worker', description: 'The same agent, deployed anew.', tools: [options.tool] })];
    await server.twin({ ...(agents && { agents }) }).worker.start();
    return rest(run.runId);
  }

  test('in what matters, it asks again with the new facts, and the old yes is void', async () => {
    const run = await start(refund as AnyTool, [call('i1')]);
    const first = await findPending();
    expect((await approveAndChange(run, 'update host.invoices set amount = 999')).status).toBe('awaiting_approval');
    expect(await listSent()).toEqual([]);
    const second = await findPending();
    expect(second.requestId).not.toBe(first.requestId);
    expect(second.items).toMatchObject([{ title: 'Refund 999 for i1', preview: { amount: 999 }, impact: { amountCents: 999 } }]);
    const { approvals } = await server.countersign.api.listApprovals(server.principal(), { status: 'all', limit: 20 });
    expect(approvals.find((approval) => approval.requestId === first.requestId)?.items).toMatchObject([{ status: 'cancelled', isConsumed: false }]);
    await approveAll(second);
    expect((await rest(run.runId)).status).toBe('completed');
    expect(await listSent()).toEqual(['i1: 999']);
  });

  test('only one of several items that changed is asked again', async () => {
    const run = await start(refund as AnyTool, [call('i1'), call('i2')]);
    expect((await approveAndChange(run, "update host.invoices set amount = 999 where id = 'i2'")).status).toBe('awaiting_approval');
    expect(await listSent()).toEqual(['i1: 100']);
    expect((await findPending()).items.map((item) => item.title)).toEqual(['Refund 999 for i2']);
  });

  test('in what does not matter, it goes on', async () => {
    const run = await start(refund as AnyTool, [call('i1')]);
    expect((await approveAndChange(run, "update host.invoices set note = 'paid late'")).status).toBe('completed');
    expect(await listSent()).toEqual(['i1: 100']);
  });

  test('so that it cannot be done any more, the call fails', async () => {
    const run = await start(refund as AnyTool, [call('i1')]);
    const done = await approveAndChange(run, 'delete from host.invoices');
    expect(done.status).toBe('completed_with_failures');
    expect(statuses(done)).toEqual(['failed']);
    expect(await listSent()).toEqual([]);
  });

  test('by a contract of another version, it asks again', async () => {
    const run = await start(refund as AnyTool, [call('i1')]);
    const first = await findPending();
    const tool = { ...refund, version: 2, approval: { ...refund.approval, title: () => 'Refund, and close the account' } } as AnyTool;
    expect((await approveAndChange(run, 'select 1', { tool })).status).toBe('awaiting_approval');
    expect(await listSent()).toEqual([]);
    const second = await findPending();
    expect(second.requestId).not.toBe(first.requestId);
    expect(second.items).toMatchObject([{ title: 'Refund, and close the account' }]);
  });

  test('by a contract that does not take the input any more, it is not done', async () => {
    const run = await start(refund as AnyTool, [call('i1')]);
    const tool = { ...refund, version: 2, input: z.object({ id: z.string(), reason: z.string() }) } as unknown as AnyTool;
    const done = await approveAndChange(run, 'select 1', { tool });
    expect(done.status).toBe('completed_with_failures');
    expect(statuses(done)).toEqual(['denied']);
    expect(await listSent()).toEqual([]);
  });

  test('by a deployment without the tool, it is not done', async () => {
    const run = await start(refund as AnyTool, [call('i1')]);
    const done = await approveAndChange(run, 'select 1', { tool: { ...refund, name: 'other' } as AnyTool });
    expect(done.status).toBe('completed_with_failures');
    expect(await listSent()).toEqual([]);
  });
});

test('what comes after a call that waits is held back, and done after it', async () => {
  const note = defineTool({
    name: 'note',
    description: 'Adds a row.',
    input: Input,
    output: Input,
    risk: 'cautious',
    effect: 'database',
    permission: 'notes:write',
    execute: async (ctx, input) => {
      await (ctx.tx as Queryable).query("insert into host.sent values ('north', $1, 0)", [input.id]);
      return input;
    },
  });
  const calls = [{ tool: 'note', input: { id: 'before' } }, call('i1'), { tool: 'note', input: { id: 'after' } }];
  const run = await start(refund as AnyTool, calls, { tools: [refund as AnyTool, note as AnyTool] });
  expect(run.status).toBe('awaiting_approval');
  expect(await listSent()).toEqual(['before: 0']);
  await approveAll(await findPending());
  expect(statuses(await rest(run.runId))).toEqual(['succeeded', 'succeeded', 'succeeded']);
  expect(await listSent()).toEqual(['after: 0', 'before: 0', 'i1: 100']);
});
