import { ask, call, decide, find, look, propose, say } from '../acts.ts';
import type { Theme } from '../scenario.ts';
import { jordan } from './people.ts';

const calls = { proposer: 'calls' } as const;

/** What belongs to another shop is not there. */
export const tenants: Theme = {
  theme: 'tenants',
  scenarios: {
    'the ids of another shop are found by no tool': {
      shop: calls,
      acts: [
        ...jordan,
        find('/api/invoices?limit=1&status=open', 'invoices'),
        propose(
          [
            [['update_client', { clientId: '{jordan.id}', notes: 'stolen' }]],
            [['send_text', { clientId: '{jordan.id}', role: 'primary', body: 'Hello' }]],
            [['get_invoice', { invoiceId: '{invoices.invoices.0.id}' }]],
            [['send_invoice_reminder', { invoiceId: '{invoices.invoices.0.id}', channel: 'sms', recipientRole: 'primary' }]],
            [['create_quote', { clientId: '{jordan.id}', vehicleId: '{tahoe.id}', lines: [] }]],
          ],
          { as: 'south' },
        ),
      ],
    },
    'nor by any screen': {
      shop: calls,
      acts: [
        ...jordan,
        call('send_text', { clientId: '{jordan.id}', role: 'primary', body: 'Hello' }),
        find('/agent/approvals', 'waiting'),
        look('/api/clients/{jordan.id}', { as: 'south' }),
        ask('PATCH', '/api/clients/{jordan.id}', { version: 1, notes: 'stolen' }, { as: 'south' }),
        look('/agent/runs/{task.runId}', { as: 'south' }),
        ask('POST', '/agent/runs/{task.runId}/cancel', undefined, { as: 'south' }),
        look('/agent/sessions/{task.sessionId}/events', { as: 'south', headers: { accept: 'application/json' } }),
        ask('POST', '/agent/sessions/{task.sessionId}/messages', { text: 'Hello', clientMessageId: 'x' }, { as: 'south' }),
        look('/agent/approvals', { as: 'south' }),
        ask(
          'POST',
          '/agent/approvals/decisions',
          { requestId: '{waiting.approvals.0.requestId}', decisions: [{ itemId: '{waiting.approvals.0.items.0.itemId}', decision: 'approve' }] },
          { as: 'south' },
        ),
        look('/agent/runs', { as: 'south' }),
        look('/agent/runs/00000000-0000-4000-8000-000000000000'),
      ],
    },
    'the same words mean the people of each shop': [
      ...jordan,
      say('Find Jordan Miles', { as: 'south' }),
      say('Find Jordan Miles'),
      say('Which invoices are more than 60 days overdue', { as: 'south' }),
    ],
    'rules, grants and switches of a shop are its own': {
      shop: calls,
      acts: [
        ...jordan,
        ask('PUT', '/agent/policies', { basedOn: 0, rules: [{ form: 'forbidden_tools', name: 'No new clients', tools: ['create_client'] }] }),
        ask('POST', '/agent/switches', { kind: 'tool', name: 'list_services', isOff: true, reason: 'Broken.' }),
        call('send_text', { clientId: '{jordan.id}', role: 'primary', body: 'Hello' }),
        decide('approve', { scope: 'tenant' }),
        propose(
          [
            [
              ['create_client', { firstName: 'South' }],
              ['list_services', { query: 'ceramic' }],
            ],
          ],
          { as: 'south' },
        ),
        look('/agent/policies', { as: 'south' }),
        look('/agent/grants', { as: 'south' }),
        look('/agent/switches', { as: 'south' }),
      ],
    },
  },
};
