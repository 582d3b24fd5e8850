import { CreateSession, ListSessions, SessionCreated, SessionList } from '@countersign/core/internal';
import { defineRoute } from './route.ts';

export const createSession = defineRoute({
  method: 'post',
  path: '/sessions',
  operationId: 'createSession',
  tag: 'sessions',
  summary: 'Start a conversation with an agent',
  body: CreateSession,
  bodyExample: { agent: 'copilot' },
  status: 201,
  reply: SessionCreated,
  replyDescription: 'The session was created.',
  replyExample: { sessionId: '0193b1f4-7a52-7c11-9a3e-3f6b8a9d2e01' },
  errors: ['not_found'],
  handle: ({ runtime }, { principal, body }) => runtime.createSession(principal, body),
});

export const listSessions = defineRoute({
  method: 'get',
  path: '/sessions',
  operationId: 'listSessions',
  tag: 'sessions',
  summary: 'Your own sessions, the latest first',
  query: ListSessions,
  status: 200,
  reply: SessionList,
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
  errors: [],
  handle: async ({ runtime }, { principal, query }) => ({ sessions: await runtime.listSessions(principal, query) }),
});
