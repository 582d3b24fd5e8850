import { isWorking } from '@countersign/core/internal';
import { useMemo, useSyncExternalStore } from 'react';
import type { SessionState } from '../client/session-state.ts';
import type { SessionStore } from '../client/session-store.ts';
import { useWiring } from './provider.tsx';

export interface Session
  extends Pick<SessionState, 'sessionId' | 'view' | 'status' | 'error' | 'notice' | 'outgoing'>,
    Pick<SessionStore, 'send' | 'retry' | 'discard' | 'startNew' | 'cancel' | 'reconnect'> {
  /** True while a run is at work or a message is on its way. Waiting for a human is not working. */
  isWorking: boolean;
}

export function useSessionState(): SessionState {
  const { store } = useWiring();
  return useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot);
}

/** The conversation: what its log says, how the connection is, and what the user can do in it. */
export function useSession(): Session {
  const { store } = useWiring();
  const { sessionId, view, status, error, notice, outgoing } = useSessionState();
  return useMemo(() => {
    const { send, retry, discard, startNew, cancel, reconnect } = store;
    const isBusy = isWorking(view) || outgoing.some((message) => message.state === 'sending');
    return { sessionId, view, status, error, notice, outgoing, isWorking: isBusy, send, retry, discard, startNew, cancel, reconnect };
  }, [store, sessionId, view, status, error, notice, outgoing]);
}
