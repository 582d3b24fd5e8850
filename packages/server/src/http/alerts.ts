import { AlertAcknowledged, AlertList, type AlertView } from '@countersign/core';
import { AcknowledgeAlert, ListAlerts } from '@countersign/core/internal';
import { defineRoute } from './route.ts';

const alertExample: AlertView = {
  alertId: '0193b1f8-3c21-7d5f-8e32-7b1a5d9f6c55',
  kind: 'same_failure',
  at: '2026-11-21T09:12:00.000Z',
  text: 'send_text failed 8 times in a row with the same error (unavailable).',
  agent: 'copilot',
  runId: '0193b1f5-02aa-7d3c-8c55-0d6f1f2b9a10',
  userId: 'user_1',
  runStatus: 'paused',
  acknowledgedAt: null,
  acknowledgedBy: null,
};

export const listAlerts = defineRoute({
  method: 'get',
  path: '/alerts',
  operationId: 'listAlerts',
  tag: 'policies',
  summary: 'What was unusual in your organisation',
  description: 'Needs the permission `alerts:read`. `status=open`, the default, leaves out what somebody has acknowledged.',
  query: ListAlerts,
  status: 200,
  reply: AlertList,
  replyDescription: 'A page of alerts, the newest first; `next` is the `cursor` of the following page.',
  replyExample: { alerts: [alertExample], next: null },
  errors: [],
  handle: ({ runtime }, { principal, query }) => runtime.listAlerts(principal, query),
});

export const acknowledgeAlert = defineRoute({
  method: 'post',
  path: '/alerts/{id}/acknowledge',
  operationId: 'acknowledgeAlert',
  tag: 'policies',
  summary: 'Say that you have seen an alert',
  description:
    'Needs the permission `alerts:write`. Acknowledging twice is acknowledging once. It resumes nothing; the next of its kind raises an alert again.',
  body: AcknowledgeAlert,
  bodyExample: {},
  status: 200,
  reply: AlertAcknowledged,
  replyDescription: 'The alert as it is now.',
  replyExample: { alert: { ...alertExample, acknowledgedAt: '2026-11-21T09:20:00.000Z', acknowledgedBy: 'user_2' } },
  errors: [],
  handle: async ({ runtime }, { principal, id }) => ({ alert: await runtime.acknowledgeAlert(principal, id) }),
});
