import type { GrantView } from '@countersign/core';
import { listGrants } from '../consent/approvals/list-grants.ts';
import { revokeGrant } from '../consent/approvals/revoke-grant.ts';
import type { Endpoints } from './endpoint.ts';

const grantExample: GrantView = {
  grantId: '0193b1f7-2b10-7c4e-9d21-6a0f4c8e5b44',
  scope: 'tenant',
  tool: 'send_text',
  contractVersion: 1,
  text: 'Always, for everybody here: send text, with clientId = "c_1"; text may differ; reaching only +15552198841.',
  conditions: {
    fixed: [{ path: '/clientId', value: 'c_1' }],
    atMost: [],
    free: ['/text'],
    amountCents: 0,
    records: 1,
    recipients: ['+15552198841'],
    asking: [],
  },
  isActive: true,
  runId: '0193b1f5-02aa-7d3c-8c55-0d6f1f2b9a10',
  itemId: '0193b1f6-1c0f-7e0d-8f4c-2a4d7c9b1e33',
  givenBy: 'user_1',
  givenAt: '2026-11-21T09:12:00.000Z',
  reason: null,
  uses: 3,
  lastUsedAt: '2026-11-22T10:00:00.000Z',
  revokedAt: null,
  revokedBy: null,
  revokeReason: null,
};

export const grantEndpoints = {
  listGrants: {
    tag: 'approvals',
    summary: 'What may be done without asking, and under which conditions',
    replyDescription: 'A page of the grants of tools whose calls you may approve; `next` is the `cursor` of the following page.',
    replyExample: { grants: [grantExample], next: null },
    run: listGrants,
  },
  revokeGrant: {
    tag: 'approvals',
    summary: 'Take a grant back',
    description: 'From now on such calls are asked for again, one that is just being made included. Revoking twice is revoking once.',
    bodyExample: { reason: 'The client has moved.' },
    replyDescription: 'The grant as it is now.',
    replyExample: {
      grant: { ...grantExample, isActive: false, revokedAt: '2026-11-23T08:00:00.000Z', revokedBy: 'user_1', revokeReason: 'The client has moved.' },
    },
    run: revokeGrant,
  },
} satisfies Partial<Endpoints>;
