import { node, type RunSummary, type SessionEvent } from '@countersign/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ProtocolServer, startProtocolServer } from '../../testing/protocol-server.ts';
import { until } from '../../testing/until.ts';
import { createClient } from './create-client.ts';
import type { Environment } from './environment.ts';
import type { FollowTiming } from './follow-log.ts';
import type { SessionStorage } from './session-storage.ts';
import { createSessionStore, type SessionStore } from './session-store.ts';

const quick: Partial<FollowTiming> = { baseMs: 20, capMs: 60, silenceMs: 3_000, doubtMs: 1_000, healthyMs: 40, pollMs: 15, pollsPerRound: 4 };
const say = (text: string) => ({ type: 'ui.append', key: `k${text}`, node: node('message', { role: 'agent', text }) }) as const;

let server: ProtocolServer;
let stored: string | undefined;
let wake: (cause: 'online' | 'offline' | 'visible') => void = () => undefined;
let isOnline = true;
let isHidden = false;
let changeVisibility: () => void = () => undefined;
const stores: SessionStore[] = [];

const storage: SessionStorage = {
  get: () => stored,
  set: (id) => {
    stored = id;
  },
  clear: () => {
    stored = undefined;
  },
};
const environment: Environment = {
  isOnline: () => isOnline,
  isHidden: () => isHidden,
  onVisibility(callback) {
    changeVisibility = callback;
    return () => {
      changeVisibility = () => undefined;
    };
  },
  onWake(callback) {
    wake = callback;
    return () => {
      wake = () => undefined;
    };
  },
};

function startStore(timing: Partial<FollowTiming> = {}): SessionStore {
  const store = createSessionStore(createClient({ baseUrl: server.baseUrl }), { agent: 'copilot', storage, environment, timing: { ...quick, ...timing } });
  stores.push(store);
  store.start();
  return store;
}

/** The texts of all messages shown: log first, then what is on its way. */
function texts(store: SessionStore): string[] {
  const { view, outgoing } = store.getSnapshot();
  return [...view.nodes.map(({ props }) => String(props.text)), ...outgoing.map(({ text }) => text)];
}

const status = (store: SessionStore) => store.getSnapshot().status;
const untilLive = (store: SessionStore) => until('the store is live and streams', () => status(store) === 'live' && server.openStreams() > 0);

beforeEach(async () => {
  server = await startProtocolServer();
  stored = undefined;
  isOnline = true;
  isHidden = false;
});
afterEach(async () => {
  for (const store of stores.splice(0)) store.dispose();
  await server.close();
});

describe('which conversation', () => {
  test('resumes the stored one and reads its log before it is live', async () => {
    stored = server.addSession();
    server.addSession();
    server.append(stored, say('one'));
    server.append(stored, say('two'));
    const store = startStore();
    expect(store.getSnapshot()).toMatchObject({ status: 'loading', isLoaded: false });
    await untilLive(store);
    expect(store.getSnapshot()).toMatchObject({ sessionId: stored, isLoaded: true });
    expect(texts(store)).toEqual(['one', 'two']);
  });

  test('falls back to the newest of the user and stores it', async () => {
    server.addSession();
    const newest = server.addSession();
    const store = startStore();
    await untilLive(store);
    expect(store.getSnapshot().sessionId).toBe(newest);
    expect(stored).toBe(newest);
  });

  test('is idle without one, opens it with the first message, and only once', async () => {
    const store = startStore();
    await until('idle', () => status(store) === 'idle');
    store.send('first');
    store.send('second');
    await until('both arrived', () => store.getSnapshot().view.nodes.length === 2 && store.getSnapshot().outgoing.length === 0);
    expect(texts(store)).toEqual(['first', 'second']);
    expect(server.sessionIds()).toEqual([stored]);
  });

  test('a message sent before the conversation is found goes into it', async () => {
    const present = server.addSession();
    server.failNext('GET /sessions ', { delayMs: 60 });
    const store = startStore();
    store.send('early');
    await until('arrived', () => store.getSnapshot().view.nodes.length === 1 && store.getSnapshot().outgoing.length === 0);
    expect(server.sessionIds()).toEqual([present]);
  });

  test('a stored one that is gone leads to a fresh one with a notice', async () => {
    stored = 'b1a7c0de-0000-4000-8000-000000000000';
    const store = startStore();
    await until('idle', () => status(store) === 'idle');
    expect(store.getSnapshot().notice).toMatch(/no longer available/);
    expect(stored).toBeUndefined();
  });

  test('one that ends while it is written to leads to a fresh one, and the message goes there', async () => {
    stored = server.addSession();
    server.append(stored, say('old'));
    const store = startStore();
    await untilLive(store);
    server.removeSession(stored);
    store.send('hello');
    await until('arrived', () => texts(store).join() === 'hello' && store.getSnapshot().outgoing.length === 0);
    expect(store.getSnapshot().notice).toMatch(/no longer available/);
    expect(server.eventsOf(String(stored))).toHaveLength(1);
  });

  test('a new one stays new over a reload', async () => {
    const old = server.addSession();
    stored = old;
    const store = startStore();
    await untilLive(store);
    store.startNew();
    expect(store.getSnapshot()).toMatchObject({ status: 'idle', sessionId: undefined });
    await until('the old stream is closed', () => server.openStreams() === 0);
    store.dispose();
    const reloaded = startStore();
    await until('idle again', () => status(reloaded) === 'idle');
    reloaded.send('fresh');
    await until('arrived', () => reloaded.getSnapshot().view.nodes.length === 1);
    expect(reloaded.getSnapshot().sessionId).not.toBe(old);
  });
});

describe('the stream', () => {
  test('goes on after the last entry when the connection is cut', async () => {
    stored = server.addSession();
    const store = startStore();
    await untilLive(store);
    server.append(stored, say('one'));
    await until('one', () => texts(store).length === 1);
    server.cutStreams();
    server.append(stored, say('two'));
    await until('two', () => texts(store).length === 2);
    await untilLive(store);
    server.append(stored, say('three'));
    await until('three', () => texts(store).length === 3);
    expect(texts(store)).toEqual(['one', 'two', 'three']);
    expect(server.seen.at(-1)?.path).toMatch(/after=[12]$/);
  });

  test('an entry that was cut in its middle comes whole, once', async () => {
    stored = server.addSession();
    const store = startStore();
    await untilLive(store);
    const folded: number[] = [];
    store.subscribe(() => folded.push(store.getSnapshot().view.last));
    server.state.streamMode = 'half';
    server.append(stored, say('one'));
    await until('one', () => texts(store).length === 1);
    server.append(stored, say('two'));
    await until('two', () => texts(store).length === 2);
    expect(texts(store)).toEqual(['one', 'two']);
    expect(folded).toEqual([...folded].sort((a, b) => a - b));
  });

  test('entries that come twice are shown once, and a hole is filled before going on', async () => {
    stored = server.addSession();
    const store = startStore();
    await untilLive(store);
    const events = server.eventsOf(stored);
    server.append(stored, say('one'));
    // The second entry is written without a word on the stream, so the third comes after a hole.
    events.push({ ...say('two'), seq: 2, at: '1970-01-01T00:00:00.000Z' } satisfies SessionEvent);
    server.append(stored, say('three'));
    await until('three', () => texts(store).length === 3);
    expect(texts(store)).toEqual(['one', 'two', 'three']);
  });

  test('recovers from a server that answers 500 for a while', async () => {
    stored = server.addSession();
    server.append(stored, say('one'));
    server.failNext('/events', { status: 500 });
    server.failNext('/events', { status: 502, body: '<html>bad gateway</html>' });
    const store = startStore();
    await until('it says so', () => status(store) === 'reconnecting');
    expect(store.getSnapshot().error?.code).toBe('internal');
    await untilLive(store);
    expect(store.getSnapshot().error).toBeUndefined();
    expect(texts(store)).toEqual(['one']);
  });

  test('waits for a server that is slow to start', async () => {
    stored = server.addSession();
    server.append(stored, say('one'));
    server.failNext('/events', { delayMs: 700 });
    const store = startStore();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(status(store)).toBe('loading');
    await untilLive(store);
    expect(texts(store)).toEqual(['one']);
  });

  test('a silent stream is taken for dead and renewed', async () => {
    stored = server.addSession();
    const store = startStore({ silenceMs: 100 });
    await untilLive(store);
    await until('a second stream', () => server.state.opened >= 2);
    server.append(stored, say('one'));
    await until('one', () => texts(store).length === 1);
  });

  test('heartbeats keep it', async () => {
    stored = server.addSession();
    server.state.heartbeatMs = 30;
    const store = startStore({ silenceMs: 700 });
    await untilLive(store);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(server.state.opened).toBe(1);
  });

  test.each(['refused', 'broken', 'silent'] as const)('polls where streams are %s, without alarm, and streams again when they work', async (mode) => {
    stored = server.addSession();
    server.state.streamMode = mode;
    const store = startStore({ pollMs: 5, pollsPerRound: 40, silenceMs: 150 });
    await until('live', () => status(store) === 'live');
    const asked = (accept: string) => server.seen.filter((request) => request.path.includes('/events') && request.accept === accept).length;
    await until('polling', () => asked('application/json') > 20);
    expect(asked('text/event-stream')).toBeLessThanOrEqual(2);
    expect(store.getSnapshot()).toMatchObject({ status: 'live', error: undefined });
    server.append(stored, say('one'));
    await until('one', () => texts(store).length === 1);
    server.state.streamMode = 'ok';
    server.state.heartbeatMs = 30;
    await until('a stream that works', () => server.openStreams() === 1 && status(store) === 'live');
    server.append(stored, say('two'));
    await until('two', () => texts(store).length === 2);
  });

  test('tries at once when the network returns, though the wait was long', async () => {
    stored = server.addSession();
    isOnline = false;
    server.failNext('/events', 'cut');
    const store = startStore({ baseMs: 60_000, capMs: 60_000 });
    await until('offline', () => status(store) === 'offline');
    isOnline = true;
    wake('online');
    await untilLive(store);
  });

  test('says at once that the network is gone, though the stream still seems to hold', async () => {
    stored = server.addSession();
    server.state.heartbeatMs = 30;
    const store = startStore({ baseMs: 60_000, capMs: 60_000, silenceMs: 60_000 });
    await untilLive(store);
    isOnline = false;
    server.failNext('/events', 'cut');
    wake('offline');
    await until('offline', () => status(store) === 'offline');
  });

  test('a page that becomes visible does not trust a stream that was silent', async () => {
    stored = server.addSession();
    const store = startStore({ silenceMs: 60_000, doubtMs: 500 });
    await untilLive(store);
    wake('visible');
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(server.state.opened).toBe(1);
    wake('visible');
    await until('a new stream', () => server.state.opened === 2);
    expect(status(store)).toBe('live');
  });

  test('a page that nobody sees lets its stream go, and catches up when somebody looks', async () => {
    stored = server.addSession();
    server.state.heartbeatMs = 30;
    const store = startStore({ hiddenMs: 50 });
    await untilLive(store);
    isHidden = true;
    changeVisibility();
    await until('no stream', () => server.openStreams() === 0);
    server.append(stored, say('one'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(server.openStreams()).toBe(0);
    isHidden = false;
    changeVisibility();
    wake('visible');
    await until('one', () => texts(store).length === 1);
    await untilLive(store);
  });

  test('a page that is hidden for a moment only keeps its stream', async () => {
    stored = server.addSession();
    server.state.heartbeatMs = 30;
    const store = startStore({ hiddenMs: 500 });
    await untilLive(store);
    isHidden = true;
    changeVisibility();
    await new Promise((resolve) => setTimeout(resolve, 40));
    isHidden = false;
    changeVisibility();
    wake('visible');
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(server.state.opened).toBe(1);
  });

  test('reads a long log page by page', async () => {
    stored = server.addSession();
    for (let count = 1; count <= 1_101; count += 1) server.append(stored, say(String(count)));
    const store = startStore();
    await untilLive(store);
    expect(store.getSnapshot().view.last).toBe(1_101);
    expect(server.seen.filter(({ accept }) => accept === 'application/json').map(({ path }) => path.split('?')[1])).toEqual([
      'after=0&limit=500',
      'after=500&limit=500',
      'after=1000&limit=500',
    ]);
  });

  test('an entry of a later protocol is passed over', async () => {
    stored = server.addSession();
    const store = startStore();
    await untilLive(store);
    server.append(stored, { type: 'weather.changed', sky: 'blue' } as never);
    server.append(stored, say('after'));
    await until('the next one', () => texts(store).length === 1);
    expect(store.getSnapshot()).toMatchObject({ status: 'live', view: { last: 2 } });
  });
});

describe('signed out', () => {
  test('says so, asks no more, and goes on after a sign-in', async () => {
    stored = server.addSession();
    server.state.isSignedOut = true;
    const store = startStore();
    await until('signed out', () => status(store) === 'signed_out');
    const asked = server.seen.length;
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(server.seen.length).toBe(asked);
    server.state.isSignedOut = false;
    store.reconnect();
    await untilLive(store);
  });

  test('a session that ends while the stream is open is noticed', async () => {
    stored = server.addSession();
    const store = startStore();
    await untilLive(store);
    server.state.isSignedOut = true;
    server.cutStreams();
    await until('signed out', () => status(store) === 'signed_out');
    expect(store.getSnapshot().view).toBeDefined();
  });
});

describe('messages', () => {
  test('are shown while they are sent, and never twice, whichever of answer and stream is first', async () => {
    stored = server.addSession();
    const store = startStore();
    await untilLive(store);
    const most: number[] = [];
    store.subscribe(() => most.push(texts(store).length));
    store.send('hello');
    expect(store.getSnapshot().outgoing).toMatchObject([{ text: 'hello', state: 'sending' }]);
    await until('arrived', () => store.getSnapshot().view.nodes.length === 1 && store.getSnapshot().outgoing.length === 0);
    store.send('again');
    await until('arrived', () => store.getSnapshot().view.nodes.length === 2 && store.getSnapshot().outgoing.length === 0);
    expect(Math.max(...most)).toBe(2);
  });

  test('a failed one is kept with its reason, and sent again under the same id', async () => {
    stored = server.addSession();
    const store = startStore();
    await untilLive(store);
    server.failNext('/messages', { status: 503 });
    const id = store.send('hello');
    await until('failed', () => store.getSnapshot().outgoing[0]?.state === 'failed');
    expect(store.getSnapshot().outgoing[0]).toMatchObject({ clientMessageId: id, error: { code: 'unavailable' } });
    store.retry(id);
    store.retry(id);
    await until('arrived', () => store.getSnapshot().outgoing.length === 0);
    const sent = server.seen.filter(({ path }) => path.endsWith('/messages')).map(({ body }) => (body as { clientMessageId: string }).clientMessageId);
    expect(sent).toEqual([id, id]);
    expect(texts(store)).toEqual(['hello']);
  });

  test('one whose answer was lost is recognised in the log, and retrying it would not send it twice', async () => {
    stored = server.addSession();
    const store = startStore();
    await untilLive(store);
    server.failNext('/messages', 'lost');
    store.send('hello');
    await until('recognised', () => store.getSnapshot().outgoing.length === 0 && texts(store).length === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(texts(store)).toEqual(['hello']);
    expect(server.eventsOf(stored)).toHaveLength(1);
  });

  test('words that were said before are not taken for a message on its way', async () => {
    stored = server.addSession();
    server.append(stored, { type: 'ui.append', key: 'message:old', node: node('message', { role: 'user', text: 'What can you do?' }) });
    server.failNext('/messages', { delayMs: 100 });
    const store = startStore();
    store.send('What can you do?');
    await untilLive(store);
    expect(store.getSnapshot().outgoing).toHaveLength(1);
    await until('arrived', () => store.getSnapshot().view.last === 2 && store.getSnapshot().outgoing.length === 0);
  });

  test('a discarded one is gone', async () => {
    stored = server.addSession();
    const store = startStore();
    server.failNext('/messages', { status: 422 });
    const id = store.send('hello');
    await until('failed', () => store.getSnapshot().outgoing[0]?.state === 'failed');
    store.discard(id);
    expect(store.getSnapshot().outgoing).toEqual([]);
  });

  test('one that failed while the conversation could not be found is not lost when there turns out to be none', async () => {
    server.failNext('GET /sessions', { status: 503 });
    const store = startStore({ baseMs: 100, capMs: 100 });
    const id = store.send('hello');
    await until('failed', () => store.getSnapshot().outgoing[0]?.state === 'failed');
    await until('idle', () => status(store) === 'idle');
    expect(store.getSnapshot().outgoing).toMatchObject([{ clientMessageId: id, state: 'failed' }]);
  });
});

describe('runs and approvals', () => {
  const runId = 'b1a7c0de-0000-4000-8000-000000000001';
  const instant = new Date(0).toISOString();
  const cancelled: RunSummary = {
    ...{ runId, sessionId: 'b1a7c0de-0000-4000-8000-000000000003', agent: 'copilot', userId: 'ann', status: 'cancelled', reason: null },
    ...{ cause: null, stepCount: 1, costMicros: 0, createdAt: instant, finishedAt: instant },
  };

  test('cancel asks for every run at work, and says when it was not possible', async () => {
    stored = server.addSession();
    server.append(stored, { type: 'run.status', runId, status: 'running' });
    server.append(stored, { type: 'run.status', runId: 'waiting', status: 'awaiting_approval' });
    const store = startStore();
    await untilLive(store);
    server.failNext(`/runs/${runId}/cancel`, { status: 202, body: JSON.stringify(cancelled) });
    await store.cancel();
    expect(server.seen.filter(({ path }) => path.endsWith('/cancel')).map(({ path }) => path)).toEqual([`/runs/${runId}/cancel`]);
    expect(store.getSnapshot().notice).toBeUndefined();
    server.failNext(`/runs/${runId}/cancel`, { status: 503 });
    await store.cancel();
    expect(store.getSnapshot().notice).toMatch(/could not be stopped/);
  });

  test('a refused decision keeps its error, and a taken one is remembered', async () => {
    stored = server.addSession();
    const store = startStore();
    await untilLive(store);
    const requestId = 'b1a7c0de-0000-4000-8000-000000000002';
    server.failNext('/approvals/decisions', { status: 403, body: JSON.stringify({ error: { code: 'permission_denied', message: 'Not you.' } }) });
    await expect(store.decide(requestId, [{ itemId: runId, decision: 'approve' }])).resolves.toBe(false);
    expect(store.getSnapshot().decisions[requestId]).toMatchObject({ state: 'failed', error: { code: 'permission_denied', message: 'Not you.' } });
  });
});

describe('its life', () => {
  test('a start that is taken back at once never reaches the network, and one that is repeated opens one stream', async () => {
    stored = server.addSession();
    const store = createSessionStore(createClient({ baseUrl: server.baseUrl }), { agent: 'copilot', storage, environment, timing: quick });
    stores.push(store);
    store.start();
    store.dispose();
    store.start();
    store.start();
    server.state.heartbeatMs = 30;
    await untilLive(store);
    expect(server.state.opened).toBe(1);
    expect(server.seen).toHaveLength(2);
  });

  test('dispose leaves neither stream nor timer nor listener', async () => {
    stored = server.addSession();
    const store = startStore();
    await untilLive(store);
    const listen = vi.fn();
    store.subscribe(listen);
    store.dispose();
    await until('the stream is closed', () => server.openStreams() === 0);
    const asked = server.seen.length;
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(server.seen.length).toBe(asked);
    expect(listen).not.toHaveBeenCalled();
    wake('online');
    store.reconnect();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.seen.length).toBe(asked);
  });

  test('goes on from where it was after a second start', async () => {
    stored = server.addSession();
    server.append(stored, say('one'));
    const store = startStore();
    await untilLive(store);
    store.dispose();
    server.append(stored, say('two'));
    store.start();
    await until('two', () => texts(store).length === 2);
    expect(texts(store)).toEqual(['one', 'two']);
  });
});
