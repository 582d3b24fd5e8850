import { applyEvent, type CountersignError, emptyView, readNode, type SessionEvent, type SessionView } from '@countersign/core';
import type { PostMessage } from '@countersign/core/internal';

/**
 * `idle`: there is no conversation yet. `loading`: its log is being read. `live`: up to date, new entries arrive at once.
 * `reconnecting`: the connection broke and is tried again. `offline`: the same, and the device says it has no network.
 * `signed_out`: the server does not know who this is; sending anything, coming back to the tab or `reconnect` tries again.
 */
export type SessionStatus = 'idle' | 'loading' | 'live' | 'reconnecting' | 'offline' | 'signed_out';

/** The answer to a question node: its key and the value of the choice. */
export type MessagePick = NonNullable<PostMessage['pick']>;

/** A message that the log does not show yet. */
export interface OutgoingMessage {
  clientMessageId: string;
  text: string;
  state: 'sending' | 'failed';
  error?: CountersignError;
  pick?: MessagePick;
  /** Its place in the log, known once the server accepted it. */
  seq?: number;
}

/** `open`: some items were answered, others still wait. */
export type Decision = { state: 'deciding' | 'decided' | 'open' } | { state: 'failed'; error: CountersignError };

export interface SessionState {
  sessionId: string | undefined;
  status: SessionStatus;
  /** True once everything that was in the log at the start is in `view`. */
  isLoaded: boolean;
  view: SessionView;
  outgoing: readonly OutgoingMessage[];
  /** Why the status is not `live`. */
  error: CountersignError | undefined;
  /** Words to the user about the conversation itself. */
  notice: string | undefined;
  /** Approval requests being answered or answered here, until the log says so. */
  decisions: Readonly<Record<string, Decision>>;
}

export type SessionAction =
  | { type: 'session.resumed'; sessionId: string }
  | { type: 'session.created'; sessionId: string }
  /** No conversation to go on with; `notice` says why when the user would wonder. */
  | { type: 'session.left'; notice?: string }
  | { type: 'log.read'; events: readonly SessionEvent[] }
  | { type: 'connection.changed'; status: SessionStatus; error?: CountersignError }
  | { type: 'message.queued'; message: { clientMessageId: string; text: string; pick?: MessagePick } }
  | { type: 'message.accepted'; clientMessageId: string; seq: number }
  | { type: 'message.failed'; clientMessageId: string; error: CountersignError }
  | { type: 'message.retried'; clientMessageId: string }
  | { type: 'message.discarded'; clientMessageId: string }
  | { type: 'decision.started'; requestId: string }
  /** `isComplete`: no item of the request waits any more. */
  | { type: 'decision.accepted'; requestId: string; isComplete: boolean }
  | { type: 'decision.failed'; requestId: string; error: CountersignError }
  | { type: 'notice.given'; notice: string };

export const initialState: SessionState = {
  sessionId: undefined,
  status: 'loading',
  isLoaded: false,
  view: emptyView,
  outgoing: [],
  error: undefined,
  notice: undefined,
  decisions: {},
};

/** The one place where the state of a conversation changes. Pure. */
export function reduceSession(state: SessionState, action: SessionAction): SessionState {
  switch (action.type) {
    case 'session.resumed':
      return { ...state, sessionId: action.sessionId, status: 'loading' };
    case 'session.created':
      return { ...state, sessionId: action.sessionId, isLoaded: true, error: undefined };
    case 'session.left':
      return { ...initialState, status: 'idle', isLoaded: true, outgoing: outgoingAfterLeaving(state), notice: action.notice };
    case 'log.read':
      return dropArrived(action.events.reduce(readEvent, state));
    case 'connection.changed':
      return { ...state, status: action.status, error: action.error, isLoaded: state.isLoaded || action.status === 'live' };
    case 'message.queued':
      return { ...state, outgoing: [...state.outgoing, { ...action.message, state: 'sending' }] };
    case 'message.accepted':
      return dropArrived(changeMessage(state, action.clientMessageId, (message) => ({ ...message, seq: action.seq })));
    case 'message.failed':
      return changeMessage(state, action.clientMessageId, (message) => ({ ...message, state: 'failed', error: action.error }));
    case 'message.retried':
      return changeMessage(state, action.clientMessageId, ({ error: _, ...message }) => ({ ...message, state: 'sending' }));
    case 'message.discarded':
      return { ...state, outgoing: state.outgoing.filter((message) => message.clientMessageId !== action.clientMessageId) };
    case 'decision.started':
      return decide(state, action.requestId, { state: 'deciding' });
    case 'decision.accepted':
      return decide(state, action.requestId, { state: action.isComplete ? 'decided' : 'open' });
    case 'decision.failed':
      return decide(state, action.requestId, { state: 'failed', error: action.error });
    case 'notice.given':
      return { ...state, notice: action.notice };
    default:
      return action satisfies never;
  }
}

/** Failed messages belonged to the conversation that is left; those on their way go to the next one. */
function outgoingAfterLeaving({ sessionId, outgoing }: SessionState): readonly OutgoingMessage[] {
  return sessionId === undefined ? outgoing : outgoing.filter((message) => message.state === 'sending');
}

function readEvent(state: SessionState, event: SessionEvent): SessionState {
  if (event.seq <= state.view.last) return state;
  return dropShown({ ...state, view: applyEvent(state.view, event) }, event);
}

function changeMessage(state: SessionState, clientMessageId: string, change: (message: OutgoingMessage) => OutgoingMessage): SessionState {
  return { ...state, outgoing: state.outgoing.map((message) => (message.clientMessageId === clientMessageId ? change(message) : message)) };
}

function decide(state: SessionState, requestId: string, decision: Decision): SessionState {
  return { ...state, decisions: { ...state.decisions, [requestId]: decision } };
}

/** Lets go of the messages whose place in the log is folded: from here on the log speaks for them. */
function dropArrived(state: SessionState): SessionState {
  const outgoing = state.outgoing.filter(({ seq }) => seq === undefined || seq > state.view.last);
  return outgoing.length === state.outgoing.length ? state : { ...state, outgoing };
}

/**
 * Lets go of the message that an entry shows, also when the stream is faster than the answer to the sending, or that answer was
 * lost. Such an entry is known by its words: of equal ones, the first on its way.
 */
function dropShown(state: SessionState, event: SessionEvent): SessionState {
  // What is read before the log is loaded was said before.
  if (!state.isLoaded || state.outgoing.length === 0 || event.type !== 'ui.append') return state;
  const shown = readNode('message', event.node);
  if (shown?.role !== 'user') return state;
  const candidates = state.outgoing.filter(({ seq, text }) => seq === undefined && text.trim() === shown.text.trim());
  const found = candidates.find(({ state: sending }) => sending === 'sending') ?? candidates.find(({ error }) => error?.code === 'unavailable');
  return found ? { ...state, outgoing: state.outgoing.filter((message) => message !== found) } : state;
}
