import { setTimeout as delay } from 'node:timers/promises';
import { type AnyTool, type ApprovalView, defineTool, type Principal } from '@countersign/core';
import type { DecideApprovals } from '@countersign/core/internal';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { withClient } from '../../store/database-error.ts';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';

/** What the person asks for: the targets of the calls below, so that nobody is asked where they come from. */
const words = 'Do it';

const hostSchema = `
create schema host; grant usage on schema host to countersign_app;
create table host.deeds (tenant_id text not null, run_id uuid not null);
grant select, insert on host.deeds to countersign_app;`;

interface Queryable {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

const doIt = defineTool({
  name: 'do_it',
  description: 'Does it.',
  input: z.object({ what: z.string() }),
  output: z.object({ ok: z.boolean() }),
  risk: 'irreversible',
  effect: 'database',
  permission: 'deeds:do',
  approval: { ttlMs: 700 },
  execute: async (ctx) => {
    await (ctx.tx as Queryable).query('insert into host.deeds values ($1, $2)', [ctx.principal.tenantId, ctx.runId]);
    return { ok: true };
  },
});

let server: TestServer;
afterEach(() => server?.close());

async function start(change: Partial<AnyTool> = {}): Promise<void> {
  server = await createTestServer({
    task: words,
    hostSchema,
    tools: [{ ...doIt, ...change } as AnyTool],
    script: () => ({ calls: [{ tool: 'do_it', input: { what: 'it' } }], isFinal: true }),
    worker: { leaseMs: 1_500, heartbeatMs: 300, sweepMs: 20 },
  });
}

const asSuperuser = <Row>(text: string, values: unknown[] = []) =>
  withClient(server.database.superUrl, async (client) => (await client.query(text, values)).rows as Row[]);

async function ask(): Promise<{ runId: string; approval: ApprovalView }> {
  const { runId } = await server.run();
  const { approvals } = await server.countersign.api.listApprovals(server.principal(), { status: 'pending', limit: 100 });
  return { runId, approval: approvals.find((candidate) => candidate.runId === runId) as ApprovalView };
}

const decide = async (approval: ApprovalView, decision: Omit<DecideApprovals['decisions'][number], 'itemId'>, who: string): Promise<number> => {
  const as: Principal = server.principal('north', who);
  const body = JSON.stringify({ requestId: approval.requestId, decisions: approval.items.map(({ itemId }) => ({ itemId, ...decision })) });
  return (await server.request('/approvals/decisions', { method: 'POST', body, as })).status;
};

/** Holds the run's row until `release`: whoever wants it queues up in the database, and they are let go together. */
async function hold(runId: string): Promise<{ release: () => Promise<void> }> {
  const client = new pg.Client({ connectionString: server.database.superUrl });
  await client.connect();
  await client.query('begin');
  await client.query('select from countersign.runs where id = $1 for update', [runId]);
  return {
    async release() {
      await client.query('commit');
      await client.end();
    },
  };
}

/** Waits until so many transactions wait for a lock. */
const untilQueued = (count: number) =>
  expect
    .poll(
      async () =>
        (await asSuperuser<{ n: number }>("select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"))[0]
          ?.n,
      { timeout: 5_000 },
    )
    .toBeGreaterThanOrEqual(count);

/** What item, call, deed, card and audit say: they have to tell one story. */
async function story(runId: string): Promise<{ item: string; call: string; deeds: number; decisions: string[] }> {
  const [row] = await asSuperuser<{ item: string; call: string; deeds: number; decisions: string[] }>(
    `select i.status as item, c.status as call, (select count(*)::int from host.deeds d where d.run_id = $1) as deeds,
       (select coalesce(array_agg(a.action), '{}') from countersign.audit a where a.action like 'approval.%' and a.subject = i.id::text) as decisions
     from countersign.approval_items i join countersign.invocations c on c.run_id = i.run_id where i.run_id = $1`,
    [runId],
  );
  return row!;
}

const stories = {
  approved: { item: 'approved', call: 'succeeded', deeds: 1, decisions: ['approval.approved'] },
  denied: { item: 'denied', call: 'denied', deeds: 0, decisions: ['approval.denied'] },
  expired: { item: 'expired', call: 'denied', deeds: 0, decisions: ['approval.expired'] },
} as const;

describe('yes, no and the end of the time', () => {
  test.each([-60, -15, 0, 15, 60])('let go together %i ms from the end: one of them has happened, and everything says the same', async (offsetMs) => {
    await start();
    const { runId, approval } = await ask();
    const held = await hold(runId);
    const answers = Promise.all([decide(approval, { decision: 'approve' }, 'one'), decide(approval, { decision: 'deny' }, 'two')]);
    await delay(Math.max(0, Date.parse(approval.expiresAt ?? '') - Date.now() + offsetMs));
    await held.release();
    const [yes, no] = await answers;
    await server.waitFor(runId, 'completed', 'completed_with_failures');
    const { item } = await story(runId);
    expect(await story(runId)).toEqual(stories[item as keyof typeof stories]);
    expect([yes === 200, no === 200]).toEqual([item === 'approved', item === 'denied']);
    for (const status of [yes, no]) if (status !== 200) expect([409, 410]).toContain(status);
  });
});

test('a yes and a cancel: either it was done, or nothing was', async () => {
  await start({ approval: { ...doIt.approval, ttlMs: 60_000 } });
  for (let round = 0; round < 6; round++) {
    const { runId, approval } = await ask();
    const held = await hold(runId);
    const cancel = () => server.countersign.api.cancelRun(server.principal(), { runId });
    const yes = () => decide(approval, { decision: 'approve' }, 'one');
    const [first, second] = round % 2 === 0 ? [yes, cancel] : [cancel, yes];
    const running = [first().catch(String)];
    await untilQueued(1);
    running.push(second().catch(String));
    await untilQueued(2);
    await held.release();
    await Promise.all(running);
    const { status } = await server.waitFor(runId, 'completed', 'cancelled');
    await delay(50);
    const { item, call, deeds } = await story(runId);
    if (status === 'completed') expect({ item, call, deeds }).toEqual({ item: 'approved', call: 'succeeded', deeds: 1 });
    else expect({ call, deeds }).toEqual({ call: 'cancelled', deeds: 0 });
  }
});

test('the same yes for everybody, sent many times at once, is one grant', async () => {
  await start({ approval: { ...doIt.approval, ttlMs: 60_000 } });
  const { runId, approval } = await ask();
  const held = await hold(runId);
  const answers = Array.from({ length: 6 }, () => decide(approval, { decision: 'approve', scope: 'tenant' }, 'one'));
  await untilQueued(3);
  await held.release();
  expect(new Set(await Promise.all(answers))).toEqual(new Set([200]));
  await server.waitFor(runId, 'completed');
  expect(await asSuperuser('select given_by from countersign.grants')).toEqual([{ given_by: 'one' }]);
});

test('a grant taken back amid many calls: as many were made as it counts, and none after', async () => {
  await start({ approval: { ...doIt.approval, ttlMs: 60_000 } });
  const { runId, approval } = await ask();
  await decide(approval, { decision: 'approve', scope: 'tenant' }, 'one');
  await server.waitFor(runId, 'completed');
  const [grant] = await asSuperuser<{ id: string }>('select id from countersign.grants');
  const runs = Array.from({ length: 24 }, () => server.run());
  await expect.poll(async () => (await asSuperuser<{ n: number }>('select count(*)::int as n from host.deeds'))[0]?.n, { timeout: 10_000 }).toBeGreaterThan(3);
  expect((await server.request(`/grants/${grant?.id}/revoke`, { method: 'POST', body: '{}' })).status).toBe(200);
  const atRevocation = (await asSuperuser<{ n: number }>('select count(*)::int as n from host.deeds'))[0]?.n;
  const rested = await Promise.all(runs);
  const done = rested.filter((run) => run.status === 'completed').length;
  expect(rested.filter((run) => run.status === 'awaiting_approval')).toHaveLength(24 - done);
  const [after] = await asSuperuser<{ deeds: number; uses: number }>('select (select count(*)::int from host.deeds) as deeds, uses from countersign.grants');
  expect(after).toEqual({ deeds: done + 1, uses: done });
  expect(after?.deeds).toBe(atRevocation);
});
