import { type AnyTool, defineTool, type InvocationView, type PolicyRule, type Principal, type RunDetail } from '@countersign/core';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ProposerTurn } from '../../proposers/proposer.ts';
import { withClient } from '../../store/database-error.ts';
import { createTestServer, type TestServer, type TestServerOptions } from '../../testing/create-test-server.ts';

/** What the person asks for: the targets of the calls below, so that nobody is asked where they come from. */
const words = 'Tell ann and a@shop.example';

const hostSchema = `
create schema host; grant usage on schema host to countersign_app;
create table host.rows (tenant_id text not null, id text not null);
insert into host.rows select 'north', 'r' || n from generate_series(1, 30) n;
grant select, insert, update, delete on host.rows to countersign_app;`;

interface Queryable {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

const removeRows = defineTool({
  name: 'remove_rows',
  description: 'Removes rows.',
  input: z.object({ ids: z.array(z.string()).meta({ meaning: 'target' }), fails: z.boolean().optional() }),
  output: z.object({ removed: z.int() }),
  risk: 'cautious',
  effect: 'database',
  permission: 'rows:write',
  impact: (_ctx, input) => ({ summary: `${input.ids.length} rows`, records: input.ids.length }),
  execute: async (ctx, input) => {
    await (ctx.tx as Queryable).query('delete from host.rows where id = any($1)', [input.ids]);
    if (input.fails) throw new Error('refused by the script');
    return { removed: input.ids.length };
  },
});

const sent: string[] = [];
const sendText = defineTool({
  name: 'send_text',
  description: 'Sends a text.',
  input: z.object({ to: z.string().meta({ meaning: 'target' }), body: z.string().meta({ meaning: 'content' }) }),
  output: z.object({ ok: z.boolean() }),
  risk: 'cautious',
  effect: 'external',
  reach: 'outward',
  permission: 'texts:send',
  impact: (_ctx, input) => ({ summary: 'One text', recipients: [input.to], onFile: input.to.startsWith('known') ? [input.to] : [] }),
  execute: (_ctx, input) => {
    sent.push(input.body);
    return { ok: true };
  },
});

const readPage = defineTool({
  name: 'read_page',
  description: 'Reads a page of the web.',
  input: z.object({ page: z.int() }),
  output: z.object({ page: z.int() }),
  risk: 'safe',
  effect: 'none',
  reach: 'outward',
  permission: 'web:read',
  execute: (_ctx, input) => {
    sent.push(`page ${input.page}`);
    return input;
  },
});

let server: TestServer;
afterEach(() => server?.close());

async function start(script: (turn: ProposerTurn) => ReturnType<NonNullable<TestServerOptions['script']>>, options: TestServerOptions = {}): Promise<void> {
  sent.length = 0;
  server = await createTestServer({ task: words, hostSchema, tools: [removeRows, sendText, readPage] as AnyTool[], script, ...options });
}

async function put(
  rules: z.input<typeof PolicyRule>[],
  as: Principal = server.principal('north', 'admin'),
): Promise<{ status: number; body: { error: { code: string; message: string } } }> {
  const { version } = (await (await server.request('/policies', { as })).json()) as { version: number };
  const response = await server.request('/policies', { method: 'PUT', body: JSON.stringify({ basedOn: version, rules }), as });
  return { status: response.status, body: (await response.json()) as { error: { code: string; message: string } } };
}
const save = async (...rules: z.input<typeof PolicyRule>[]) => expect((await put(rules)).status).toBe(200);

const asSuperuser = <Row>(text: string, values: unknown[] = []) =>
  withClient(server.database.superUrl, async (client) => (await client.query(text, values)).rows as Row[]);
const countRows = async () => (await asSuperuser<{ n: number }>('select count(*)::int as n from host.rows'))[0]?.n;
const callsOf = (run: RunDetail): InvocationView[] => run.steps.flatMap((step) => step.invocations);
const remove = (...ids: string[]) => ({ tool: 'remove_rows', input: { ids } });
const fiveAnHour: Extract<z.input<typeof PolicyRule>, { form: 'rate' }> = {
  form: 'rate',
  name: 'Five an hour',
  on: { tools: ['remove_rows'] },
  unit: 'records',
  max: 5,
  minutes: 60,
};

describe('a rate', () => {
  test('holds against many runs at the same moment: exactly so many, and the rest is told which rule', async () => {
    let next = 0;
    await start(() => ({ calls: [remove(`r${++next}`)], isFinal: true }));
    await save(fiveAnHour);
    const calls = (await Promise.all(Array.from({ length: 16 }, () => server.run()))).flatMap(callsOf);
    expect(calls.filter((call) => call.status === 'succeeded')).toHaveLength(5);
    const denied = calls.filter((call) => call.status === 'denied');
    expect(denied).toHaveLength(11);
    for (const call of denied) expect(call).toMatchObject({ allowedBy: 'Five an hour', error: { code: 'policy_denied', details: { rule: 'Five an hour' } } });
    expect(await countRows()).toBe(25);
  });

  test('counts what calls touch, forgets it with time, and nothing is gained by waiting for the full hour', async () => {
    let now = new Date('2026-11-20T10:50:00Z');
    const asked: string[][] = [];
    await start(() => ({ calls: [remove(...(asked.shift() ?? []))], isFinal: true }), { clock: () => now });
    await save(fiveAnHour);
    const ask = async (...ids: string[]) => {
      asked.push(ids);
      return callsOf(await server.run())[0]?.status;
    };
    expect(await ask('r1', 'r2', 'r3')).toBe('succeeded');
    expect(await ask('r4', 'r5', 'r6')).toBe('denied');
    expect(await ask('r4', 'r5')).toBe('succeeded');
    now = new Date('2026-11-20T11:10:00Z');
    expect(await ask('r6')).toBe('denied');
    now = new Date('2026-11-20T11:52:00Z');
    expect(await ask('r6', 'r7', 'r8', 'r9', 'r10')).toBe('succeeded');
    expect(await ask('r11')).toBe('denied');
    expect(await countRows()).toBe(20);
  });

  test('is not used up by what failed and was rolled back', async () => {
    await start(
      (turn) => ({
        calls: [turn.stepIndex < 3 ? { tool: 'remove_rows', input: { ids: ['r1', 'r2'], fails: true, n: turn.stepIndex } } : remove('r1', 'r2')],
        isFinal: turn.stepIndex === 3,
      }),
      { bounds: { maxSameCalls: 9 } },
    );
    await save(fiveAnHour);
    expect(callsOf(await server.run()).map((call) => call.status)).toEqual(['failed', 'failed', 'failed', 'succeeded']);
    expect((await asSuperuser<{ slots: object }>('select slots from countersign.policy_counters')).map(({ slots }) => Object.values(slots))).toEqual([[2]]);
    expect(await countRows()).toBe(28);
  });

  test('of what only reads, but reaches out, holds also for reads that run in parallel', async () => {
    await start(() => ({ calls: Array.from({ length: 8 }, (_, page) => ({ tool: 'read_page', input: { page } })), isFinal: true }));
    await save({ form: 'rate', name: 'Three pages', on: { tools: ['read_page'] }, max: 3, minutes: 60 });
    const calls = callsOf(await server.run());
    expect(calls.filter((call) => call.status === 'succeeded')).toHaveLength(3);
    expect(calls.filter((call) => (call.error as { code?: string } | null)?.code === 'policy_denied')).toHaveLength(5);
    expect(sent).toHaveLength(3);
  });

  test('of many calls holds over several nodes that take ahead of their calls, and a lower one holds at once', async () => {
    let next = 0;
    const anomalies = { denialsInARow: 1_000, minCallsPerHour: 1_000_000 };
    await start((turn) => ({ calls: [remove(`x${++next}`)], isFinal: turn.stepIndex === 24 }), { hasWorker: false, anomalies });
    const nodes = [server.countersign, server.twin(), server.twin()];
    const go = async (node: (typeof nodes)[number]) => {
      const { runId } = await server.countersign.api.startRun(server.principal(), { agent: 'worker', task: words });
      await node.advance('north', runId);
      return callsOf(await server.countersign.api.getRun(server.principal(), { runId })).filter((call) => call.status === 'succeeded').length;
    };
    await save({ ...fiveAnHour, unit: 'calls', max: 10_000 });
    expect(await go(server.countersign)).toBe(25);
    await save({ ...fiveAnHour, unit: 'calls', max: 25 });
    expect(await go(server.countersign)).toBe(0);
    await save({ ...fiveAnHour, unit: 'calls', minutes: 120, max: 130 });
    const made = (await Promise.all(nodes.flatMap((node) => [go(node), go(node)]))).reduce((sum, count) => sum + count, 0);
    expect(made).toBeLessThanOrEqual(130);
    expect(made).toBeGreaterThanOrEqual(130 - 2 * 2);
  });

  test('writes nothing where no rule matches', async () => {
    await start(() => ({ calls: [remove('r1')], isFinal: true }));
    await server.run();
    await save({ ...fiveAnHour, on: { tools: ['send_text'] } });
    await server.run();
    expect(await asSuperuser('select * from countersign.policy_counters')).toEqual([]);
  });
});

describe('a change of the rules', () => {
  test('stops a call that is being made: it is rolled back and judged anew', async () => {
    const entered = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const slow: AnyTool = {
      ...removeRows,
      execute: async (ctx, input) => {
        await (ctx.tx as Queryable).query('delete from host.rows where id = any($1)', [input.ids]);
        entered.resolve();
        await released.promise;
        return { removed: 1 };
      },
    };
    await start(() => ({ calls: [remove('r1')], isFinal: true }), { tools: [slow] });
    const { runId } = await server.countersign.api.startRun(server.principal(), { agent: 'worker', task: words });
    await entered.promise;
    await save({ form: 'forbidden_tools', name: 'No removing', tools: ['remove_rows'] });
    released.resolve();
    const run = await server.waitFor(runId, 'completed_with_failures');
    expect(callsOf(run)).toMatchObject([{ status: 'denied', allowedBy: 'No removing', error: { code: 'policy_denied' } }]);
    expect(await countRows()).toBe(30);
  });

  test('is known at once to a node that has read the rules before', async () => {
    await start(() => ({ calls: [{ tool: 'send_text', input: { to: 'a@shop.example', body: 'hello' } }], isFinal: true }), { hasWorker: false });
    const other = server.twin();
    const go = async () => {
      const { runId } = await server.countersign.api.startRun(server.principal(), { agent: 'worker', task: words });
      await other.advance('north', runId);
      return callsOf(await server.countersign.api.getRun(server.principal(), { runId }))[0];
    };
    expect(await go()).toMatchObject({ status: 'succeeded' });
    await save({ form: 'forbidden_tools', name: 'Silence', tools: ['send_text'] });
    expect(await go()).toMatchObject({ status: 'denied', allowedBy: 'Silence' });
    expect(sent).toEqual(['hello']);
    await save();
    expect(await go()).toMatchObject({ status: 'succeeded' });
  });

  test('is refused when somebody has saved since, when a tool is misspelt, and without the permission', async () => {
    await start(() => ({ isFinal: true }), { can: (principal, permission) => permission !== 'policies:write' || principal.userId === 'admin' });
    const body = JSON.stringify({ basedOn: 0, rules: [fiveAnHour] });
    const as = server.principal('north', 'admin');
    const answers = await Promise.all(Array.from({ length: 6 }, () => server.request('/policies', { method: 'PUT', body, as })));
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409, 409, 409, 409, 409]);
    expect(await put([{ form: 'forbidden_tools', name: 'x', tools: ['remove_row'] }])).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('remove_row') } },
    });
    expect(await put([], server.principal('north', 'ann'))).toMatchObject({ status: 403, body: { error: { code: 'permission_denied' } } });
    expect((await server.request('/policies/trial', { method: 'POST', body: '{"rules":[]}', as: server.principal('north', 'ann') })).status).toBe(403);
    const view = (await (await server.request('/policies', { as: server.principal('south', 'admin') })).json()) as { version: number };
    expect(view.version).toBe(0);
    expect(await (await server.request('/policies?version=1', { as })).json()).toMatchObject({
      version: 1,
      savedBy: 'admin',
      rules: [{ name: 'Five an hour' }],
    });
    expect((await server.request('/policies?version=9', { as })).status).toBe(404);
  });

  test('to rules that this version does not understand forbids everything, until others are saved', async () => {
    await start(() => ({ calls: [remove('r1'), { tool: 'read_page', input: { page: 1 } }], isFinal: true }));
    await asSuperuser(
      `insert into countersign.policies (tenant_id, version, rules, saved_by) values ('north', 1, '[{"form":"from_the_future","name":"x"}]', 'later')`,
    );
    const calls = callsOf(await server.run());
    expect(calls).toMatchObject([
      { status: 'denied', allowedBy: 'unreadable_policies' },
      { status: 'denied', allowedBy: 'unreadable_policies' },
    ]);
    expect(sent).toEqual([]);
    expect(await (await server.request('/policies')).json()).toMatchObject({ version: 1, isReadable: false });
    await save();
    expect(callsOf(await server.run())[0]).toMatchObject({ status: 'succeeded' });
  });
});

describe('a hostile proposer', () => {
  test('does not reach a stranger, whatever it writes around the address', async () => {
    const tries = ['x@evil.test', 'x@shop.example@evil.test', 'x@evil.test,known@shop.example', 'x@sh\u043Ep.example', ' x@evil.test'];
    await start(() => ({ calls: tries.map((to) => ({ tool: 'send_text', input: { to, body: 'hi' } })), isFinal: true }));
    await save({ form: 'recipients', name: 'Ours', domains: ['shop.example'], mayBeOnFile: true });
    for (const call of callsOf(await server.run()))
      expect(call).toMatchObject({ status: 'denied', startedAt: null, error: { code: 'policy_denied', details: { rule: 'Ours' } } });
    expect(sent).toEqual([]);
  });

  test('that says a forbidden thing may put it right once, and then it is done', async () => {
    const seen: unknown[] = [];
    const bodies = ['We guarantee it.', 'It is ready.'];
    // Even where the proposer says that it is done: the refused text is to be proposed again.
    await start((turn) => {
      seen.push(turn.results.map((result) => (result.ok ? 'ok' : result.error.code)));
      return { calls: [{ tool: 'send_text', input: { to: 'ann', body: bodies[turn.stepIndex] } }], isFinal: true };
    });
    await save({ form: 'content', name: 'No promises', phrases: ['guarantee'] });
    const run = await server.run();
    expect(run.status).toBe('completed');
    expect(callsOf(run)).toMatchObject([
      { status: 'denied', error: { code: 'content_refused', message: expect.stringContaining('the text says "guarantee"') } },
      { status: 'succeeded' },
    ]);
    expect(seen).toEqual([[], ['content_refused']]);
    expect(sent).toEqual(['It is ready.']);
  });

  test('that insists is denied, and the run does not read done', async () => {
    const bodies = ['We guarantee it.', 'We gu\u0430rantee it.', 'We g u a r a n t e e it.'];
    await start((turn) => ({ calls: [{ tool: 'send_text', input: { to: 'ann', body: bodies[turn.stepIndex] } }], isFinal: turn.stepIndex > 1 }));
    await save({ form: 'content', name: 'No promises', phrases: ['guarantee'] });
    const run = await server.run();
    expect(run.status).toBe('completed_with_failures');
    expect(callsOf(run).map((call) => (call.error as { code: string }).code)).toEqual(['content_refused', 'policy_denied', 'policy_denied']);
    expect(sent).toEqual([]);
  });

  test('that gives up after a refusal has not done it, and the run says so', async () => {
    await start((turn) => (turn.stepIndex === 0 ? { calls: [{ tool: 'send_text', input: { to: 'ann', body: 'We guarantee it.' } }] } : { isFinal: true }));
    await save({ form: 'content', name: 'No promises', phrases: ['guarantee'] });
    expect((await server.run()).status).toBe('completed_with_failures');
  });

  test('gains nothing from an impact that is no number', async () => {
    let impact: unknown;
    await start(() => ({ calls: [remove('r1')], isFinal: true }), { tools: [{ ...removeRows, impact: () => impact } as AnyTool] });
    for (impact of [{ summary: '', records: -5 }, { summary: '', amountCents: Number.NaN }, { records: 1 }, 'none']) {
      expect(callsOf(await server.run())).toMatchObject([{ status: 'failed', error: { code: 'tool_failed' } }]);
    }
    expect(await countRows()).toBe(30);
  });

  test('does not outwait the night in another zone: the wall clock is the tenant’s', async () => {
    await start(() => ({ calls: [{ tool: 'send_text', input: { to: 'ann', body: 'hi' } }], isFinal: true }), {
      clock: () => new Date('2026-11-21T03:00:00Z'),
      resolvePrincipal: (identity) => ({ ...identity, roles: [], timeZone: 'America/Chicago' }),
    });
    await save({ form: 'quiet_hours', name: 'Nights', from: '20:00', until: '08:00' });
    expect(callsOf(await server.run())).toMatchObject([{ status: 'denied', allowedBy: 'Nights' }]);
    expect(sent).toEqual([]);
  });
});

test('a started call is not repeated once a rule forbids it', async () => {
  let attempts = 0;
  const flaky: AnyTool = {
    ...sendText,
    recovery: { by: 'key', windowMs: 600_000 },
    execute: async () => {
      attempts += 1;
      await save({ form: 'forbidden_tools', name: 'Silence', tools: ['send_text'] });
      throw new Error('the line went dead');
    },
  };
  await start(() => ({ calls: [{ tool: 'send_text', input: { to: 'ann', body: 'hi' } }], isFinal: true }), { tools: [flaky] });
  const run = await server.run();
  expect(run.status).toBe('awaiting_human');
  expect(callsOf(run)).toMatchObject([{ status: 'in_doubt', error: { message: expect.stringContaining('"Silence"') } }]);
  expect(attempts).toBe(1);
});

test('rules are tried against what was done, beside those in force, and nothing is saved', async () => {
  let next = 0;
  await start(() => ({ calls: [remove(`r${++next}`)], isFinal: true }));
  for (let index = 0; index < 7; index++) await server.run();
  const trial = async (rules: unknown[]) => {
    const response = await server.request('/policies/trial', { method: 'POST', body: JSON.stringify({ rules }), as: server.principal('north', 'admin') });
    expect(response.status).toBe(200);
    return response.json();
  };
  expect(await trial([fiveAnHour, { form: 'approval', name: 'Ask', on: { tools: ['remove_rows'] } }])).toMatchObject({
    ...{ days: 30, calls: 7, isComplete: true, unknown: 0 },
    ...{ proposed: { denied: 2, asked: 5 }, current: { denied: 0, asked: 0 } },
    byRule: [
      { rule: 'Ask', denied: 0, asked: 5 },
      { rule: 'Five an hour', denied: 2, asked: 0 },
    ],
    diff: { added: [{ name: 'Five an hour' }, { name: 'Ask' }], removed: [], changed: [] },
  });
  await save(fiveAnHour);
  expect(await trial([{ ...fiveAnHour, max: 6 }])).toMatchObject({
    ...{ proposed: { denied: 1, asked: 0 }, current: { denied: 2, asked: 0 } },
    diff: { added: [], removed: [], changed: [{ before: { max: 5 }, after: { max: 6 } }] },
  });
  expect(await asSuperuser('select version from countersign.policies')).toEqual([{ version: 1 }]);
});
