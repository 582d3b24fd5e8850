import { afterEach, describe, expect, test } from 'vitest';
import { pgDatabase } from '../store/pg-database.ts';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';

let server: TestServer;
afterEach(() => server?.close());

async function open(): Promise<string> {
  server = await createTestServer({ script: () => ({ show: [{ type: 'message', props: { role: 'agent', text: 'ok' } }] }) });
  return (await server.countersign.api.createSession(server.principal(), { agent: 'worker' })).sessionId;
}

describe('a message', () => {
  test('sent ten times at once with one id is one message and one run', async () => {
    const sessionId = await open();
    const send = () => server.countersign.api.postMessage(server.principal(), { sessionId, text: 'hello', clientMessageId: 'm1' });
    const answers = await Promise.all(Array.from({ length: 10 }, send));
    expect(new Set(answers.map((answer) => `${answer.runId} ${answer.seq}`)).size).toBe(1);
    await server.waitFor(answers[0]?.runId ?? '', 'completed');
    expect((await server.events(sessionId)).filter((event) => event.type === 'ui.append' && event.node.props.role === 'user')).toHaveLength(1);
    expect((await server.countersign.api.listRuns(server.principal(), { limit: 20 })).runs).toHaveLength(1);
  });

  test('may not carry other words under an id that was used', async () => {
    const sessionId = await open();
    const send = (text: string) => server.countersign.api.postMessage(server.principal(), { sessionId, text, clientMessageId: 'm1' });
    await send('hello');
    await expect(send('good bye')).rejects.toMatchObject({ code: 'conflict' });
  });

  test('of somebody else has no place in my session, not even under an id of mine', async () => {
    const sessionId = await open();
    await server.countersign.api.postMessage(server.principal(), { sessionId, text: 'mine', clientMessageId: 'm1' });
    for (const stranger of [server.principal('south'), server.principal('north', 'colleague')]) {
      for (const clientMessageId of ['m1', 'm2']) {
        await expect(server.countersign.api.postMessage(stranger, { sessionId, text: 'mine', clientMessageId })).rejects.toMatchObject({
          code: 'not_found',
        });
      }
    }
  });
});

describe('a task', () => {
  test('started twice under one key is one run', async () => {
    server = await createTestServer({ script: () => ({}) });
    const start = (task: string) => server.countersign.api.startRun(server.principal(), { agent: 'worker', task, idempotencyKey: 'k' });
    const [first, second] = await Promise.all([start('go'), start('go')]);
    expect(second).toEqual(first);
    await expect(start('something else')).rejects.toMatchObject({ code: 'conflict' });
  });

  test('is told from what was said in a conversation, and its log from the conversations', async () => {
    const talk = await open();
    const { api } = server.countersign;
    const said = await api.postMessage(server.principal(), { sessionId: talk, text: 'hello', clientMessageId: 'm1' });
    const own = await api.startRun(server.principal(), { agent: 'worker', task: 'go' });
    const inTalk = await api.startRun(server.principal(), { agent: 'worker', task: 'go', sessionId: talk });
    const runIds = async (cause?: 'message' | 'background') =>
      (await api.listRuns(server.principal(), { limit: 20, ...(cause && { cause }) })).runs.map(({ runId }) => runId);
    expect(await runIds()).toEqual([inTalk.runId, own.runId, said.runId]);
    expect(await runIds('background')).toEqual([inTalk.runId, own.runId]);
    expect(await runIds('message')).toEqual([said.runId]);
    const sessionIds = async (kind: 'all' | 'conversation') =>
      (await api.listSessions(server.principal(), { kind, limit: 20 })).sessions.map(({ sessionId }) => sessionId);
    expect(await sessionIds('all')).toEqual([own.sessionId, talk]);
    expect(await sessionIds('conversation')).toEqual([talk]);
  });
});

describe('a reached goal', () => {
  const goal = (sessionId: string) => ({ sessionId, key: 'k', panel: 'client', recordId: 'c1', summary: 'Saved Jordan Miles.' });

  test('is told with the transaction that made it true', async () => {
    const sessionId = await open();
    const principal = server.principal();
    const { transaction } = pgDatabase({ pool: server.database.pool });
    await transaction(principal, (_tx, sql) => server.countersign.completeGoal(principal, goal(sessionId), sql));
    expect(await server.events(sessionId)).toMatchObject([{ seq: 1, type: 'goal.complete', recordId: 'c1' }]);
  });

  test('is not told when that transaction rolls back', async () => {
    const sessionId = await open();
    const principal = server.principal();
    const { transaction } = pgDatabase({ pool: server.database.pool });
    const saving = transaction(principal, async (_tx, sql) => {
      await server.countersign.completeGoal(principal, goal(sessionId), sql);
      throw new Error('the save failed after all');
    });
    await expect(saving).rejects.toThrow('after all');
    expect(await server.events(sessionId)).toEqual([]);
  });
});
