import { ListRuns, RunDetail, RunList, RunStarted, RunSummary, StartRun } from '@countersign/core';
import { defineRoute } from './route.ts';

const runExample: RunSummary = {
  runId: '0193b1f5-02aa-7d3c-8c55-0d6f1f2b9a10',
  sessionId: '0193b1f4-7a52-7c11-9a3e-3f6b8a9d2e01',
  agent: 'copilot',
  userId: 'user_1',
  status: 'completed',
  reason: null,
  cause: { kind: 'message', text: 'Find Jordan' },
  stepCount: 1,
  costMicros: 0,
  createdAt: '2026-11-21T09:00:02.000Z',
  finishedAt: '2026-11-21T09:00:02.031Z',
};

export const startRun = defineRoute({
  method: 'post',
  path: '/runs',
  operationId: 'startRun',
  tag: 'runs',
  summary: 'Give an agent a task',
  description: 'The same `idempotencyKey` starts one run, however often it is sent; with another task it is a `conflict`.',
  body: StartRun,
  bodyExample: { agent: 'copilot', task: 'Find Jordan', idempotencyKey: 'nightly-2026-11-21' },
  status: 202,
  reply: RunStarted,
  replyDescription: 'The run is on its way.',
  replyExample: { runId: runExample.runId, sessionId: runExample.sessionId },
  errors: ['not_found', 'conflict'],
  handle: ({ runtime }, { principal, body }) => runtime.startRun(principal, body),
});

export const listRuns = defineRoute({
  method: 'get',
  path: '/runs',
  operationId: 'listRuns',
  tag: 'runs',
  summary: 'Your own runs, the latest first',
  query: ListRuns,
  status: 200,
  reply: RunList,
  replyDescription: 'A page of runs; `next` is the `cursor` of the following page.',
  replyExample: { runs: [runExample], next: null },
  errors: [],
  handle: ({ runtime }, { principal, query }) => runtime.listRuns(principal, query),
});

export const getRun = defineRoute({
  method: 'get',
  path: '/runs/{id}',
  operationId: 'getRun',
  tag: 'runs',
  summary: 'One run with its steps and calls',
  status: 200,
  reply: RunDetail,
  replyDescription: 'The run.',
  replyExample: {
    ...runExample,
    steps: [
      { stepIndex: 0, proposer: 'rules', proposal: { show: [], calls: [], isFinal: true }, costMicros: 0, at: '2026-11-21T09:00:02.020Z', invocations: [] },
    ],
  },
  errors: [],
  handle: ({ runtime }, { principal, id }) => runtime.getRun(principal, id),
});

export const cancelRun = defineRoute({
  method: 'post',
  path: '/runs/{id}/cancel',
  operationId: 'cancelRun',
  tag: 'runs',
  summary: 'Stop a run',
  description:
    'Needs no body. It does not wait for a tool at work: what that tool does inside the database is rolled back, what it started outside is recorded. Cancelling a run that is over changes nothing and answers with the run.',
  status: 202,
  reply: RunSummary,
  replyDescription: 'The run, which does nothing any more.',
  replyExample: { ...runExample, status: 'cancelled' },
  errors: [],
  handle: ({ runtime }, { principal, id }) => runtime.cancelRun(principal, id),
});
