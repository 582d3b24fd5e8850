import type { AlertView } from '@countersign/core';
import { acknowledgeAlert } from '../alerts/acknowledge-alert.ts';
import { listAlerts } from '../alerts/list-alerts.ts';
import type { Endpoints } from './endpoint.ts';

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

export const alertEndpoints = {
  listAlerts: {
    tag: 'policies',
    summary: 'What was unusual in your organisation',
    description: 'Needs the permission `alerts:read`. `status=open`, the default, leaves out what somebody has acknowledged.',
    replyDescription: 'A page of alerts, the newest first; `next` is the `cursor` of the following page.',
    replyExample: { alerts: [alertExample], next: null },
    run: listAlerts,
  },
  acknowledgeAlert: {
    tag: 'policies',
    summary: 'Say that you have seen an alert',
    description:
      'Needs the permission `alerts:write`. Acknowledging twice is acknowledging once. It resumes nothing; the next of its kind raises an alert again.',
    bodyExample: {},
    replyDescription: 'The alert as it is now.',
    replyExample: { alert: { ...alertExample, acknowledgedAt: '2026-11-21T09:20:00.000Z', acknowledgedBy: 'user_2' } },
    run: acknowledgeAlert,
  },
} satisfies Partial<Endpoints>;
