import { MessageAccepted, PostMessage } from '@countersign/core/internal';
import { defineRoute } from './route.ts';

export const postMessage = defineRoute({
  method: 'post',
  path: '/sessions/{id}/messages',
  operationId: 'postMessage',
  tag: 'sessions',
  summary: 'Say something to the agent',
  description:
    'Starts a run; what comes of it arrives as events after `seq`. Repeating a request with the same `clientMessageId` answers with the same run and starts no second one; the same id with other words is a `conflict`.',
  body: PostMessage,
  bodyExample: { text: 'Create a customer named Jordan Miles with phone 555-219-8841.', clientMessageId: 'c6a1f2d0-1' },
  status: 202,
  reply: MessageAccepted,
  replyDescription: 'The message is in the log and its run is on its way.',
  replyExample: { runId: '0193b1f5-02aa-7d3c-8c55-0d6f1f2b9a10', seq: 1 },
  errors: ['conflict'],
  handle: ({ runtime }, { principal, id, body }) => runtime.postMessage(principal, id, body),
});
