import type { Client } from './create-client.ts';
import { createId } from './create-id.ts';
import type { createSessionFinder } from './session-finder.ts';
import type { MessagePick, OutgoingMessage, SessionAction, SessionState } from './session-state.ts';
import { toCountersignError } from './to-countersign-error.ts';

export interface OutboxOptions {
  client: Client;
  finder: ReturnType<typeof createSessionFinder>;
  getState: () => SessionState;
  dispatch: (action: SessionAction) => void;
  /** Ends the requests under way. */
  signal: () => AbortSignal | undefined;
  /** The conversation no longer exists; afterwards the state has none. */
  onGone: () => void;
  onAccepted: () => void;
}

/** Sends messages one after another, in the order they were written. */
export function createOutbox({ client, finder, getState, dispatch, signal, onGone, onAccepted }: OutboxOptions) {
  let line: Promise<void> = Promise.resolve();

  const post = async (sessionId: string, { clientMessageId, text, pick }: OutgoingMessage): Promise<void> => {
    const { seq } = await client.postMessage({ sessionId, text, clientMessageId, pick }, { signal: signal() });
    // Left meanwhile: the message belongs to the conversation that is no longer shown.
    if (getState().sessionId === sessionId) dispatch({ type: 'message.accepted', clientMessageId, seq });
    else dispatch({ type: 'message.discarded', clientMessageId });
    onAccepted();
  };

  const deliver = async (clientMessageId: string): Promise<void> => {
    const message = getState().outgoing.find((candidate) => candidate.clientMessageId === clientMessageId);
    if (message?.state !== 'sending') return;
    try {
      const sessionId = await finder.findOrOpen();
      try {
        await post(sessionId, message);
      } catch (cause) {
        if (toCountersignError(cause).code !== 'not_found') throw cause;
        if (getState().sessionId === sessionId) onGone();
        await post(await finder.findOrOpen(), message);
      }
    } catch (cause) {
      dispatch({ type: 'message.failed', clientMessageId, error: toCountersignError(cause) });
    }
  };

  const enqueue = (clientMessageId: string) => {
    line = line.then(() => deliver(clientMessageId));
  };

  return {
    send(text: string, pick?: MessagePick): string {
      const clientMessageId = createId();
      dispatch({ type: 'message.queued', message: pick ? { clientMessageId, text, pick } : { clientMessageId, text } });
      enqueue(clientMessageId);
      return clientMessageId;
    },
    retry(clientMessageId: string): void {
      const isFailed = getState().outgoing.some((message) => message.clientMessageId === clientMessageId && message.state === 'failed');
      if (!isFailed) return;
      dispatch({ type: 'message.retried', clientMessageId });
      enqueue(clientMessageId);
    },
  };
}
