import {
  type AnyTool,
  type ApprovalView,
  defineAgent,
  defineTool,
  type GrantView,
  type InvocationView,
  type PolicyRule,
  type Principal,
  type RunDetail,
} from '@countersign/core';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ProposerTurn } from '../../proposers/proposer.ts';
import { withClient } from '../../store/database-error.ts';
import { createTestServer, type TestServer, type TestServerOptions } from '../../testing/create-test-server.ts';

/** What the person asks for: the targets of the calls below, so that nobody is asked where they come from. */
const words = 'Refund i_1 and i_2';

const hostSchema = `
create schema host; grant usage on schema host to countersign_app;
create table host.refunds (tenant_id text not null, invoice text not null, cents int not null);
grant select, insert on host.refunds to countersign_app;`;

interface Queryable {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

const Refund = z.strictObject({
  invoice: z.string().meta({ meaning: 'target' }),
  cents: z.int().meta({ meaning: 'amount' }),
  reason: z.string().meta({ meaning: 'content' }).optional(),
});
type Refund = z.infer<typeof Refund>;

const refund = defineTool({
  name: 'refund',
  description: 'Refunds an invoice.',
  input: Refund,
  output: z.object({ ok: z.boolean() }),
  risk: 'irreversible',
  effect: 'database',
  permission: 'refunds:write',
  approval: { permission: 'refunds:approve' },
  impact: (_ctx, input) => ({ summary: 'A refund', amountCents: Math.max(0, input.cents) }),
  execute: async (ctx, input) => {
    await (ctx.tx as Queryable).query('insert into host.refunds values ($1, $2, $3)', [ctx.principal.tenantId, input.invoice, input.cents]);
    return { ok: true };
  },
});

let server: TestServer;
afterEach(() => server?.close());

/** Proposes one refund a step, from the list, and is done at its end. */
const oneByOne = (refunds: Refund[]) => (turn: ProposerTurn) => ({
  calls: [{ tool: 'refund', input: refunds[turn.stepIndex] }],
  isFinal: turn.stepIndex >= refunds.length - 1,
});

async function start(script: TestServerOptions['script'], options: TestServerOptions = {}): Promise<void> {
  server = await createTestServer({
    task: words,
    hostSchema,
    tools: [refund as AnyTool],
    ...(script && { script }),
    worker: { leaseMs: 1_500, heartbeatMs: 300, sweepMs: 100 },
    ...options,
  });
}

const boss = (tenantId = 'north'): Principal => server.principal(tenantId, 'boss');
const asSuperuser = <Row>(text: string, values: unknown[] = []) =>
  withClient(server.database.superUrl, async (client) => (await client.query(text, values)).rows as Row[]);
const refunds = async () =>
  (await asSuperuser<{ invoice: string; cents: number }>('select invoice, cents from host.refunds')).map(({ invoice, cents }) => `${invoice} ${cents}`);
const callsOf = (run: RunDetail): InvocationView[] => run.steps.flatMap((step) => step.invocations);

async function waiting(runId?: string): Promise<ApprovalView> {
  const { approvals } = await server.countersign.api.listApprovals(boss(), { status: 'pending', limit: 100 });
  const found = approvals.filter((approval) => runId === undefined || approval.runId === runId);
  expect(found).toHaveLength(1);
  return found[0]!;
}

async function send(
  path: string,
  body: unknown,
  as = boss(),
  method = 'POST',
): Promise<{ status: number; body: { error: { code: string; message: string }; grant: GrantView } }> {
  const response = await server.request(path, { method, body: JSON.stringify(body), as });
  return { status: response.status, body: (await response.json()) as { error: { code: string; message: string }; grant: GrantView } };
}
const decide = (approval: ApprovalView, decision: object, as = boss()) =>
  send('/approvals/decisions', { requestId: approval.requestId, decisions: approval.items.map(({ itemId }) => ({ itemId, ...decision })) }, as);
const grants = async (as = boss(), status = 'active') =>
  ((await (await server.request(`/grants?status=${status}`, { as })).json()) as { grants: GrantView[] }).grants;
const putRules = async (...rules: z.input<typeof PolicyRule>[]) => {
  const { version } = (await (await server.request('/policies')).json()) as { version: number };
  expect((await send('/policies', { basedOn: version, rules }, boss(), 'PUT')).status).toBe(200);
};

/** Has the first refund asked for and granted, and the run over. */
async function grantFirst(scope: 'run' | 'tenant', as = boss()): Promise<RunDetail> {
  const run = await server.run();
  expect((await decide(await waiting(run.runId), { decision: 'approve', scope, reason: 'Agreed.' }, as)).status).toBe(200);
  return run;
}

const first: Refund = { invoice: 'i_1', cents: 500, reason: 'Scratched.' };

describe('a yes for the rest of the run', () => {
  test('covers smaller amounts and other words in that run, and nothing in the next', async () => {
    await start(oneByOne([first, { invoice: 'i_1', cents: 200, reason: 'Late.' }]));
    const run = await grantFirst('run');
    const done = await server.waitFor(run.runId, 'completed');
    const [grant] = await grants(boss(), 'all');
    expect(callsOf(done)).toMatchObject([{ allowedBy: expect.stringMatching(/^approval:/) }, { allowedBy: `grant:${grant?.grantId}` }]);
    expect(grant).toMatchObject({ scope: 'run', uses: 1, isActive: false, givenBy: 'boss', reason: 'Agreed.' });
    expect(await grants()).toEqual([]);
    expect(await refunds()).toEqual(['i_1 500', 'i_1 200']);
    expect((await server.run()).status).toBe('awaiting_approval');
  });

  test.each<[string, Refund]>([
    ['another invoice', { invoice: 'i_2', cents: 500 }],
    ['a larger amount', { invoice: 'i_1', cents: 501 }],
    ['an amount below nothing', { invoice: 'i_1', cents: -5 }],
    ['a target that looks the same', { invoice: '\u0456_1', cents: 5 }],
  ])('is not stretched to %s', async (_what, next) => {
    await start(oneByOne([first, next]));
    const run = await grantFirst('run');
    await expect.poll(async () => callsOf(await server.countersign.api.getRun(server.principal(), { runId: run.runId })).length, { timeout: 10_000 }).toBe(2);
    const stopped = await server.waitFor(run.runId, 'awaiting_approval');
    expect(callsOf(stopped)).toMatchObject([{ status: 'succeeded' }, { status: 'awaiting_approval' }]);
    expect(await refunds()).toEqual(['i_1 500']);
  });
});

describe('a yes for everybody', () => {
  test('is explained before it is given, listed, and taken back at once', async () => {
    await start(oneByOne([first]));
    const run = await server.run();
    const approval = await waiting(run.runId);
    const text = 'Always, for everybody here: refund, with invoice = "i_1"; with cents at most 500; reason may differ; moving at most 5.00.';
    expect(approval.items[0]).toMatchObject({
      grants: [{ scope: 'run' }, { scope: 'tenant', text, conditions: { fixed: expect.any(Array) } }],
      asking: [],
      scope: null,
    });
    expect((await decide(approval, { decision: 'approve', scope: 'tenant' })).status).toBe(200);
    await server.waitFor(run.runId, 'completed');
    expect((await server.run()).status).toBe('completed');
    const [grant] = await grants();
    expect(grant).toMatchObject({ scope: 'tenant', text, uses: 1, isActive: true, itemId: approval.items[0]?.itemId });
    expect(await send(`/grants/${grant?.grantId}/revoke`, { reason: 'Enough.' })).toMatchObject({
      status: 200,
      body: { grant: { isActive: false, revokedBy: 'boss', revokeReason: 'Enough.' } },
    });
    expect((await send(`/grants/${grant?.grantId}/revoke`, { reason: 'Again.' })).body.grant.revokeReason).toBe('Enough.');
    expect((await server.run()).status).toBe('awaiting_approval');
    expect(await refunds()).toHaveLength(2);
    const audit = await asSuperuser("select action from countersign.audit where action like 'grant.%' order by id");
    expect(audit).toEqual([{ action: 'grant.given' }, { action: 'grant.revoked' }]);
  });

  test('that is revoked while a call is being made with it: the call is rolled back and asked for', async () => {
    const entered = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    let isSlow = false;
    const slow: AnyTool = {
      ...refund,
      execute: async (ctx, input) => {
        const output = await refund.execute(ctx, input);
        if (isSlow) {
          entered.resolve();
          await released.promise;
        }
        return output;
      },
    };
    await start(oneByOne([first]), { tools: [slow] });
    await server.waitFor((await grantFirst('tenant')).runId, 'completed');
    isSlow = true;
    const { runId } = await server.countersign.api.startRun(server.principal(), { agent: 'worker', task: words });
    await entered.promise;
    const before = performance.now();
    expect((await send(`/grants/${(await grants())[0]?.grantId}/revoke`, {})).status).toBe(200);
    expect(performance.now() - before).toBeLessThan(1_000); // nobody waits for the tool
    released.resolve();
    await server.waitFor(runId, 'awaiting_approval');
    expect(await refunds()).toEqual(['i_1 500']);
  });

  test('is worth what its giver may still do', async () => {
    let isThere = true;
    let mayApprove = true;
    await start(oneByOne([first]), {
      resolvePrincipal: ({ tenantId, userId }) => (userId === 'boss' && !isThere ? null : { tenantId, userId, roles: ['owner'], timeZone: 'UTC' }),
      can: (principal, permission) => permission !== 'refunds:approve' || principal.userId !== 'boss' || mayApprove,
    });
    await server.waitFor((await grantFirst('tenant')).runId, 'completed');
    mayApprove = false;
    expect((await server.run()).status).toBe('awaiting_approval');
    [mayApprove, isThere] = [true, false];
    expect((await server.run()).status).toBe('awaiting_approval');
    isThere = true;
    expect((await server.run()).status).toBe('completed');
    expect(await refunds()).toHaveLength(2);
  });

  test.each<[string, Partial<AnyTool>]>([
    ['a new version of the contract', { version: 2 }],
    ['a contract that takes no grants any more', { approval: { ...refund.approval, scopes: [] } }],
    ['a contract that takes grants for a run only', { approval: { ...refund.approval, scopes: ['run'] } }],
  ])('does not survive %s', async (_what, change) => {
    await start(oneByOne([first]));
    await server.waitFor((await grantFirst('tenant')).runId, 'completed');
    await server.countersign.worker.stop();
    const tools = [{ ...refund, ...change }] as AnyTool[];
    const deployed = server.twin({ agents: [defineAgent({ name: 'worker', description: 'Deployed since.', tools })] });
    const { runId } = await server.countersign.api.startRun(server.principal(), { agent: 'worker', task: words });
    await deployed.advance('north', runId);
    expect((await deployed.api.getRun(server.principal(), { runId })).status).toBe('awaiting_approval');
    expect((await deployed.api.listGrants(boss(), { status: 'active', limit: 10 })).grants).toMatchObject([{ isActive: false }]);
    expect(await refunds()).toHaveLength(1);
  });

  test('of another tenant covers nothing here', async () => {
    await start(oneByOne([first]));
    await server.waitFor((await grantFirst('tenant')).runId, 'completed');
    await asSuperuser("update countersign.grants set tenant_id = 'south'");
    expect((await server.run()).status).toBe('awaiting_approval');
    expect(await grants(boss('south'))).toHaveLength(1);
    expect(await grants()).toEqual([]);
  });

  test('goes no further than the rules that asked: a newer one asks, and one that forbids forbids', async () => {
    await start(oneByOne([first]));
    await server.waitFor((await grantFirst('tenant')).runId, 'completed');
    await putRules({ form: 'approval', name: 'Over $1', aboveCents: 100 });
    const run = await server.run();
    expect(run.status).toBe('awaiting_approval');
    expect((await waiting(run.runId)).items).toMatchObject([{ asking: ['Over $1'] }]);
    expect((await decide(await waiting(run.runId), { decision: 'approve', scope: 'tenant' })).status).toBe(200);
    await server.waitFor(run.runId, 'completed');
    expect((await server.run()).status).toBe('completed');
    await putRules({ form: 'forbidden_tools', name: 'No refunds', tools: ['refund'] });
    expect(callsOf(await server.run())).toMatchObject([{ status: 'denied', allowedBy: 'No refunds' }]);
    expect(await refunds()).toHaveLength(3);
  });

  test('leaves what it covers out of the question that other calls of the step raise', async () => {
    const plans: Refund[][] = [[first], [{ invoice: 'i_2', cents: 5 }, first, { invoice: 'i_3', cents: 5 }]];
    await start(() => ({ calls: (plans.shift() ?? []).map((input) => ({ tool: 'refund', input })), isFinal: true }));
    await server.waitFor((await grantFirst('tenant')).runId, 'completed');
    const run = await server.run();
    const approval = await waiting(run.runId);
    expect(approval.items.map((item) => (item.input as Refund).invoice)).toEqual(['i_2', 'i_3']);
    expect((await decide(approval, { decision: 'approve' })).status).toBe(200);
    await server.waitFor(run.runId, 'completed');
    expect(await refunds()).toEqual(['i_1 500', 'i_2 5', 'i_1 500', 'i_3 5']);
  });

  test('holds as well where only a rule asks, and is not needed where none does', async () => {
    const plain = { ...refund, risk: 'cautious' } as AnyTool;
    await start(() => ({ calls: [first, { ...first, invoice: 'i_2' }].map((input) => ({ tool: 'refund', input })), isFinal: true }), { tools: [plain] });
    await putRules({ form: 'approval', name: 'Over $1', aboveCents: 100 });
    const run = await server.run();
    const approval = await waiting(run.runId);
    expect(approval.items).toMatchObject([{ asking: ['Over $1'] }, { asking: ['Over $1'] }]);
    expect((await decide(approval, { decision: 'approve', scope: 'tenant' })).status).toBe(200);
    await server.waitFor(run.runId, 'completed');
    expect(callsOf(await server.run()).map((call) => call.allowedBy)).toEqual([expect.stringMatching(/^grant:/), expect.stringMatching(/^grant:/)]);
    await putRules();
    expect(callsOf(await server.run()).map((call) => call.allowedBy)).toEqual(['default_allow', 'default_allow']);
  });

  test('is used by many runs at once, each use counted', async () => {
    await start(oneByOne([first]));
    await server.waitFor((await grantFirst('tenant')).runId, 'completed');
    const runs = await Promise.all(Array.from({ length: 12 }, () => server.run()));
    expect(runs.every((run) => run.status === 'completed')).toBe(true);
    expect(await grants()).toMatchObject([{ uses: 12 }]);
  });
});

describe('who may', () => {
  test('grant for everybody needs a permission of its own; what is not offered cannot be given', async () => {
    await start(oneByOne([first]), { can: (principal, permission) => permission !== 'grants:write' || principal.userId === 'boss' });
    const run = await server.run();
    const approval = await waiting(run.runId);
    expect(await decide(approval, { decision: 'approve', scope: 'tenant' }, server.principal())).toMatchObject({
      status: 403,
      body: { error: { code: 'permission_denied' } },
    });
    expect((await decide(approval, { decision: 'deny', scope: 'run' })).status).toBe(400);
    expect((await decide(approval, { decision: 'approve', scope: 'forever' })).status).toBe(400);
    expect((await decide(approval, { decision: 'approve', scope: 'run', conditions: {} })).status).toBe(400);
    expect((await decide(approval, { decision: 'approve' })).status).toBe(200);
    expect(await decide(approval, { decision: 'approve', scope: 'tenant' })).toMatchObject({ status: 409, body: { error: { code: 'already_decided' } } });
    expect(await grants()).toEqual([]);
  });

  test('a contract that takes no grants is asked for every time', async () => {
    await start(oneByOne([first]), { tools: [{ ...refund, approval: { ...refund.approval, scopes: [] } } as AnyTool] });
    const run = await server.run();
    const approval = await waiting(run.runId);
    expect(approval.items).toMatchObject([{ grants: [] }]);
    expect((await decide(approval, { decision: 'approve', scope: 'run' })).status).toBe(400);
  });

  test('where the requester may not approve, nobody’s grant lets its giver do alone what two should', async () => {
    await start(oneByOne([first]), { tools: [{ ...refund, approval: { ...refund.approval, excludesRequester: true } } as AnyTool] });
    const run = await server.run();
    const own = server.principal();
    expect((await server.countersign.api.listApprovals(own, { status: 'pending', limit: 10 })).approvals).toEqual([]);
    const approval = await waiting(run.runId);
    expect(await decide(approval, { decision: 'approve' }, own)).toMatchObject({
      status: 403,
      body: { error: { message: expect.stringContaining('somebody else') } },
    });
    expect((await decide(approval, { decision: 'approve', scope: 'tenant' })).status).toBe(200);
    await server.waitFor(run.runId, 'completed');
    expect((await server.run()).status).toBe('completed');
    const { runId } = await server.countersign.api.startRun(boss(), { agent: 'worker', task: words });
    await expect.poll(async () => (await server.countersign.api.getRun(boss(), { runId })).status, { timeout: 10_000 }).toBe('awaiting_approval');
    expect(await refunds()).toHaveLength(2);
  });

  test('the roles that a rule names, beside the permission; a rule that changes since asks again', async () => {
    const rolesOf: Record<string, string[]> = { boss: ['owner'], clerk: ['clerk'] };
    await start(oneByOne([first]), { resolvePrincipal: ({ tenantId, userId }) => ({ tenantId, userId, roles: rolesOf[userId] ?? [], timeZone: 'UTC' }) });
    await putRules({ form: 'approver', name: 'Clerks', roles: ['clerk', 'owner'] });
    const run = await server.run();
    const clerk = { ...server.principal('north', 'clerk'), roles: ['clerk'] };
    const nobody = { ...server.principal('north', 'nobody'), roles: [] };
    expect(await decide(await waiting(run.runId), { decision: 'approve' }, nobody)).toMatchObject({
      status: 403,
      body: { error: { message: expect.stringContaining('"clerk" or "owner"') } },
    });
    const approval = await waiting(run.runId);
    await server.countersign.worker.stop();
    expect((await decide(approval, { decision: 'approve' }, clerk)).status).toBe(200);
    await putRules({ form: 'approver', name: 'Clerks', roles: ['owner'] });
    const other = server.twin();
    await other.worker.start();
    await server.waitFor(run.runId, 'awaiting_approval');
    expect(await refunds()).toEqual([]);
    expect((await decide(await waiting(run.runId), { decision: 'approve' }, clerk)).status).toBe(403);
    expect((await decide(await waiting(run.runId), { decision: 'approve' })).status).toBe(200);
    await server.waitFor(run.runId, 'completed');
  });
});

describe('a proposer that was told no', () => {
  test('and proposes exactly the same again is refused without anybody being asked; another proposal is asked for', async () => {
    const told: unknown[] = [];
    const again: unknown[] = [first, { reason: 'Scratched.', cents: 500, invoice: 'i_1' }, { ...first, cents: 400 }];
    await start((turn) => {
      told.push(turn.results.at(-1));
      return { calls: [{ tool: 'refund', input: again[turn.stepIndex] }], isFinal: turn.stepIndex === 2 };
    });
    const run = await server.run();
    expect((await decide(await waiting(run.runId), { decision: 'deny', reason: 'Too much.' })).status).toBe(200);
    await expect.poll(async () => callsOf(await server.countersign.api.getRun(server.principal(), { runId: run.runId })).length, { timeout: 10_000 }).toBe(3);
    const stopped = await server.waitFor(run.runId, 'awaiting_approval');
    expect(callsOf(stopped)).toMatchObject([
      { status: 'denied', error: { code: 'approval_denied', details: { reason: 'Too much.' } } },
      { status: 'denied', error: { code: 'approval_denied', details: { isRepeat: true } } },
      { status: 'awaiting_approval' },
    ]);
    expect(told[1]).toMatchObject({ ok: false, error: { details: { reason: 'Too much.' } } });
    const asked = await asSuperuser<{ n: number }>('select count(*)::int as n from countersign.approval_items');
    expect(asked).toEqual([{ n: 2 }]);
  });

  test('and keeps asking raises an alert, once', async () => {
    const warnings: string[] = [];
    const logger = { info() {}, warn: (_fields: object, message: string) => void warnings.push(message), error() {} };
    const many = Array.from({ length: 11 }, (_, index) => ({ tool: 'refund', input: { invoice: `i_${index}`, cents: 1 } }));
    await start(() => ({ calls: many.slice(0, 10), isFinal: true }), { logger });
    await server.run();
    expect(await asSuperuser('select kind from countersign.alerts')).toEqual([]);
    const run = await server.run();
    await server.run();
    expect(await asSuperuser('select tenant_id, kind, subject from countersign.alerts')).toEqual([
      { tenant_id: 'north', kind: 'destructive_requests', subject: run.runId },
    ]);
    expect(warnings.filter((message) => message === 'an alert was raised')).toHaveLength(1);
    const notices = (await server.events(run.sessionId)).filter((event) => event.type === 'ui.append' && event.node.type === 'notice');
    expect(notices).toMatchObject([{ node: { props: { level: 'warning', text: expect.stringContaining('20 approvals') } } }]);
    expect(await asSuperuser("select subject from countersign.audit where action = 'alert.destructive_requests'")).toEqual([{ subject: run.runId }]);
  });
});
