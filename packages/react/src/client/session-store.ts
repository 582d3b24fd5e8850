import { type CountersignError, isFinal } from '@countersign/core';
import type { DecideApprovals } from '@countersign/core/internal';
import type { Client } from './create-client.ts';
import { browserEnvironment, type Environment } from './environment.ts';
import { defaultTiming, type FollowTiming, followLog } from './follow-log.ts';
import { createOutbox } from './outbox.ts';
import { createSessionFinder } from './session-finder.ts';
import { initialState, type MessagePick, reduceSession, type SessionAction, type SessionState } from './session-state.ts';
import { localSessionStorage, type SessionStorage } from './session-storage.ts';
import { toCountersignError } from './to-countersign-error.ts';
import { createWaker, type Waker } from './waker.ts';

export interface SessionStoreOptions {
  agent: string;
  /** @default localStorage under `countersign:session:<agent>` */
  storage?: SessionStorage;
  /** @default the browser */
  environment?: Environment;
  timing?: Partial<FollowTiming>;
}

/** One conversation, kept outside React: `subscribe` and `getSnapshot` are what `useSyncExternalStore` asks for. */
export interface SessionStore {
  getSnapshot(): SessionState;
  subscribe(listener: () => void): () => void;
  /** Resumes the conversation and follows it. Nothing runs before; starting twice is starting once. */
  start(): void;
  /** Ends everything that runs. The state stays, and `start` goes on from it. */
  dispose(): void;
  /** Queues a message and returns its `clientMessageId`. The first one opens the conversation. */
  send(text: string, pick?: MessagePick): string;
  /** Sends a failed message again under the same id, so it cannot arrive twice. */
  retry(clientMessageId: string): void;
  /** Gives a failed message up. */
  discard(clientMessageId: string): void;
  /** Leaves the conversation; the next message opens a new one. */
  startNew(): void;
  /** Cancels the runs at work. Resolves when the server was asked; the log tells what came of it. */
  cancel(): Promise<void>;
  /** Answers items of an approval request. False when the server did not take it; `decisions` says why. */
  decide(requestId: string, decisions: DecideApprovals['decisions']): Promise<boolean>;
  /** Tries the connection again at once, for example after a new sign-in. */
  reconnect(): void;
}

const GONE = 'The earlier conversation is no longer available. This is a new one.';

/**
 * Creates the store of one conversation. It does nothing until `start`.
 *
 * @example
 * const store = createSessionStore(createClient({ baseUrl: '/agent' }), { agent: 'copilot' });
 * store.start();
 */
export function createSessionStore(client: Client, options: SessionStoreOptions): SessionStore {
  const environment = options.environment ?? browserEnvironment;
  const storage = options.storage ?? localSessionStorage(`countersign:session:${options.agent}`);
  const timing = { ...defaultTiming, ...options.timing };
  const listeners = new Set<() => void>();
  let state = initialState;
  let life: Life | undefined;

  const getState = () => state;
  const dispatch = (action: SessionAction) => {
    state = reduceSession(state, action);
    for (const listener of [...listeners]) listener();
  };
  const leave = (notice?: string) => {
    finder.forget(notice === undefined);
    dispatch(notice === undefined ? { type: 'session.left' } : { type: 'session.left', notice });
    life?.following?.abort();
    life?.waker.wake('asked');
  };
  const finder = createSessionFinder({ client, agent: options.agent, storage, getState, dispatch });
  const outbox = createOutbox({
    client,
    finder,
    getState,
    dispatch,
    signal: () => life?.controller.signal,
    onGone: () => leave(GONE),
    onAccepted: () => {
      if (state.status !== 'live') life?.waker.wake('asked');
    },
  });

  return {
    getSnapshot: getState,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    start() {
      if (life) return;
      const started: Life = { controller: new AbortController(), waker: createWaker(environment), following: undefined };
      life = started;
      // A start that is taken back at once, as in React's StrictMode, must not reach the network.
      queueMicrotask(() => void keepFollowing({ client, timing, environment, finder, getState, dispatch, leave: () => leave(GONE) }, started));
    },
    dispose() {
      life?.controller.abort();
      life?.waker.dispose();
      life = undefined;
    },
    send: outbox.send,
    retry: outbox.retry,
    discard: (clientMessageId) => dispatch({ type: 'message.discarded', clientMessageId }),
    startNew: () => leave(),
    cancel: () => cancelRuns(client, getState, dispatch),
    decide: (requestId, decisions) => decideRequest(client, dispatch, { requestId, decisions }),
    reconnect: () => life?.waker.wake('asked'),
  };
}

/** What runs between `start` and `dispose`. */
interface Life {
  controller: AbortController;
  waker: Waker;
  /** Ends the following of the present conversation only. */
  following: AbortController | undefined;
}

interface Following {
  client: Client;
  timing: FollowTiming;
  environment: Environment;
  finder: ReturnType<typeof createSessionFinder>;
  getState: () => SessionState;
  dispatch: (action: SessionAction) => void;
  leave: () => void;
}

/** Finds the conversation, follows it, and does so again with the next one until the store is disposed of. */
async function keepFollowing({ client, timing, environment, finder, getState, dispatch, leave }: Following, life: Life): Promise<void> {
  const { waker } = life;
  while (!life.controller.signal.aborted) {
    life.following = new AbortController();
    const signal = AbortSignal.any([life.controller.signal, life.following.signal]);
    const onStatus = (status: SessionState['status'], error?: CountersignError) => {
      if (!signal.aborted) dispatch(error ? { type: 'connection.changed', status, error } : { type: 'connection.changed', status });
    };
    const sessionId = await finder.findPatiently({ timing, waker, signal, environment, onStatus });
    if (signal.aborted) continue;
    if (sessionId === undefined) {
      await waker.wait(Number.POSITIVE_INFINITY, signal);
      continue;
    }
    const outcome = await followLog({
      client,
      sessionId,
      timing,
      waker,
      signal,
      environment,
      last: () => getState().view.last,
      onEvents: (events) => {
        if (!signal.aborted) dispatch({ type: 'log.read', events });
      },
      onStatus,
    });
    if (outcome === 'gone' && !signal.aborted) leave();
  }
}

async function cancelRuns(client: Client, getState: () => SessionState, dispatch: (action: SessionAction) => void): Promise<void> {
  const atWork = Object.entries(getState().view.runs).filter(([, status]) => status === 'pending' || status === 'running');
  const outcomes = await Promise.allSettled(atWork.map(([runId]) => client.cancelRun({ runId })));
  const failed = outcomes.find((outcome, index) => outcome.status === 'rejected' && !isOver(getState(), atWork[index]?.[0]));
  if (failed?.status !== 'rejected') return;
  const { message } = toCountersignError(failed.reason);
  dispatch({ type: 'notice.given', notice: `The work could not be stopped: ${message}` });
}

/** A run that ended by itself in the meantime needs no cancelling. */
function isOver(state: SessionState, runId: string | undefined): boolean {
  const status = runId === undefined ? undefined : state.view.runs[runId];
  return status !== undefined && isFinal(status);
}

async function decideRequest(client: Client, dispatch: (action: SessionAction) => void, input: DecideApprovals): Promise<boolean> {
  const { requestId } = input;
  dispatch({ type: 'decision.started', requestId });
  try {
    const { approval } = await client.decideApprovals(input);
    dispatch({ type: 'decision.accepted', requestId, isComplete: approval.items.every((item) => item.status !== 'pending') });
    return true;
  } catch (error) {
    dispatch({ type: 'decision.failed', requestId, error: toCountersignError(error) });
    return false;
  }
}
