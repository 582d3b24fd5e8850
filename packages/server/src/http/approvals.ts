import type { ApprovalView } from '@countersign/core';
import { decideApprovals } from '../consent/approvals/decide-approvals.ts';
import { listApprovals } from '../consent/approvals/list-approvals.ts';
import type { Endpoints } from './endpoint.ts';

const approvalExample: ApprovalView = {
  requestId: '0193b1f6-1c0e-7b7a-b1a4-5b1f0a7e4c22',
  runId: '0193b1f5-02aa-7d3c-8c55-0d6f1f2b9a10',
  sessionId: '0193b1f4-7a52-7c11-9a3e-3f6b8a9d2e01',
  kind: 'call',
  requestedBy: 'user_1',
  createdAt: '2026-11-21T09:10:00.000Z',
  expiresAt: '2026-11-28T09:10:00.000Z',
  items: [
    {
      itemId: '0193b1f6-1c0f-7e0d-8f4c-2a4d7c9b1e33',
      invocationId: '0193b1f5-02aa-7d3c-8c55-0d6f1f2b9a10:0:0',
      tool: 'send_text',
      title: 'Text Jordan Miles',
      risk: 'irreversible',
      input: { clientId: 'c_1', role: 'primary', text: 'The car is ready.' },
      preview: { to: '+15552198841', text: 'The car is ready.' },
      impact: { summary: 'One text message to Jordan Miles', recipients: ['+15552198841'] },
      origins: [{ path: '/clientId', value: 'client_1', origin: { kind: 'trusted_field', tool: 'find_clients', path: '/clients/0/id' } }],
      asking: ['Texts over $100 are approved'],
      grants: [
        { scope: 'run', text: 'For the rest of this run: send text, with clientId = "c_1" and role = "primary"; text may differ; reaching only +15552198841.' },
      ],
      status: 'pending',
      scope: null,
      isConsumed: false,
      decidedBy: null,
      decidedAt: null,
      reason: null,
    },
  ],
};

export const approvalEndpoints = {
  listApprovals: {
    tag: 'approvals',
    summary: 'What waits for a decision of yours',
    replyDescription: 'A page of requests; `next` is the `cursor` of the following page.',
    replyExample: { approvals: [approvalExample], next: null },
    run: listApprovals,
  },
  decideApprovals: {
    tag: 'approvals',
    summary: 'Approve or deny calls, or settle a doubt',
    description:
      '`approve` and `deny` answer a call that waits; `happened` and `not_happened` answer whether a call that left no result took effect. Items are decided one by one and once. An approval may reach beyond its call (`scope`) where the item offers it, under the conditions that the offer says; for the whole organisation that needs the permission `grants:write`.',
    bodyExample: { requestId: approvalExample.requestId, decisions: [{ itemId: '0193b1f6-1c0f-7e0d-8f4c-2a4d7c9b1e33', decision: 'approve' }] },
    replyDescription: 'The request with the decisions in it.',
    replyExample: { approval: approvalExample },
    run: decideApprovals,
  },
} satisfies Partial<Endpoints>;
