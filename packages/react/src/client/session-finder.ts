import { type Backoff, backoffMs } from './backoff.ts';
import type { Client } from './create-client.ts';
import type { FollowOptions } from './follow-log.ts';
import type { SessionAction, SessionState } from './session-state.ts';
import type { SessionStorage } from './session-storage.ts';
import { toCountersignError } from './to-countersign-error.ts';

export interface SessionFinderOptions {
  client: Client;
  agent: string;
  storage: SessionStorage;
  getState: () => SessionState;
  dispatch: (action: SessionAction) => void;
}

/** Kept in the place of an id when the user asked for a new conversation and has not written in it yet. */
const NEW = 'new';

/** Finds the conversation to go on with, or opens one. */
export function createSessionFinder({ client, agent, storage, getState, dispatch }: SessionFinderOptions) {
  let finding: Promise<string | undefined> | undefined;
  let generation = 0;

  /** The present, the stored or the newest conversation, in this order. Many may ask; the server is asked once. */
  const find = (): Promise<string | undefined> => {
    if (getState().isLoaded || getState().sessionId) return Promise.resolve(getState().sessionId);
    const asked = generation;
    finding ??= lookUp()
      .then((found) => {
        // The user may have started a new conversation meanwhile.
        if (asked !== generation) return getState().sessionId;
        if (found === undefined) dispatch({ type: 'session.left' });
        else dispatch({ type: 'session.resumed', sessionId: found });
        if (found !== undefined) storage.set(found);
        return found;
      })
      .finally(() => {
        finding = undefined;
      });
    return finding;
  };

  const lookUp = async (): Promise<string | undefined> => {
    const stored = storage.get();
    if (stored === NEW) return undefined;
    return stored ?? (await client.listSessions({ agent, kind: 'conversation', limit: 1 })).sessions[0]?.sessionId;
  };

  const open = async (): Promise<string> => {
    const { sessionId } = await client.createSession({ agent });
    storage.set(sessionId);
    dispatch({ type: 'session.created', sessionId });
    return sessionId;
  };

  return {
    /** The conversation to write to; opened when there is none. Callers wait for one another, or each would open one. */
    async findOrOpen(): Promise<string> {
      return (await find()) ?? open();
    },
    /** Looks until there is an answer; undefined when there is no conversation to go on with. */
    async findPatiently({ timing, waker, signal, environment, onStatus }: FindPatiently): Promise<string | undefined> {
      for (let attempt = 0; !signal.aborted; attempt += 1) {
        try {
          return await find();
        } catch (cause) {
          const error = toCountersignError(cause);
          const isSignedOut = error.code === 'unauthenticated';
          onStatus(isSignedOut ? 'signed_out' : environment.isOnline() ? 'reconnecting' : 'offline', error);
          await waker.wait(isSignedOut ? Number.POSITIVE_INFINITY : backoffMs(attempt, timing, error), signal);
        }
      }
      return undefined;
    },
    /** Lets the conversation go. `isWanted`: the user asked for a new one, which a reload has to remember. */
    forget(isWanted: boolean): void {
      generation += 1;
      if (isWanted) storage.set(NEW);
      else storage.clear();
    },
  };
}

type FindPatiently = Pick<FollowOptions, 'waker' | 'signal' | 'environment' | 'onStatus'> & { timing: Backoff };
