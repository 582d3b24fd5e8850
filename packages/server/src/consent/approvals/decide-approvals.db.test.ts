import { type AnyTool, type ApprovalView, defineTool, type Principal, type RunDetail, type SessionEvent } from '@countersign/core';
import type { DecideApprovals } from '@countersign/core/internal';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { withClient } from '../../store/database-error.ts';
import { createTestServer, type TestServer, type TestServerOptions } from '../../testing/create-test-server.ts';

const hostSchema = `
create schema host; grant usage on schema host to countersign_app;
create table host.rows (tenant_id text not null, id text not null);
insert into host.rows values ('north', 'a'), ('north', 'b'), ('north', 'c');
grant select, insert, update, delete on host.rows to countersign_app;`;

interface Queryable {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

const deleteRow = defineTool({
  name: 'delete_row',
  description: 'Deletes a row.',
  input: z.object({ id: z.string() }),
  output: z.object({ id: z.string() }),
  risk: 'destructive',
  effect: 'database',
  permission: 'rows:delete',
  approval: { permission: 'rows:approve', title: (input) => `Delete ${input.id}` },
  execute: async (ctx, input) => {
    await (ctx.tx as Queryable).query('delete from host.rows where id = $1', [input.id]);
    return input;
  },
});

let server: TestServer;
afterEach(() => server?.close());

const calls = (...ids: string[]) => ids.map((id) => ({ tool: 'delete_row', input: { id } }));

async function start(ids: string[], options: TestServerOptions = {}): Promise<{ run: RunDetail; approval: ApprovalView }> {
  server = await createTestServer({
    hostSchema,
    tools: [deleteRow as AnyTool],
    worker: { leaseMs: 1_500, heartbeatMs: 300, sweepMs: 150 },
    script: (turn) => (turn.stepIndex === 0 ? { calls: calls(...ids) } : { isFinal: true }),
    ...options,
  });
  const run = await server.run();
  expect(run.status).toBe('awaiting_approval');
  const { approvals } = await server.countersign.api.listApprovals(server.principal(), { status: 'pending', limit: 20 });
  expect(approvals).toHaveLength(1);
  return { run, approval: approvals[0] as ApprovalView };
}

const asSuperuser = <Row>(text: string, values: unknown[] = []) =>
  withClient(server.database.superUrl, async (client) => (await client.query(text, values)).rows as Row[]);
const rowIds = async () => (await asSuperuser<{ id: string }>('select id from host.rows order by id')).map((row) => row.id);

type Choice = DecideApprovals['decisions'][number]['decision'];
/** One choice for each item, in their order; undefined leaves an item open. */
const toBody = (approval: ApprovalView, ...choices: (Choice | undefined)[]) => ({
  requestId: approval.requestId,
  decisions: choices.flatMap((decision, index) => (decision ? [{ itemId: approval.items[index]?.itemId ?? '', decision }] : [])),
});
async function post(body: object, as?: Principal): Promise<{ status: number; body: { approval: ApprovalView; error: { code: string } } }> {
  const response = await server.request('/approvals/decisions', { method: 'POST', body: JSON.stringify(body), ...(as && { as }) });
  return { status: response.status, body: (await response.json()) as { approval: ApprovalView; error: { code: string } } };
}
const statuses = (run: RunDetail) => run.steps.flatMap((step) => step.invocations.map((invocation) => invocation.status));
const cards = (events: SessionEvent[], approval: ApprovalView) =>
  events.flatMap((event) => (event.type === 'ui.replace' && event.key === `approval:${approval.requestId}` ? [event.props.status] : []));

describe('a human who says yes', () => {
  test('lets exactly that call happen, once, and is on record', async () => {
    const { run, approval } = await start(['a']);
    expect(await rowIds()).toEqual(['a', 'b', 'c']);
    expect(approval.items).toMatchObject([
      { tool: 'delete_row', title: 'Delete a', risk: 'destructive', input: { id: 'a' }, status: 'pending', isConsumed: false },
    ]);
    const decided = await post(toBody(approval, 'approve'), server.principal('north', 'boss'));
    expect(decided).toMatchObject({ status: 200, body: { approval: { items: [{ status: 'approved', decidedBy: 'boss' }] } } });
    const done = await server.waitFor(run.runId, 'completed');
    expect(done.steps[0]?.invocations).toMatchObject([{ status: 'succeeded', allowedBy: `approval:${approval.items[0]?.itemId}` }]);
    expect(await rowIds()).toEqual(['b', 'c']);
    const all = await server.countersign.api.listApprovals(server.principal(), { status: 'all', limit: 20 });
    expect(all.approvals).toMatchObject([{ items: [{ status: 'approved', isConsumed: true, decidedBy: 'boss' }] }]);
    expect(cards(await server.events(run.sessionId), approval)).toEqual(['decided']);
    const audit = await asSuperuser<{ actor: string }>("select actor from countersign.audit where action = 'approval.approved'");
    expect(audit).toEqual([{ actor: 'user:boss' }]);
  });

  test('may say it twice, and it still happens once', async () => {
    const { run, approval } = await start(['a']);
    expect((await post(toBody(approval, 'approve'))).status).toBe(200);
    await server.waitFor(run.runId, 'completed');
    await asSuperuser("insert into host.rows values ('north', 'a')");
    expect(await post(toBody(approval, 'approve'))).toMatchObject({ status: 200, body: { approval: { items: [{ status: 'approved', isConsumed: true }] } } });
    await server.countersign.advance('north', run.runId);
    expect(await rowIds()).toEqual(['a', 'b', 'c']);
  });

  test('cannot take it back, nor can another person', async () => {
    const { approval } = await start(['a']);
    expect((await post(toBody(approval, 'approve'))).status).toBe(200);
    expect(await post(toBody(approval, 'deny'))).toMatchObject({ status: 409, body: { error: { code: 'already_decided' } } });
    expect(await post(toBody(approval, 'approve'), server.principal('north', 'other'))).toMatchObject({
      status: 409,
      body: { error: { code: 'already_decided' } },
    });
  });

  test('and one who says no in the same moment: one of them is heard, the other is told', async () => {
    const { run, approval } = await start(['a', 'b', 'c']);
    const answers = await Promise.all([
      post(toBody(approval, 'approve', 'approve', 'approve'), server.principal('north', 'one')),
      post(toBody(approval, 'deny', 'deny', 'deny'), server.principal('north', 'two')),
    ]);
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409]);
    const isYes = answers[0]?.status === 200;
    await server.waitFor(run.runId, isYes ? 'completed' : 'completed_with_failures');
    expect(await rowIds()).toEqual(isYes ? [] : ['a', 'b', 'c']);
  });

  test('needs the permission to approve, and without it nothing moves', async () => {
    let isOpenToAll = true;
    const { run, approval } = await start(['a'], {
      can: (principal, permission) => permission !== 'rows:approve' || isOpenToAll || principal.userId === 'boss',
    });
    isOpenToAll = false;
    expect(await post(toBody(approval, 'approve'))).toMatchObject({ status: 403, body: { error: { code: 'permission_denied' } } });
    expect((await server.countersign.api.getRun(server.principal(), { runId: run.runId })).status).toBe('awaiting_approval');
    expect((await post(toBody(approval, 'approve'), server.principal('north', 'boss'))).status).toBe(200);
    await server.waitFor(run.runId, 'completed');
  });

  test('to another question than was asked is refused', async () => {
    const { approval } = await start(['a', 'b']);
    expect((await post(toBody(approval, 'happened'))).status).toBe(400);
    const itemId = approval.items[0]?.itemId;
    expect((await post({ requestId: approval.requestId, decisions: [{ itemId: approval.requestId, decision: 'approve' }] })).status).toBe(404);
    const twice = [
      { itemId, decision: 'approve' },
      { itemId, decision: 'deny' },
    ];
    expect((await post({ requestId: approval.requestId, decisions: twice })).status).toBe(400);
    expect(await rowIds()).toEqual(['a', 'b', 'c']);
  });
});

describe('a human who says no', () => {
  test('keeps the call from happening, and the proposer learns why', async () => {
    let told: unknown;
    const { run, approval } = await start(['a'], {
      script: (turn) => {
        told = turn.results;
        return turn.stepIndex === 0 ? { calls: calls('a') } : { isFinal: true };
      },
    });
    const itemId = approval.items[0]?.itemId;
    expect((await post({ requestId: approval.requestId, decisions: [{ itemId, decision: 'deny', reason: 'We still need it.' }] })).status).toBe(200);
    const done = await server.waitFor(run.runId, 'completed_with_failures');
    expect(statuses(done)).toEqual(['denied']);
    expect(told).toMatchObject([{ ok: false, error: { code: 'approval_denied', details: { reason: 'We still need it.' } } }]);
    expect(await rowIds()).toEqual(['a', 'b', 'c']);
  });

  test('to one of several lets the others happen: each as soon as nothing before it waits', async () => {
    const { run, approval } = await start(['a', 'b', 'c']);
    expect(approval.items).toHaveLength(3);
    expect((await post(toBody(approval, undefined, undefined, 'approve'))).status).toBe(200);
    expect((await server.countersign.api.getRun(server.principal(), { runId: run.runId })).status).toBe('awaiting_approval');
    expect(await rowIds()).toEqual(['a', 'b', 'c']);
    expect((await post(toBody(approval, 'approve'))).status).toBe(200);
    await expect.poll(rowIds, { timeout: 10_000 }).toEqual(['b', 'c']);
    await server.waitFor(run.runId, 'awaiting_approval');
    expect((await post(toBody(approval, undefined, 'deny'))).status).toBe(200);
    const done = await server.waitFor(run.runId, 'completed_with_failures');
    expect(statuses(done)).toEqual(['succeeded', 'denied', 'succeeded']);
    expect(await rowIds()).toEqual(['b']);
    const events = await server.events(run.sessionId);
    expect(cards(events, approval)).toEqual(['pending', 'pending', 'decided']);
    // What still waits goes on saying where its target comes from.
    const still = events.find((event) => event.type === 'ui.replace' && event.key === `approval:${approval.requestId}`);
    expect(still).toMatchObject({ props: { items: [{ origins: approval.items[0]?.origins }, { origins: approval.items[1]?.origins }, {}] } });
    expect(approval.items[0]?.origins).toHaveLength(1);
  });

  test('is heard however fast item follows item', async () => {
    const { run, approval } = await start(['a', 'b', 'c']);
    await Promise.all(
      [toBody(approval, 'approve'), toBody(approval, undefined, 'approve'), toBody(approval, undefined, undefined, 'approve')].map((body) => post(body)),
    );
    expect(statuses(await server.waitFor(run.runId, 'completed'))).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(await rowIds()).toEqual([]);
  });
});

/** Everything that waits was asked for an hour ago, and its time is just over. */
const passTime = () => asSuperuser("update countersign.approval_requests set created_at = now() - interval '1 hour', expires_at = now()");

describe('nobody who says anything', () => {
  test('is a no after the time that the contract gives, and later is too late', async () => {
    const { run, approval } = await start(['a'], { tools: [{ ...deleteRow, approval: { ...deleteRow.approval, ttlMs: 60_000 } } as AnyTool] });
    // The contract's minute and not the usual week, by two clocks.
    expect(Date.parse(approval.expiresAt ?? '') - Date.parse(approval.createdAt)).toBeLessThan(3_600_000);
    await passTime();
    const done = await server.waitFor(run.runId, 'completed_with_failures');
    expect(done.steps[0]?.invocations).toMatchObject([{ status: 'denied', error: { code: 'approval_expired' } }]);
    expect(await post(toBody(approval, 'approve'))).toMatchObject({ status: 410, body: { error: { code: 'expired' } } });
    expect(cards(await server.events(run.sessionId), approval)).toEqual(['expired']);
    expect(await rowIds()).toEqual(['a', 'b', 'c']);
  });

  test('is a no also before anybody has swept', async () => {
    const { approval } = await start(['a'], { worker: {} });
    await asSuperuser("update countersign.approval_requests set expires_at = now() - interval '1 second'");
    expect(await post(toBody(approval, 'approve'))).toMatchObject({ status: 410, body: { error: { code: 'expired' } } });
  });

  test('about one of several: what was approved in time still happens', async () => {
    const { run, approval } = await start(['a', 'b'], { tools: [{ ...deleteRow, approval: { ...deleteRow.approval, ttlMs: 60_000 } } as AnyTool] });
    expect((await post(toBody(approval, 'approve', undefined))).status).toBe(200);
    await passTime();
    const done = await server.waitFor(run.runId, 'completed_with_failures');
    expect(statuses(done)).toEqual(['succeeded', 'denied']);
    expect(await rowIds()).toEqual(['b', 'c']);
  });
});

describe('between the decision and the deed', () => {
  test('the process may die: another one does it, once', async () => {
    const { run, approval } = await start(['a']);
    // The decision is taken by a node without a worker, as if its process had died right after.
    await server.countersign.worker.stop();
    expect((await post(toBody(approval, 'approve'))).status).toBe(200);
    expect(await rowIds()).toEqual(['a', 'b', 'c']);
    const other = server.twin();
    await other.worker.start();
    expect(statuses(await server.waitFor(run.runId, 'completed'))).toEqual(['succeeded']);
    expect(await rowIds()).toEqual(['b', 'c']);
  });

  test('a crash inside the deed uses up neither the row nor the approval', async () => {
    let strikes = 0;
    const { run, approval } = await start(['a'], {
      faults: (point) => {
        if (point === 'after_effect' && strikes++ === 0) throw new Error('struck before the commit');
      },
    });
    expect((await post(toBody(approval, 'approve'))).status).toBe(200);
    await server.waitFor(run.runId, 'completed');
    expect(strikes).toBe(2);
    const items = await asSuperuser<{ uses: number }>('select count(consumed_at)::int as uses from countersign.approval_items');
    expect(items).toEqual([{ uses: 1 }]);
    expect(await rowIds()).toEqual(['b', 'c']);
  });

  test('the person it is done for may lose the permission: then it is not done', async () => {
    let isPermitted = true;
    const { run, approval } = await start(['a'], { can: (_principal, permission) => permission !== 'rows:delete' || isPermitted });
    isPermitted = false;
    expect((await post(toBody(approval, 'approve'))).status).toBe(200);
    const done = await server.waitFor(run.runId, 'completed_with_failures');
    expect(done.steps[0]?.invocations).toMatchObject([{ status: 'denied', error: { code: 'permission_denied' } }]);
    expect(await rowIds()).toEqual(['a', 'b', 'c']);
  });

  test('a yes that was used up is worth nothing, whatever the call then reads', async () => {
    const { run, approval } = await start(['a']);
    expect((await post(toBody(approval, 'approve'))).status).toBe(200);
    await server.waitFor(run.runId, 'completed');
    // As if a defect, or a restored backup, had put the call back to before its deed.
    await asSuperuser("update countersign.invocations set status = 'approved', output = null, finished_at = null");
    await asSuperuser('delete from countersign.steps where step_index > 0');
    await asSuperuser("insert into host.rows values ('north', 'a')");
    // Last, since the sweep may take the run up at once.
    await asSuperuser("update countersign.runs set status = 'pending', finished_at = null, step_count = 1 where id = $1", [run.runId]);
    await server.countersign.advance('north', run.runId);
    await server.waitFor(run.runId, 'awaiting_approval');
    expect(await rowIds()).toEqual(['a', 'b', 'c']);
  });
});

describe('a run that is cancelled', () => {
  test('while it waits takes its question with it', async () => {
    const { run, approval } = await start(['a']);
    await server.countersign.api.cancelRun(server.principal(), { runId: run.runId });
    expect((await post(toBody(approval, 'approve'))).status).toBe(409);
    expect(cards(await server.events(run.sessionId), approval)).toEqual(['cancelled']);
    expect(await rowIds()).toEqual(['a', 'b', 'c']);
    expect((await server.countersign.api.listApprovals(server.principal(), { status: 'pending', limit: 20 })).approvals).toEqual([]);
  });

  test('while an approved tool is at work does not wait for it, and the tool leaves nothing', async () => {
    const entered = Promise.withResolvers<void>();
    const slow: AnyTool = {
      ...deleteRow,
      execute: async (ctx, input) => {
        await (ctx.tx as Queryable).query('delete from host.rows where id = $1', [input.id]);
        entered.resolve();
        await (ctx.tx as Queryable).query('select pg_sleep(3)');
        return input;
      },
    };
    const { run, approval } = await start(['a'], { tools: [slow] });
    expect((await post(toBody(approval, 'approve'))).status).toBe(200);
    await entered.promise;
    const before = performance.now();
    expect((await server.countersign.api.cancelRun(server.principal(), { runId: run.runId })).status).toBe('cancelled');
    expect(performance.now() - before).toBeLessThan(1_000);
    await server.countersign.worker.stop();
    expect(await rowIds()).toEqual(['a', 'b', 'c']);
    expect((await server.countersign.api.getRun(server.principal(), { runId: run.runId })).status).toBe('cancelled');
  });
});
