import { createSession } from '../sessions/create-session.ts';
import { listSessions } from '../sessions/list-sessions.ts';
import { postMessage } from '../sessions/post-message.ts';
import { recordPanelEvent } from '../sessions/record-panel-event.ts';
import { listEvents } from '../stream/list-events.ts';
import { tailEvents } from '../stream/tail-events.ts';
import type { Endpoints } from './endpoint.ts';

export const sessionEndpoints = {
  createSession: {
    tag: 'sessions',
    summary: 'Start a conversation with an agent',
    bodyExample: { agent: 'copilot' },
    replyDescription: 'The session was created.',
    replyExample: { sessionId: '0193b1f4-7a52-7c11-9a3e-3f6b8a9d2e01' },
    run: createSession,
  },
  listSessions: {
    tag: 'sessions',
    summary: 'Your own sessions, the latest first',
    replyDescription: 'Your sessions.',
    replyExample: {
      sessions: [
        {
          sessionId: '0193b1f4-7a52-7c11-9a3e-3f6b8a9d2e01',
          agent: 'copilot',
          last: 12,
          createdAt: '2026-11-21T09:00:00.000Z',
          updatedAt: '2026-11-21T09:04:11.000Z',
        },
      ],
    },
    run: listSessions,
  },
  postMessage: {
    tag: 'sessions',
    summary: 'Say something to the agent',
    description:
      'Starts a run; what comes of it arrives as events after `seq`. Repeating a request with the same `clientMessageId` answers with the same run and starts no second one; the same id with other words is a `conflict`.',
    bodyExample: { text: 'Create a customer named Jordan Miles with phone 555-219-8841.', clientMessageId: 'c6a1f2d0-1' },
    replyDescription: 'The message is in the log and its run is on its way.',
    replyExample: { runId: '0193b1f5-02aa-7d3c-8c55-0d6f1f2b9a10', seq: 1 },
    run: postMessage,
  },
  recordPanelEvent: {
    tag: 'sessions',
    summary: 'Report what happened to a panel',
    description:
      'What the user interface knows: a panel opened or closed, which fields of a patch were applied, what the user typed. That a record was saved is for the host to tell, not for the browser.',
    bodyExample: { type: 'panel.patch', key: 'panel-1', fields: { firstName: 'applied', phone: 'skipped_user_touched' } },
    replyDescription: 'The event is in the log under `seq`.',
    replyExample: { seq: 4 },
    run: recordPanelEvent,
  },
  listEvents: {
    tag: 'sessions',
    summary: 'Read the log of a session, or follow it',
    description:
      'With `Accept: text/event-stream` the answer is a stream: `id` is the `seq`, `event` the type, `data` the event as JSON; what is in the log comes first, then what is committed, as it is committed. Otherwise one page as JSON. Both begin after `Last-Event-ID` where that header is sent, else after `after`. A stream ends when its user signs out or may not read any more; a comment is sent in silence.',
    headers: { 'Last-Event-ID': 'The `seq` of the last event received. Browsers send it by themselves when they connect again.' },
    replyDescription: 'Events in order of `seq`; `last` is the `seq` to go on from.',
    replyExample: {
      protocol: 1,
      events: [
        { seq: 1, at: '2026-11-21T09:00:02.000Z', type: 'ui.append', key: 'm1', node: { type: 'message', props: { role: 'user', text: 'Find Jordan' } } },
      ],
      last: 1,
    },
    run: listEvents,
    stream: tailEvents,
  },
} satisfies Partial<Endpoints>;
