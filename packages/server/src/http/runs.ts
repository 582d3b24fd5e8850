import type { RunSummary } from '@countersign/core';
import { cancelRun } from '../runs/cancel-run.ts';
import { readPrompt } from '../runs/read-prompt.ts';
import { getRun, listRuns } from '../runs/read-runs.ts';
import { resumePausedRun } from '../runs/resume-paused-run.ts';
import { startRun } from '../runs/start-run.ts';
import type { Endpoints } from './endpoint.ts';

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

export const runEndpoints = {
  startRun: {
    tag: 'runs',
    summary: 'Give an agent a task',
    description:
      'The same `idempotencyKey` starts one run, however often it is sent; with another task it is a `conflict`. With `intent` that plan of the agent runs, whatever the words of the task sound like.',
    bodyExample: { agent: 'copilot', task: 'Find Jordan', idempotencyKey: 'nightly-2026-11-21' },
    replyDescription: 'The run is on its way.',
    replyExample: { runId: runExample.runId, sessionId: runExample.sessionId },
    run: startRun,
  },
  listRuns: {
    tag: 'runs',
    summary: 'Your own runs, the latest first',
    replyDescription: 'A page of runs; `next` is the `cursor` of the following page.',
    replyExample: { runs: [runExample], next: null },
    run: listRuns,
  },
  getRun: {
    tag: 'runs',
    summary: 'One run with its steps and calls',
    description: 'A step that a model was asked for carries what it was asked, every attempt with its usage and price, and every reply as it came.',
    replyDescription: 'The run.',
    replyExample: {
      ...runExample,
      steps: [
        {
          stepIndex: 0,
          proposer: 'anthropic:claude-haiku-4-5',
          proposal: { show: [{ type: 'message', props: { role: 'agent', text: 'That is Jordan Miles.' } }], calls: [], isFinal: true },
          costMicros: 1_500,
          at: '2026-11-21T09:00:02.020Z',
          modelCall: {
            promptHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
            sections: [{ name: 'role', hash: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752' }],
            results: 0,
            attempts: [
              {
                model: 'anthropic:claude-haiku-4-5',
                outcome: 'replied',
                costMicros: 1_500,
                reservedMicros: 12_000,
                inputTokens: 1_000,
                outputTokens: 100,
              },
            ],
            replies: [
              {
                text: 'That is Jordan Miles.',
                calls: [],
                end: 'complete',
                rawEnd: 'end_turn',
                providerModel: 'claude-haiku-4-5-20251001',
                usage: { inputTokens: 1_000, outputTokens: 100, cacheReadTokens: 0, cacheWriteTokens: 0 },
              },
            ],
          },
          invocations: [],
        },
      ],
    },
    run: getRun,
  },
  readPrompt: {
    tag: 'runs',
    summary: 'What a model was sent in one step, read again',
    description:
      'Rendered from the stored sections and the results in the rows of the run, then compared with the hash of what was sent. `not_found` for a step that no model was asked for.',
    replyDescription: 'The prompt.',
    replyExample: {
      stepIndex: 0,
      promptHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      isExact: true,
      sections: [{ name: 'role', hash: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752', body: 'You are "copilot", …' }],
      prompt: [{ role: 'system', content: 'You are "copilot", …' }],
      tools: [],
    },
    run: readPrompt,
  },
  cancelRun: {
    tag: 'runs',
    summary: 'Stop a run',
    description:
      'Needs no body. It does not wait for a tool at work: what that tool does inside the database is rolled back, what it started outside is recorded. Cancelling a run that is over changes nothing and answers with the run. With the permission `runs:resume` a paused run of anybody in the organisation can be stopped.',
    replyDescription: 'The run, which does nothing any more.',
    replyExample: { ...runExample, status: 'cancelled' },
    run: cancelRun,
  },
  resumeRun: {
    tag: 'runs',
    summary: 'Send a paused run back to work',
    description:
      'Needs no body, and the permission `runs:resume`, which reaches every paused run of the organisation. A run pauses where its agent or organisation is switched off and where something unusual was found; its log says which. `conflict` when it is not paused.',
    replyDescription: 'The run, which goes on.',
    replyExample: { ...runExample, status: 'pending', finishedAt: null },
    run: resumePausedRun,
  },
} satisfies Partial<Endpoints>;
